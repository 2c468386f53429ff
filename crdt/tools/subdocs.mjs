// What happens to subdocuments, and what is heard of them; Subdocuments.java does the same on the engine.

import * as Y from 'yjs'

export const subdoc = ([guid, gc, autoLoad, shouldLoad, meta], value) =>
  new Y.Doc({ guid, gc, autoLoad, shouldLoad, meta: value(meta, true) })

const guids = docs => [...docs].map(doc => doc.guid).join(',')

export class Subdocs {
  /** @param {Y.Doc} doc */
  constructor (doc) {
    this.doc = doc
    this.heard = []
    doc.on('subdocs', ({ added, removed, loaded }, _doc, transaction) => {
      this.heard.push(`+${guids(added)} -${guids(removed)} !${guids(loaded)} ${transaction.local ? 'L' : 'R'}`)
    })
  }

  act (act, a, canonical) {
    const all = [...this.doc.subdocs]
    const one = all.length === 0 ? null : all[a % all.length]
    let nested = ''
    if (one !== null) {
      if (act === 'load') one.load()
      else if (act === 'destroy') one.destroy()
      else if (act === 'nest') {
        one.getMap('n').set('k' + a % 3, new Y.Doc({ guid: 'in' + a % 5 }))
        nested = Buffer.from(Y.encodeStateAsUpdate(one)).toString('hex')
      }
    }
    const known = [...this.doc.subdocs].map(d =>
      `${d.guid} ${d.clientID} ${d.gc} ${d.autoLoad} ${d.shouldLoad} ${canonical(d.meta)} ${guids(d.subdocs)}`)
    const text = [nested, ...this.heard, ...known, one?.isDestroyed === true].join('|')
    this.heard = []
    return new Uint8Array(Buffer.from(text))
  }
}
