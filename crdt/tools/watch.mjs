// What the listeners of a replica hear, as text: every hook of every transaction, every event of every type with all that
// it says, in order. The Java side is Watch.java.

import * as Y from 'yjs'

const hex = b => Buffer.from(b.buffer, b.byteOffset, b.byteLength).toString('hex')

const deletions = ds => '{' + [...ds.clients.entries()].sort((a, b) => b[0] - a[0])
  .map(([client, ranges]) => `${client}: ${ranges.map(r => `${r.clock}..${r.clock + r.len - 1}`).join(' ')}`).join(', ') + '}'

export class Watch {
  /**
   * @param {any} replica
   * @param {{canonical: (v: any) => string, quote: (s: string) => string}} text
   * @param {boolean} deltas whether the deltas of texts are looked at: yjs may delete format marks when it is asked for one
   */
  constructor (replica, text, deltas) {
    this.replica = replica
    this.text = text
    this.deltas = deltas
    this.heard = []
    this.names = new Map()
    this.numbers = new Map()
    this.armed = null
    // yjs opens an empty transaction when it gives a root its type; nobody else does.
    this.muted = false
    this.silent = new WeakSet()
    const doc = replica.doc
    doc.on('beforeAllTransactions', () => this.say('b', 'b'))
    doc.on('beforeTransaction', tx => {
      if (this.muted) {
        this.silent.add(tx)
        return
      }
      this.numbers.set(tx, this.numbers.size)
      this.hook('B', tx)
    })
    doc.on('beforeObserverCalls', tx => this.hook('O', tx, () => `${hex(Y.encodeStateVector(tx.beforeState))}>${hex(Y.encodeStateVector(tx.afterState))}-${deletions(tx.deleteSet)}`))
    doc.on('afterTransaction', tx => this.hook('A', tx))
    doc.on('afterTransactionCleanup', tx => this.hook('C', tx))
    doc.on('update', (_update, _origin, _doc, tx) => this.hook('U', tx))
    doc.on('afterAllTransactions', (_doc, all) => this.say('Z', `Z${all.filter(tx => !this.silent.has(tx)).map(tx => this.numbers.get(tx)).join('+')}`))
  }

  say (when, what, tx = null) {
    if (this.muted) return
    this.heard.push(what)
    // The marks that yjs keeps of places are wrong between a remote change and the observers of the type.
    if (tx === null || tx.local || (when !== 'O' && when !== 'S')) this.act(when)
  }

  hook (when, tx, more = () => '') {
    if (!this.silent.has(tx)) this.say(when, when + this.numbers.get(tx) + (tx.local ? 'L' : 'R') + (tx.origin ?? '') + more(), tx)
  }

  /** Edits that wait for this moment. */
  act (when) {
    if (this.armed === null || this.armed.when !== when) return
    const { edits } = this.armed
    this.armed = null
    this.replica.doc.transact(() => edits.forEach(edit => this.replica.edit(edit, () => {})), 'inner')
  }

  /** Observes all that is there and can be edited, each type once. */
  attach () {
    const { doc, roots, kinds } = this.replica
    const all = Object.values(kinds)
    const visit = (type, name) => {
      if (!this.names.has(type)) {
        this.names.set(type, name)
        type.observe(e => this.say('S', `S${name}[${this.event(e)}]`, e.transaction))
        // yjs calls with nothing where an observer has deleted all that the call was to be about.
        type.observeDeep(es => es.length > 0 && this.say('D', `D${name}[${es.map(e => this.event(e)).join(';')}]`))
      }
      let children = []
      if (type instanceof Y.Array || type instanceof Y.XmlFragment) children = type.toArray()
      else if (type instanceof Y.Map) children = [...type.keys()].sort().map(k => type.get(k))
      for (const child of children) if (all.some(kind => child?.constructor === kind)) visit(child, '#' + this.names.size)
    }
    for (const name of Object.keys(roots).sort()) {
      const type = doc.share.get(name)
      if (type !== undefined && type.constructor !== Y.AbstractType) visit(type, name)
    }
  }

  event (e) {
    const { canonical, quote } = this.text
    const path = e.path.map(s => typeof s === 'number' ? s : quote(s)).join('/')
    const keys = [...e.keys.entries()]
      .map(([k, c]) => quote(k) + c.action[0] + (c.action === 'add' ? '' : canonical(c.oldValue))).join(',')
    return `${this.names.get(e.currentTarget) ?? '?'}:${path}{${keys}}${this.delta(e)}`
  }

  delta (e) {
    const { canonical } = this.text
    if (e.target instanceof Y.Text && !this.deltas) return '~'
    // yjs wants a transaction to find out what changed in a text; one of its own would be told, and nobody else has it.
    const doc = this.replica.doc
    const current = doc._transaction
    doc._transaction ??= e.transaction
    const delta = e.delta
    doc._transaction = current
    const attributes = d => d.attributes === undefined || Object.keys(d.attributes).length === 0 ? '' : canonical(d.attributes)
    return delta.map(d => {
      if (d.insert !== undefined) return '+' + canonical(d.insert) + attributes(d)
      if (d.retain !== undefined) return '=' + d.retain + attributes(d)
      return '-' + d.delete
    }).join('')
  }

  take () {
    const heard = this.heard
    this.heard = []
    return heard.join(' ')
  }
}
