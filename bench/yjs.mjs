// The benchmark cases with npm yjs.

import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { run } from './cases.mjs'

export const yjs = {
  formats: true,
  outsideHeap: false,
  doc (id, listener) {
    const doc = new Y.Doc()
    doc.clientID = id
    if (listener !== undefined) doc.on('update', listener)
    return doc
  },
  free () {},
  transact: (doc, body) => doc.transact(() => body(undefined)),
  insertText: (doc, i, text) => doc.getText('text').insert(i, text),
  deleteText: (doc, i, count) => doc.getText('text').delete(i, count),
  format: (doc, i, count, attributes) => doc.getText('text').format(i, count, attributes),
  insertArray: (doc, i, values) => doc.getArray('array').insert(i, values),
  set: (doc, key, value) => doc.getMap('map').set(key, value),
  apply: (doc, update) => Y.applyUpdate(doc, update),
  applyV2: (doc, update) => Y.applyUpdateV2(doc, update),
  encode: doc => Y.encodeStateAsUpdate(doc),
  encodeV2: doc => Y.encodeStateAsUpdateV2(doc),
  toV2: update => Y.convertUpdateFormatV1ToV2(update),
  text: doc => doc.getText('text').toString(),
  array: doc => doc.getArray('array').toJSON(),
  map: doc => doc.getMap('map').toJSON(),
  structs: update => Y.decodeUpdate(update).structs.length,
  merge: updates => Y.mergeUpdates(updates),
  stateVectorOf: update => Y.encodeStateVectorFromUpdate(update),
  diff: (update, vector) => Y.diffUpdate(update, vector)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(yjs, process.argv.slice(2))
