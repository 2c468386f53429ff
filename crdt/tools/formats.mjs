// What both formats have in common, and the functions without a document in format V2.

import * as Y from 'yjs'

/** @param {Uint8Array} update */
export const toV2 = update => Y.convertUpdateFormatV1ToV2(update)

/**
 * The update with its deletions in order. Format V2 has room for distances that are not negative only; yjs writes others as garbage.
 *
 * @param {Uint8Array} update
 */
export const sorted = update => {
  const inOrder = ranges => ranges.every((range, i) => i === 0 || ranges[i - 1].clock + ranges[i - 1].len < range.clock)
  return [...Y.decodeUpdate(update).ds.clients.values()].every(inOrder) ? update : Y.mergeUpdates([update, new Uint8Array(2)])
}

/** @param {Uint8Array} b */
const hex = b => Buffer.from(b.buffer, b.byteOffset, b.byteLength).toString('hex')

/** @param {Map<number, number>} clocks */
const entries = clocks => [...clocks].map(([client, clock]) => `${client}:${clock}`).join(' ')

const meta = ({ from, to }) => `${entries(from)}/${entries(to)}`

/**
 * Everything that can be done with updates and without a document, as one text.
 *
 * @param {Uint8Array[]} list of format V1
 * @param {Uint8Array} vector
 */
export const doclessV2 = (list, vector) => {
  const v1 = Y.mergeUpdates(list)
  const v2 = Y.mergeUpdatesV2(list.map(toV2))
  const some = { formatting: false, subdocs: false, yxml: false }
  return [
    hex(v2), hex(Y.encodeStateVectorFromUpdateV2(v2)), hex(Y.diffUpdateV2(v2, vector)), hex(Y.convertUpdateFormatV2ToV1(v2)),
    hex(toV2(v1)), meta(Y.parseUpdateMeta(v1)), meta(Y.parseUpdateMetaV2(v2)),
    hex(Y.obfuscateUpdate(v1)), hex(Y.obfuscateUpdateV2(v2)), hex(Y.obfuscateUpdate(v1, some)), hex(Y.obfuscateUpdateV2(v2, some))
  ].join(' ')
}
