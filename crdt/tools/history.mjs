// Undo, relative positions and snapshots on a replica of a schedule; `History.java` does the same on the engine.

import * as Y from 'yjs'

const hex = b => Buffer.from(b).toString('hex')
const unhex = h => new Uint8Array(Buffer.from(h, 'hex'))
const text = s => hex(Buffer.from(s))
const HUGE = 864000000000

const ranges = set => hex(Y.encodeSnapshot(Y.createSnapshot(set, new Map())))
const stack = list => list.length + (list.length === 0 ? '' : `(${ranges(list.at(-1).insertions)}|${ranges(list.at(-1).deletions)})`)
const typed = types => [...types.keys()].filter(type => type.constructor !== Y.AbstractType).length

const watch = (r, h, { a, b }, type) => {
  h.manager?.destroy()
  const scope = a % 3 === 0 ? r.doc : a % 3 === 1 ? Object.keys(r.roots).sort().map(name => r.type(name)) : type
  const manager = new Y.UndoManager(scope, {
    ignoreRemoteMapChanges: (b & 1) !== 0,
    captureTimeout: (b & 2) !== 0 ? 0 : HUGE,
    trackedOrigins: new Set((b & 4) !== 0 ? ['mine', null] : ['mine']),
    ...((b & 56) === 56 ? { deleteFilter: item => item.length % 2 === 1 } : {})
  })
  manager.on('stack-item-added', e => h.told.push(`added ${e.type} ${typed(e.changedParentTypes)}`))
  manager.on('stack-item-updated', e => h.told.push(`updated ${e.type} ${typed(e.changedParentTypes)}`))
  manager.on('stack-item-popped', e => h.told.push(`popped ${e.type} ${typed(e.changedParentTypes)}`))
  manager.on('stack-cleared', e => h.told.push(`cleared ${e.undoStackCleared} ${e.redoStackCleared}`))
  h.manager = manager
}

const shallow = (value, canonical) => value instanceof Y.AbstractType ? value.constructor.name : canonical(value)

const delta = (ops, canonical) => ops.map(op => shallow(op.insert, canonical) + (op.attributes ? canonical(op.attributes) : '')).join(' ')

const mark = (kind, id) => ({ user: id.client, type: kind })

/** Everything that the roots were at one snapshot, and how they came there from another. */
const past = (r, p, q, canonical) => {
  const seen = []
  r.doc.transact(() => {
    for (const name of Object.keys(r.roots).sort()) {
      const type = r.type(name)
      // Reading a text splits all items of the document where the snapshots do.
      if (type instanceof Y.Text) {
        seen.push(delta(type.toDelta(p), canonical), delta(type.toDelta(p, q), canonical), delta(type.toDelta(undefined, q), canonical), delta(type.toDelta(p, q, mark), canonical))
      }
    }
    for (const name of Object.keys(r.roots).sort()) {
      const type = r.type(name)
      if (type instanceof Y.Array || type instanceof Y.XmlFragment) seen.push(Y.typeListToArraySnapshot(type, p).map(v => shallow(v, canonical)).join(' '))
      if (type instanceof Y.Map || type instanceof Y.XmlElement) {
        // Undefined is also what yjs has for content that was given up, where the engine has nothing.
        const all = Y.typeMapGetAllSnapshot(type, p)
        seen.push(Object.keys(all).sort().filter(k => all[k] !== undefined).map(k => k + '=' + shallow(all[k], canonical)).join(' '))
      }
    }
  }, 'past')
  return seen.join('\n')
}

const place = (position, doc, follow) => {
  const at = Y.createAbsolutePositionFromRelativePosition(position, doc, follow)
  return at === null || at.type.constructor === Y.AbstractType ? '-' : `${at.index}/${at.assoc}/${at.type.constructor.name}/${at.type._length}`
}

/**
 * @param {any} r the replica
 * @param {any} step what, and the numbers a and b
 * @param {{positions: string[], log: Uint8Array[]}} shared
 * @returns {string[]} what is to be compared
 */
export const history = (r, step, shared, canonical) => {
  r.history ??= { manager: null, told: [], snapshots: [] }
  const h = r.history
  const { a, b } = step
  const { type } = r.resolve(step)
  const x = []
  switch (step.what) {
    case 'watch': watch(r, h, step, type); break
    case 'undo': h.manager?.undo(); break
    case 'redo': h.manager?.redo(); break
    case 'stop': h.manager?.stopCapturing(); break
    case 'clear': h.manager?.clear(a % 2 === 0, b % 2 === 0); break
    case 'mark': {
      const position = Y.createRelativePositionFromTypeIndex(type, a % (type._length + 1), b % 3 - 1)
      const bytes = hex(Y.encodeRelativePosition(position))
      shared.positions.push(bytes)
      x.push(bytes, text(canonical(JSON.parse(JSON.stringify(Y.relativePositionToJSON(position))))))
      break
    }
    case 'where': {
      const all = shared.positions.map(bytes => Y.decodeRelativePosition(unhex(bytes)))
      x.push(text(all.map(p => place(p, r.doc, true) + ' ' + place(p, r.doc, false)).join(',')))
      break
    }
    case 'snap': {
      const taken = Y.snapshot(r.doc)
      h.snapshots.push(hex(Y.encodeSnapshot(taken)))
      x.push(hex(Y.encodeSnapshot(taken)), hex(Y.encodeSnapshotV2(taken)))
      break
    }
    case 'past': {
      if (h.snapshots.length === 0) break
      const p = Y.decodeSnapshot(unhex(h.snapshots[a % h.snapshots.length]))
      const q = Y.decodeSnapshot(unhex(h.snapshots[b % h.snapshots.length]))
      const updates = shared.log.length === 0 ? [] : [a, b, a + b].map(n => shared.log[n % shared.log.length])
      x.push(text([Y.equalSnapshots(p, q), ...updates.map(update => Y.snapshotContainsUpdate(p, update))].join(',')))
      if (!r.doc.gc) x.push(hex(Y.encodeStateAsUpdate(Y.createDocFromSnapshot(r.doc, p, new Y.Doc({ gc: false })))))
      x.push(text(past(r, p, q, canonical)))
      break
    }
    default: throw new Error('unknown history ' + step.what)
  }
  if (h.manager !== null) {
    x.push(text(`${h.told.join(',')} ${stack(h.manager.undoStack)} ${stack(h.manager.redoStack)}`))
    h.told = []
  }
  return x
}
