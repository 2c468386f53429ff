// The benchmark cases with npm ywasm, the Rust port of Yjs.

import * as Y from 'ywasm'
import { run } from './cases.mjs'
import { yjs } from './yjs.mjs'

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
  // To type the trace takes half a minute here, and a case that only needs what comes of it must not wait for that.
  typist: yjs,
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
  applyV2: (doc, update) => Y.applyUpdateV2(doc, update),
  encode: doc => Y.encodeStateAsUpdate(doc),
  encodeV2: doc => Y.encodeStateAsUpdateV2(doc),
  toV2 (update) {
    const doc = new Y.YDoc({})
    Y.applyUpdate(doc, update)
    const result = Y.encodeStateAsUpdateV2(doc)
    doc.free()
    return result
  },
  text: doc => text(doc).toString(),
  array: doc => array(doc).toJson(),
  map: doc => map(doc).toJson()
}, process.argv.slice(2))
