// The benchmark cases with npm ywasm, the Rust port of Yjs.

import * as Y from 'ywasm'
import { run } from './cases.mjs'

const texts = new Map()
const arrays = new Map()
const maps = new Map()

/** Asking for a root costs a call into the module, which nobody does for each edit. */
const root = (known, doc, get) => {
  let type = known.get(doc)
  if (type === undefined) known.set(doc, type = get())
  return type
}
const text = doc => root(texts, doc, () => doc.getText('text'))
const array = doc => root(arrays, doc, () => doc.getArray('array'))
const map = doc => root(maps, doc, () => doc.getMap('map'))

run({
  formats: false,
  outsideHeap: true,
  doc (id, listener) {
    const doc = new Y.YDoc({ clientID: id })
    if (listener !== undefined) doc.onUpdate(listener)
    return doc
  },
  free (doc) {
    for (const known of [texts, arrays, maps]) {
      known.get(doc)?.free()
      known.delete(doc)
    }
    doc.free()
  },
  transact (doc, body) {
    // Roots cannot be asked for while a transaction is open.
    text(doc)
    const transaction = doc.beginTransaction()
    body(transaction)
    transaction.free()
  },
  insertText: (doc, i, value, at) => text(doc).insert(i, value, undefined, at),
  deleteText: (doc, i, count, at) => text(doc).delete(i, count, at),
  insertArray: (doc, i, values) => array(doc).insert(i, values),
  set: (doc, key, value) => map(doc).set(key, value),
  apply: (doc, update) => Y.applyUpdate(doc, update),
  encode: doc => Y.encodeStateAsUpdate(doc),
  text: doc => text(doc).toString(),
  array: doc => array(doc).toJson(),
  map: doc => map(doc).toJson(),
  merge: updates => Y.mergeUpdatesV1(updates),
  stateVectorOf: update => Y.encodeStateVectorFromUpdateV1(update),
  diff: (update, vector) => Y.diffUpdateV1(update, vector)
}, process.argv.slice(2))
