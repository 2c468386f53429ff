// Writes the checked-in fixtures: what npm yjs does, step by step. `--check` compares instead of writing.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { toV2 } from './formats.mjs'
import { digest, hex, line, run, unhex } from './schedule.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '..', 'src', 'test', 'resources', 'fixtures')
const files = new Map()

const put = (group, name, content) => {
  const path = join(group, `${name}.json`)
  if (files.has(path)) throw new Error('two fixtures named ' + path)
  const lines = list => list.map(each => JSON.stringify(each)).join(',\n')
  if (Array.isArray(content)) {
    files.set(path, `{"updates":[\n${lines(content)}\n]}\n`)
    return
  }
  const { steps, ...head } = content.schedule
  files.set(path, `{"about":${JSON.stringify(content.about)},
"schedule":${JSON.stringify(head).slice(0, -1)},"steps":[
${lines(steps)}
]},
"expected":[
${lines(content.expected)}
]}
`)
}

/** A case: a schedule and what yjs makes of it. Long ones keep only a digest of each step's line. */
const scenario = (group, name, about, schedule, { digests = false } = {}) => {
  const full = { roots: { t: 'text', a: 'array', m: 'map' }, lazy: false, ...schedule }
  const expected = run(full).map(fields => {
    const { events, vector, sent } = fields
    const body = digests
      ? { md5: digest(line(fields)) }
      : { ev: fields.ev, e2: fields.e2, x: fields.x, st: fields.st, s2: fields.s2, sv: fields.sv, pm: fields.pm, pd: fields.pd, js: fields.js }
    return { ...body, ...(events ? { events, vector } : {}), ...(sent !== undefined ? { sent } : {}) }
  })
  put(group, name, { about, schedule: full, expected })
}

const one = (client = 1, gc = true) => [{ client, gc }]
const tx = (r, ...edits) => ({ op: 'tx', r, edits })
const apply = (r, update) => ({ op: 'apply', r, hex: typeof update === 'string' ? update.replaceAll(' ', '') : hex(update) })
const ins = (root, at, s, path = []) => ({ root, path, w: 0, a: at, b: 0, s, v: [] })
const insV = (root, at, v, path = []) => ({ root, path, w: 0, a: at, b: 0, s: '', v })
const push = (root, v, path = []) => ({ root, path, w: 50, a: 0, b: 0, s: '', v })
const del = (root, at, n, path = []) => ({ root, path, w: 99, a: at, b: n - 1, s: '', v: [] })
const set = (root, k, v, path = []) => ({ root, path, w: 0, a: 0, b: 0, s: '', k, v: [v] })
const unset = (root, k, path = []) => ({ root, path, w: 99, a: 0, b: 0, s: '', k, v: [] })
const num = x => ['num', Object.is(x, -0) ? '-0' : String(x)]
const str = s => ['str', s]

/** Runs code on a fresh yjs document and returns the update of each piece. */
const updatesOf = (client, gc, ...pieces) => {
  const doc = new Y.Doc({ gc })
  doc.clientID = client
  const events = []
  doc.on('update', u => events.push(u))
  for (const piece of pieces) doc.transact(() => piece(doc))
  return { doc, events }
}

const permutations = list => list.length < 2 ? [list] : list.flatMap((x, i) => permutations(list.toSpliced(i, 1)).map(p => [x, ...p]))

// ---------------------------------------------------------------- the table of single operations

const row = (name, about, client, steps, bytes) => {
  scenario('operations', name, about, { replicas: one(client), steps })
  const made = JSON.parse(files.get(join('operations', `${name}.json`))).expected.at(-1).st
  if (made !== bytes.replaceAll(' ', '')) console.error(`note: ${name}: yjs writes ${made}, the specification says ${bytes}`)
}

row('worked-example', 'text, map and nested text of one client, with a deletion', 300, [
  tx(0, ins('t', 0, 'Hé')), tx(0, ins('t', 2, 'y!')), tx(0, ins('t', 1, 'X')),
  tx(0, set('m', 'k', ['arr', [['bool', true], num(-2)]])), tx(0, del('t', 3, 1)),
  tx(0, set('m', 'n', ['text', ''])), tx(0, ins('m', 0, 'z', [1]))
], '01 08ac0200 0401017401 48 84ac020002c3a9 81ac020101 84ac02020121 c4ac0200ac02010158 2801016d016b0175027 87d42 2701016d016e02 0400ac0206017a 01ac02010201')
row('empty', 'a document that nobody wrote to', 1, [{ op: 'encode', r: 0, sv: '00' }], '0000')
row('text', 'three letters', 1, [tx(0, ins('t', 0, 'abc'))], '01 01 01 00 04 01 01 74 03 61 62 63 00')
row('map-set', 'one key', 300, [tx(0, set('m', 'k', str('v')))], '01 01 ac02 00 28 01 01 6d 01 6b 01 77 01 76 00')
row('map-overwrite', 'the overwritten value leaves a tombstone', 300, [tx(0, set('m', 'k', str('v'))), tx(0, set('m', 'k', num(2)))],
  '01 02 ac02 00 21 01 01 6d 01 6b 01 a8 ac02 00 01 7d 02 01 ac02 01 00 01')
row('map-delete', 'two tombstones of one key merge', 300, [tx(0, set('m', 'k', str('v'))), tx(0, set('m', 'k', num(2))), tx(0, unset('m', 'k'))],
  '01 01 ac02 00 21 01 01 6d 01 6b 02 01 ac02 01 00 02')
row('array-push', 'plain values share one item, others have their own', 1, [
  tx(0, push('a', [num(1), str('x'), ['null'], ['bool', true]]), push('a', [['bin', '0209']]), push('a', [['map', [['n', num(1.5)]]]]), push('a', [['text', 'hi']]))
], '01 06 01 00 08 01 01 61 04 7d01 7701 78 7e 78 83 01 03 02 02 09 87 01 04 01 28 00 01 05 01 6e 01 7c 3f c0 00 00 87 01 05 02 04 00 01 07 02 68 69 00')
row('nested-delete', 'a deleted type keeps its item, its children become one GC', 1, [
  tx(0, set('m', 'x', ['array', [num(1), num(2), num(3)]])), tx(0, unset('m', 'x'))
], '01 02 01 00 21 01 01 6d 01 78 01 00 03 01 01 01 00 04')

scenario('operations', 'two-clients', 'the lower client id goes to the left', {
  replicas: [{ client: 7 }, { client: 5 }],
  steps: [tx(0, ins('t', 0, 'B1')), tx(1, ins('t', 0, 'A1')), { op: 'recv', r: 0, pick: [0], mode: 'each' }, { op: 'recv', r: 1, pick: [0], mode: 'each' }]
})
scenario('operations', 'events', 'what each transaction tells', {
  replicas: one(),
  steps: [tx(0, ins('t', 0, 'ab')), tx(0, ins('t', 2, 'c')), tx(0, del('t', 1, 1)), tx(0, set('m', 'k', num(1))), tx(0, set('m', 'k', num(2))), tx(0)]
})
scenario('operations', 'push-and-insert-differ', 'push goes behind tombstones, insert before them', {
  replicas: [...one(1), ...one(1)],
  steps: [0, 1].flatMap(r => [tx(r, push('a', [num(1), num(2), num(3)])), tx(r, del('a', 2, 1)), tx(r, r === 0 ? push('a', [num(4)]) : insV('a', 2, [num(4)]))])
})
scenario('operations', 'text-after-tombstones', 'text goes behind tombstones', {
  replicas: one(), steps: [tx(0, ins('t', 0, 'abcdef')), tx(0, del('t', 2, 2)), tx(0, ins('t', 2, 'X')), tx(0, ins('t', 0, 'Y')), tx(0, del('t', 0, 6))]
})
scenario('operations', 'empty-key', 'the empty key is a key', {
  replicas: [{ client: 1 }, { client: 2 }],
  steps: [tx(0, set('m', '', str('v'))), tx(0, set('m', '', str('w'))), { op: 'sync', r: 1, from: 0, via: 'doc' }, tx(1, unset('m', ''))]
})
scenario('operations', 'client-ids', 'ids up to 53 bits are compared as unsigned numbers', {
  replicas: [1, 2147483648, 4294967295, 4294967296, 9007199254740991].map(client => ({ client })),
  steps: [0, 1, 2, 3, 4].flatMap(r => [tx(r, ins('t', 0, 'abcde'[r]), set('m', 'k', num(r)))])
    .concat([0, 1, 2, 3, 4].map(r => ({ op: 'recv', r, pick: [0, 0, 0, 0, 0].slice(0, 4), mode: r % 2 ? 'each' : 'merge' })))
})

// ---------------------------------------------------------------- values

const any = {
  undefined: ['undef'], null: ['null'], true: ['bool', true], false: ['bool', false],
  zero: num(0), 'minus-zero': num(-0), one: num(1), 'minus-one': num(-1), '63': num(63), '64': num(64), 'minus-64': num(-64), '8191': num(8191), '8192': num(8192),
  'largest-integer': num(2147483647), 'smallest-integer': num(-2147483647), 'two-to-31': num(2147483648), 'minus-two-to-31': num(-2147483648),
  'two-to-31-plus-1': num(2147483649), 'largest-safe': num(Number.MAX_SAFE_INTEGER), 'one-and-half': num(1.5), tenth: num(0.1),
  nan: num(NaN), infinity: num(Infinity), 'minus-infinity': num(-Infinity), 'smallest-double': num(5e-324), 'largest-double': num(Number.MAX_VALUE),
  'smallest-float': num(2 ** -149), 'below-float': num(2 ** -150), 'largest-float': num(3.4028234663852886e38), '1e21': num(1e21),
  bigint: ['big', '1'], 'bigint-min': ['big', '-9223372036854775808'], 'bigint-max': ['big', '9223372036854775807'],
  string: str('x'), 'empty-string': str(''), emoji: str('a😀b'), umlaut: str('Hé'), bom: str('\ufeffA'), nul: str('\u0000'), 'line-separator': str('\u2028'),
  binary: ['bin', '010203'], 'empty-binary': ['bin', ''],
  array: ['arr', [num(1), ['arr', []], ['undef'], ['big', '5'], ['bin', '00']]], 'empty-array': ['arr', []],
  object: ['obj', [['b', num(1)], ['a', num(2)]]], 'empty-object': ['obj', []],
  'index-keys': ['obj', [['b', num(3)], ['2', str('x')], ['1', str('y')], ['01', num(0)], ['-1', num(0)], ['4294967295', num(0)], ['4294967294', num(0)], ['0', num(0)]]],
  'undefined-member': ['obj', [['k', ['undef']], ['n', ['obj', [['', ['null']]]]]]]
}
scenario('values', 'every-any', 'every form of a plain value, under a key of its own', {
  replicas: [{ client: 1 }, { client: 2 }],
  steps: [...Object.entries(any).map(([k, v]) => tx(0, set('m', k, v))), { op: 'sync', r: 1, from: 0, via: 'doc' }]
})
scenario('values', 'any-in-array', 'the same values as elements, in one item where they can be', {
  replicas: [{ client: 1 }, { client: 2, gc: false }],
  steps: [
    tx(0, push('a', Object.values(any).filter(([tag]) => tag !== 'undef' && tag !== 'big'))), { op: 'sync', r: 1, from: 0, via: 'doc' },
    tx(1, del('a', 5, 7)), tx(1, insV('a', 3, [num(1), ['text', 'x'], num(2)])), { op: 'sync', r: 0, from: 1, via: 'doc' }
  ]
})
scenario('values', 'prepared-types', 'nested types made before they are put in', {
  replicas: [{ client: 1 }, { client: 2 }],
  steps: [
    tx(0, push('a', [['map', [['z', num(1)], ['2', num(2)], ['1', ['array', [num(1), ['text', 'deep'], num(2)]]], ['t', ['text', '']]]], ['array', []], ['map', []]])),
    { op: 'sync', r: 1, from: 0, via: 'doc' }, tx(1, set('a', 'z', ['map', [['q', ['array', [['null']]]]], ], [1])), tx(1, del('a', 0, 1)), { op: 'sync', r: 0, from: 1, via: 'doc' }
  ]
})

// ---------------------------------------------------------------- every kind of content

// ContentJSON is no longer written by anybody, so its bytes are made by hand.
const legacyJson = '01 01 05 00 02 01 01 61 04 01 31 09 7b2261223a5b315d7d 09 756e646566696e6564 04 6e756c6c 00'
const kinds = {
  string: d => d.getText('k').insert(0, 'hello'),
  any: d => d.getArray('k').push([1, 'two', [3], null]),
  binary: d => d.getArray('k').push([new Uint8Array([1, 2, 3]), new Uint8Array()]),
  embed: d => d.getText('k').insertEmbed(0, { image: 'u', n: [1e21, 1e-7, 1.5e300, -0, null], s: '"\\\b\t\n\f\r\u0001\u2028/😀' }),
  format: d => { d.getText('k').insert(0, 'ab'); d.getText('k').format(0, 1, { bold: true, link: { href: 'x' } }) },
  'rich-text': d => { d.getText('k').insert(0, 'ab'); d.getText('k').format(0, 1, { bold: true }); d.getText('k').insertEmbed(2, { image: 'u' }) },
  array: d => d.getArray('k').push([Y.Array.from([1, Y.Array.from([2])])]),
  map: d => d.getMap('k').set('m', new Y.Map([['a', 1], ['b', new Y.Map([['c', 'd']])]])),
  text: d => d.getMap('k').set('t', new Y.Text('nested')),
  xml: d => {
    const p = new Y.XmlElement('p')
    p.setAttribute('id', 'x')
    p.insert(0, [new Y.XmlText('hey')])
    d.getXmlFragment('k').insert(0, [p, new Y.XmlHook('hk')])
    p.insert(1, [new Y.XmlElement('I')])
  },
  'xml-fragment': d => d.getArray('k').push([new Y.XmlFragment()]),
  'xml-text': d => d.getArray('k').push([new Y.XmlText('words')]),
  subdocument: d => d.getMap('k').set('d', new Y.Doc({ guid: 'sub', autoLoad: true, meta: { a: 1 } })),
  'subdocument-plain': d => d.getArray('k').push([new Y.Doc({ guid: 'plain', gc: false })])
}
const clear = d => {
  const type = d.share.get('k')
  if (type instanceof Y.Map) type.clear()
  else type.delete(0, type.length)
}
for (const [name, make] of Object.entries(kinds)) {
  for (const gc of [true, false]) {
    const { events: [made, cleared] } = updatesOf(5, gc, make, clear)
    // The second writer works beside what it saw, and in the middle of it where that can be split.
    const { doc } = updatesOf(9, gc)
    Y.applyUpdate(doc, made)
    const beside = []
    doc.on('update', u => beside.push(u))
    if (name === 'map' || name === 'text' || name === 'subdocument') doc.getMap('k').set('other', 1)
    else if (name === 'xml') doc.getXmlFragment('k').insert(1, [new Y.XmlElement('q')])
    else if (name === 'string' || name === 'format' || name === 'embed' || name === 'rich-text') doc.getText('k').insert(1, 'XY')
    else doc.getArray('k').insert(1, ['X', 'Y'])
    const at = r => [...beside].map(u => apply(r, u))
    scenario('kinds', `${name}-gc-${gc ? 'on' : 'off'}`, `${name} is carried, worked beside, and deleted; in four orders`, {
      replicas: [{ client: 1, gc }, { client: 2, gc }, { client: 3, gc }, { client: 4, gc }], roots: {},
      steps: [
        apply(0, made), ...at(0), apply(0, cleared),
        apply(1, cleared), apply(1, made), ...at(1),
        ...at(2), apply(2, cleared), apply(2, made),
        apply(3, Y.mergeUpdates([cleared, ...beside, made])), apply(3, made)
      ]
    })
  }
}
for (const gc of [true, false]) {
  scenario('kinds', `json-gc-${gc ? 'on' : 'off'}`, 'legacy JSON content: read, split by an insertion, partly deleted', {
    replicas: [{ client: 1, gc }, { client: 2, gc }], roots: { a: 'array' },
    steps: [
      apply(0, legacyJson), tx(0, insV('a', 2, [str('X')])), tx(0, del('a', 1, 1)), tx(0, push('a', [num(7)])), { op: 'sync', r: 1, from: 0, via: 'doc' },
      tx(1, del('a', 0, 4))
    ]
  })
}

// ---------------------------------------------------------------- format V2

const applyV2 = (r, update) => ({ op: 'apply-v2', r, hex: typeof update === 'string' ? update.replaceAll(' ', '') : hex(update) })
for (const [name, make] of Object.entries(kinds)) {
  const doc = new Y.Doc()
  doc.clientID = 5
  const updates = []
  doc.on('updateV2', u => updates.push(u))
  doc.transact(() => make(doc))
  doc.transact(() => clear(doc))
  const whole = Y.mergeUpdatesV2(updates)
  scenario('v2', name, `${name} comes in format V2: in two pieces, in one, and the wrong way round`, {
    replicas: [{ client: 1 }, { client: 2, gc: false }, { client: 3 }], roots: {},
    steps: [applyV2(0, updates[0]), applyV2(0, updates[1]), applyV2(1, whole), applyV2(2, updates[1]), applyV2(2, updates[0])]
  })
}
scenario('v2', 'json', 'legacy JSON content in format V2', { replicas: one(), roots: { a: 'array' }, steps: [applyV2(0, toV2(unhex(legacyJson.replaceAll(' ', '')))), tx(0, insV('a', 2, [str('X')])), tx(0, del('a', 0, 2))] })
scenario('v2', 'only-any-can-say', 'embeds and marks with values that JSON does not have keep them in format V2', {
  replicas: [{ client: 1 }, { client: 2 }], roots: {},
  steps: (() => {
    const doc = new Y.Doc()
    doc.clientID = 5
    const text = doc.getText('k')
    text.insert(0, 'ab')
    text.insertEmbed(1, { p: undefined, q: -0, r: NaN, s: [undefined, Infinity], u: new Uint8Array([1, 255]), e: '\ud83d' })
    text.format(0, 1, { size: -0, big: 1e21, wide: 2 ** 31, list: [0.1, { x: undefined }] })
    const state = Y.encodeStateAsUpdateV2(doc)
    return [applyV2(0, state), applyV2(1, Y.diffUpdateV2(state, unhex('010501'))), applyV2(1, state)]
  })()
})
scenario('v2', 'numbered-keys', 'a number stands for the key that was first written with it', {
  replicas: one(), roots: {},
  steps: [applyV2(0, '00 03 00 02 42 02 41 01 02 00 02 00 03 06 00 86 0b 07 74626f6c64656d 01 04 02 01 01 00 00 01 03 00 78 78 7e 00')]
})

// ---------------------------------------------------------------- whole documents of several clients

// Numbers that look random and are always the same.
const numbers = seed => () => (seed = Math.imul(seed, 1103515245) + 12345 & 0x7fffffff) >> 8
const wholes = {
  array: (d, n) => {
    const a = d.getArray('a')
    if (n() % 3 && a.length > 0) a.delete(n() % a.length, 1)
    else a.insert(n() % (a.length + 1), [n() % 100, `v${n() % 10}`, n() % 2 ? [true, null] : new Y.Array()].slice(0, 1 + n() % 3))
  },
  map: (d, n) => {
    const m = d.getMap('m')
    if (n() % 4 === 0) m.delete(`k${n() % 5}`)
    else m.set(`k${n() % 5}`, [n(), 'text', new Y.Map([['q', n() % 9]]), { o: [n() % 9] }][n() % 4])
  },
  text: (d, n) => {
    const t = d.getText('t')
    if (n() % 3 === 0 && t.length > 0) t.delete(n() % t.length, 1)
    else t.insert(n() % (t.length + 1), ['word ', 'é', 'x', '\n'][n() % 4])
  },
  rich: (d, n) => {
    const t = d.getText('t')
    const at = n() % (t.length + 1)
    const format = [{ bold: true }, { italic: true, color: '#888' }, { bold: null }][n() % 3]
    switch (n() % 6) {
      case 0: t.insertEmbed(at, n() % 2 ? { image: 'a picture' } : new Y.Map([['k', 'v']])); break
      case 1: t.format(at, Math.min(n() % 5, t.length - at), format); break
      case 2: t.delete(at, Math.min(n() % 4, t.length - at)); break
      case 3: t.applyDelta([{ retain: at || 1 }, { insert: '\n', attributes: { header: 1 } }]); break
      default: t.insert(at, ['word ', 'é', 'x', 'long words '][n() % 4], n() % 2 ? format : undefined)
    }
  }
}
for (const [name, step] of Object.entries(wholes)) {
  const n = numbers(name.length)
  const docs = [3, 1, 4, 2].map(id => Object.assign(new Y.Doc(), { clientID: id }))
  for (let i = 0; i < 120; i++) {
    const doc = docs[n() % 4]
    step(doc, n)
    if (n() % 5 === 0) Y.applyUpdate(docs[n() % 4], Y.encodeStateAsUpdate(doc))
  }
  docs.forEach(doc => docs.forEach(other => Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))))
  scenario('compatibility', name, `a document of four clients who wrote into a ${name === 'rich' ? 'formatted text' : name} together`, {
    replicas: [{ client: 9 }, { client: 8, gc: false }],
    steps: [apply(0, Y.encodeStateAsUpdate(docs[0])), applyV2(1, Y.encodeStateAsUpdateV2(docs[1]))]
  })
}

// ---------------------------------------------------------------- surrogate pairs

const emoji = updatesOf(5, true, d => d.getText('t').insert(0, 'a😀b')).events[0]
const halves = (at, s) => {
  const { doc } = updatesOf(9, true)
  Y.applyUpdate(doc, emoji)
  const out = []
  doc.on('update', u => out.push(u))
  if (s === null) doc.getText('t').delete(at, 1)
  else doc.getText('t').insert(at, s)
  return out[0]
}
scenario('surrogates', 'split-by-insert', 'a client that inserts into a pair breaks it everywhere, for good', {
  replicas: [{ client: 1 }, { client: 2 }],
  steps: [apply(0, emoji), apply(0, halves(2, 'X')), tx(0, del('t', 2, 1)), { op: 'sync', r: 1, from: 0, via: 'doc' }, apply(1, halves(1, 'Y'))]
})
scenario('surrogates', 'split-by-delete', 'a client that deletes half a pair breaks the other half', {
  replicas: [{ client: 1 }, { client: 2, gc: false }], steps: [0, 1].flatMap(r => [apply(r, emoji), apply(r, halves(2, null)), apply(r, halves(1, null))])
})
scenario('surrogates', 'offset-in-pair', 'a diff that starts inside a pair starts with a replacement character', {
  replicas: one(),
  steps: [
    apply(0, emoji), { op: 'encode', r: 0, sv: '010502' }, { op: 'encode', r: 0, sv: '010501' }, { op: 'encode', r: 0, sv: '010503' },
    { op: 'diff', hex: hex(emoji), sv: '010502', r: 0 }, { op: 'diff', hex: hex(emoji), sv: '010503', r: 0 },
    apply(0, '01 01 05 02 84 05 01 06 efbfbd 62 63 64 00')
  ]
})
scenario('surrogates', 'typing', 'pairs typed, moved around and deleted whole', {
  replicas: [{ client: 1 }, { client: 2 }],
  steps: [
    tx(0, ins('t', 0, '😀👩‍👩‍👧é')), tx(0, ins('t', 2, '𝒳')), tx(0, ins('t', 3, 'in')), { op: 'sync', r: 1, from: 0, via: 'doc' },
    tx(1, del('t', 1, 1)), tx(1, set('m', '😀', str('👍🏽'))), { op: 'sync', r: 0, from: 1, via: 'doc' }
  ]
})

// ---------------------------------------------------------------- roots that get their type late

const late = updatesOf(5, true, d => d.getText('t').insert(0, 'abc'), d => d.getArray('a').push([1, new Y.Map([['k', 'v']])]), d => d.getMap('m').set('k', new Y.Text('x')), d => d.getText('t').delete(1, 1))
scenario('roots', 'typed-late', 'updates come first, the types are asked for afterwards', {
  replicas: [{ client: 1 }], lazy: true,
  steps: [...late.events.map(u => apply(0, u)), { op: 'type', r: 0, root: 't' }, { op: 'type', r: 0, root: 'a' }, tx(0, ins('t', 1, 'X')), { op: 'type', r: 0, root: 'm' }, tx(0, ins('m', 0, 'y', [1])), tx(0, unset('m', 'k'))]
})
scenario('roots', 'never-typed', 'a relay does not type what it carries', {
  replicas: [{ client: 1 }, { client: 2, gc: false }], roots: {}, steps: [0, 1].flatMap(r => late.events.map(u => apply(r, u)))
})
scenario('roots', 'typed-between', 'a root typed half way', {
  replicas: [{ client: 1 }], lazy: true,
  steps: late.events.flatMap((u, i) => [apply(0, u), { op: 'type', r: 0, root: 'tam'[i % 3] }])
})
const odd = updatesOf(5, true, d => d.getText('').insert(0, 'empty name'), d => d.getText('ünï 😀').insert(0, 'x'))
scenario('roots', 'odd-names', 'the empty name is a name', { replicas: one(), lazy: true, roots: { '': 'text', 'ünï 😀': 'text' }, steps: [...odd.events.map(u => apply(0, u)), { op: 'type', r: 0, root: '' }, tx(0, ins('', 0, 'the '))] })

// ---------------------------------------------------------------- what has to wait

const letters = updatesOf(1, true, ...[0, 1, 2, 3, 4].map(i => d => d.getText('t').insert(i, String(i)))).events
scenario('pending', 'out-of-order', 'five letters come as 4, 2, 1, 0, 3', { replicas: one(9), steps: [4, 2, 1, 0, 3].map(i => apply(0, letters[i])) })
scenario('pending', 'reversed', 'five letters come backwards, each twice', { replicas: one(9), steps: [4, 4, 3, 3, 2, 2, 1, 1, 0, 0].map(i => apply(0, letters[i])) })
scenario('pending', 'all-orders', 'four letters in all orders', {
  replicas: permutations([0, 1, 2, 3]).map(() => ({ client: 9 })),
  steps: permutations([0, 1, 2, 3]).flatMap((order, r) => order.map(i => apply(r, letters[i])))
}, { digests: true })
scenario('pending', 'state-with-skip', 'the state of a document holds what waits, behind a Skip', {
  replicas: [{ client: 9 }, { client: 8 }],
  steps: [
    apply(0, letters[0]), apply(0, letters[2]), { op: 'encode', r: 0, sv: '00' }, { op: 'encode', r: 0, sv: '010101' }, { op: 'encode', r: 0, sv: '010102' }, { op: 'encode', r: 0, sv: '010103' },
    apply(0, letters[4]), { op: 'sync', r: 1, from: 0, via: 'full' }, apply(1, letters[1]), apply(1, letters[3]), apply(0, letters[3]), apply(0, letters[1])
  ]
})
{
  const { doc, events: [a] } = updatesOf(5, true, d => d.getText('t').insert(0, 'abc'))
  const second = new Y.Doc()
  second.clientID = 7
  Y.applyUpdate(second, a)
  const b = []
  second.on('update', u => b.push(u))
  second.getText('t').insert(2, 'X')
  second.getText('t').delete(0, 2)
  second.getText('t').insert(1, 'Y')
  Y.applyUpdate(doc, Y.mergeUpdates(b))
  const c = []
  doc.on('update', u => c.push(u))
  doc.getText('t').insert(0, 'Q')
  doc.getText('t').delete(1, 1)
  const all = [a, ...b, ...c]
  scenario('pending', 'two-clients', 'structs and deletions that wait for another client, in all orders of six', {
    replicas: permutations([...all.keys()]).filter((_, i) => i % 7 === 0).map(() => ({ client: 9 })),
    steps: permutations([...all.keys()]).filter((_, i) => i % 7 === 0).flatMap((order, r) => order.map(i => apply(r, all[i])))
  }, { digests: true })
  scenario('pending', 'deletions-first', 'a deletion waits for what it deletes, whole and in part', {
    replicas: [{ client: 9 }, { client: 8 }],
    steps: [apply(0, b[1]), apply(0, c[1]), apply(0, Y.diffUpdate(a, unhex('00'))), ...[b[0], b[2], c[0]].map(u => apply(0, u)), apply(1, '00 01 05 02 00 01 02 05'), apply(1, a)]
  })
  scenario('pending', 'missing-parent', 'a child waits for the type it lives in', {
    replicas: [{ client: 9 }],
    steps: (() => {
      const first = updatesOf(3, true, d => d.getMap('m').set('n', new Y.Array()))
      const child = new Y.Doc()
      child.clientID = 4
      Y.applyUpdate(child, first.events[0])
      const out = []
      child.on('update', u => out.push(u))
      child.getMap('m').get('n').push([1, 2])
      child.getMap('m').get('n').insert(1, [new Y.Text('x')])
      return [apply(0, out[1]), apply(0, out[0]), apply(0, first.events[0])]
    })()
  })
}
{
  const { events } = updatesOf(2, true, d => d.getArray('a').push([1]), d => d.getArray('a').push([2]), d => d.getArray('a').push([3]), d => d.getArray('a').delete(0, 1))
  scenario('pending', 'update-with-skip', 'an update with a hole is applied up to the hole', {
    replicas: [{ client: 9 }],
    steps: [apply(0, Y.mergeUpdates([events[0], events[2], events[3]])), apply(0, Y.mergeUpdates([events[0], events[1]]))]
  })
}

// ---------------------------------------------------------------- concurrent writes to one key

for (const clients of [2, 3, 4, 5]) {
  const ids = [300, 7, 4294967295, 12, 2147483648].slice(0, clients)
  const blind = ids.map((id, i) => updatesOf(id, true, d => d.getMap('m').set('k', i)).events[0])
  const orders = permutations([...blind.keys()])
  scenario('winners', `blind-${clients}`, `${clients} clients set one key without seeing each other; all orders`, {
    replicas: orders.map(() => ({ client: 1 })), steps: orders.flatMap((order, r) => order.map(i => apply(r, blind[i])))
  }, { digests: clients > 3 })
  // Each client saw the one before it and overwrote it or deleted it.
  const chained = []
  const doc = new Y.Doc()
  ids.forEach((id, i) => {
    const out = []
    const copy = new Y.Doc()
    copy.clientID = id
    if (i % 2) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.on('update', u => out.push(u))
    copy.getMap('m').set('k', new Y.Text(`v${i}`))
    if (i === 2) copy.getMap('m').delete('k')
    out.forEach(u => Y.applyUpdate(doc, u))
    chained.push(Y.mergeUpdates(out))
  })
  scenario('winners', `chained-${clients}`, `${clients} clients, every other one saw what was there; all orders`, {
    replicas: orders.map(() => ({ client: 1 })), steps: orders.flatMap((order, r) => order.map(i => apply(r, chained[i])))
  }, { digests: clients > 3 })
}

// ---------------------------------------------------------------- a child under a type that somebody deletes

for (const gc of [true, false]) {
  for (const kind of ['array', 'map', 'text']) {
    const nested = { array: ['array', [num(1), num(2)]], map: ['map', [['k', num(1)]]], text: ['text', 'abc'] }[kind]
    const child = { array: insV('m', 1, [num(9), ['text', 'x']], [1]), map: set('m', 'k', ['map', [['q', num(1)]]], [1]), text: ins('m', 2, 'zz', [1]) }[kind]
    scenario('nested', `delete-${kind}-gc-${gc ? 'on' : 'off'}`, `one client deletes a nested ${kind}, another writes into it`, {
      replicas: [{ client: 1, gc }, { client: 2, gc }, { client: 3, gc }],
      steps: [
        tx(0, set('m', 'n', nested)), { op: 'sync', r: 1, from: 0, via: 'doc' },
        tx(0, unset('m', 'n')), tx(1, child), tx(1, child),
        { op: 'sync', r: 0, from: 1, via: 'doc' }, { op: 'sync', r: 2, from: 1, via: 'doc' }, { op: 'sync', r: 2, from: 0, via: 'doc' }, { op: 'sync', r: 1, from: 0, via: 'doc' },
        tx(1, set('m', 'n', num(1))), { op: 'sync', r: 0, from: 1, via: 'diff' }, { op: 'sync', r: 2, from: 1, via: 'full' }
      ]
    })
  }
}

// ---------------------------------------------------------------- without a document

const abc = letters.map(hex)
const merge = (...list) => ({ op: 'merge', r: 0, hex: list })
const svof = update => ({ op: 'svof', r: 0, hex: update })
const diff = (update, sv) => ({ op: 'diff', r: 0, hex: update, sv })
const split = updatesOf(4, true, d => d.getText('t').insert(0, 'hello'), d => d.getText('t').insert(2, 'X'), d => d.getText('t').delete(4, 1))
const splitState = hex(Y.encodeStateAsUpdate(split.doc))
const gone = updatesOf(6, true, d => d.getMap('m').set('x', Y.Array.from([1, 2, 3])), d => d.getMap('m').delete('x'), d => d.getMap('m').set('y', new Y.Map([['z', 1]])), d => d.getMap('m').delete('y'))
const goneState = hex(Y.encodeStateAsUpdate(gone.doc))
const merged = (...list) => hex(Y.mergeUpdates(list.map(unhex)))
const groupings = [
  [], [abc[0]], [abc[0], abc[2]], [abc[2], abc[0]], [abc[0], abc[1], abc[2]], [abc[2], abc[1], abc[0]], [abc[0], abc[0]], [abc[1]], [abc[4], abc[2], abc[0]],
  [merged(abc[0], abc[4]), merged(abc[1], abc[2])], [merged(abc[0], abc[4]), abc[3]], [merged(abc[0], abc[2]), merged(abc[1], abc[3])],
  [hex(split.events[0]), splitState], [splitState, hex(split.events[0])], split.events.map(hex), [hex(split.events[0]), hex(split.events[2])],
  gone.events.map(hex), [goneState, ...gone.events.map(hex)], [hex(gone.events[0]), goneState], [abc[0], splitState, goneState], [goneState, abc[3], splitState, abc[0]],
  ['0000', abc[0]], ['0000', '0000'], ['00 01 05 02 02 05 00 01'.replaceAll(' ', ''), '00 02 05 01 01 03 07 01 00 01'.replaceAll(' ', '')],
  [legacyJson.replaceAll(' ', ''), hex(emoji)]
]
scenario('docless', 'merge', 'merging in many groupings, with holes, overlaps and repetitions', { replicas: one(), steps: groupings.map(g => merge(...g)) })
const targets = ['00', '010101', '010102', '010103', '01040 3'.replaceAll(' ', ''), '020401060 2'.replaceAll(' ', ''), '010602', '010603', '0104ff01', '02040106 05'.replaceAll(' ', '')]
const sources = [abc[0], merged(...abc), merged(abc[0], abc[2], abc[4]), merged(abc[1], abc[3]), splitState, goneState, merged(splitState, goneState, abc[0], abc[2]), '0000']
scenario('docless', 'diff', 'diffs against many state vectors', { replicas: one(), steps: sources.flatMap(s => targets.map(t => diff(s, t))) })
scenario('docless', 'state-vector', 'state vectors of updates stop at the first hole', { replicas: one(), steps: [...sources, abc[1], hex(split.events[2])].map(svof) })

// ---------------------------------------------------------------- schedules that once found something

for (const file of readdirSync(join(here, 'schedules')).filter(f => f.endsWith('.json')).sort()) {
  const { about, ...schedule } = JSON.parse(readFileSync(join(here, 'schedules', file), 'utf8'))
  scenario('schedules', file.replace('.json', ''), about ?? '', schedule, { digests: schedule.steps.length > 40 })
}

// ---------------------------------------------------------------- what has to be refused

const nest = n => '01 01 05 00 08 01 01 61 01' + '75 01'.repeat(n) + '75 00 00'
const refused = {
  truncated: '01 01 01 00 04 01 01 74 03 61 62',
  'without-delete-set': '01 01 01 00 04 01 01 74 03 61 62 63',
  nothing: '',
  'trailing-byte': '01 01 01 00 04 01 01 74 03 61 62 63 00 00',
  'struct-count-without-structs': '01 c0 92 de 0f 05 00 00',
  'client-count-without-clients': 'ff ff ff ff 0f 00',
  'array-count-without-elements': '01 01 05 00 08 01 01 61 01 75 ff ff ff ff 07 00',
  'object-count-without-members': '01 01 05 00 08 01 01 61 01 76 ff ff ff ff 07 00',
  'any-count-without-values': '01 01 05 00 08 01 01 61 ff ff ff ff 07 00',
  'range-count-without-ranges': '00 01 05 ff ff ff ff 07',
  'array-nested-300-deep': nest(300),
  'array-nested-20000-deep': nest(20000),
  'gc-length-beyond-clock': '01 01 05 00 00 ff ff ff ff ff ff ff 0f 00',
  'deleted-length-zero': '01 01 05 00 01 01 01 74 00 00',
  'gc-length-zero': '01 01 05 00 00 00 00',
  'skip-length-zero': '01 01 05 00 0a 00 00',
  'string-length-zero': '01 01 05 00 04 01 01 74 00 00',
  'any-count-zero': '01 01 05 00 08 01 01 61 00 00',
  'json-count-zero': '01 01 05 00 02 01 01 61 00 00',
  'origin-is-itself': '01 01 05 00 84 05 00 01 61 00',
  'origin-in-own-future': '01 01 05 00 84 05 07 01 61 00',
  'right-origin-is-itself': '01 01 05 00 44 05 00 01 61 00',
  'parent-is-itself': '01 01 05 00 04 00 05 00 01 61 00',
  'parent-in-own-future': '01 01 05 00 04 00 05 03 01 61 00',
  'content-11': '01 01 05 00 0b 01 01 74 01 00',
  'content-31': '01 01 05 00 1f 01 01 74 01 00',
  'type-7': '01 01 05 00 07 01 01 74 07 00',
  'type-300': '01 01 05 00 07 01 01 74 ac 02 00',
  'any-tag-unknown': '01 01 05 00 08 01 01 61 01 70 00',
  'utf8-cut': '01 01 05 00 04 01 01 74 02 c3 28 00',
  'utf8-surrogate': '01 01 05 00 04 01 01 74 03 ed a0 bd 00',
  'utf8-overlong': '01 01 05 00 04 01 01 74 02 c0 80 00',
  'utf8-beyond-unicode': '01 01 05 00 04 01 01 74 04 f4 90 80 80 00',
  'utf8-in-root-name': '01 01 05 00 04 01 01 ff 01 61 00',
  'utf8-in-key': '01 01 05 00 28 01 01 6d 01 c3 01 7e 00',
  'json-in-embed': '01 01 05 00 05 01 01 74 03 7b 61 7d 00',
  'json-in-format': '01 01 05 00 06 01 01 74 01 62 02 74 72 00',
  'client-twice': '02 01 05 00 04 01 01 74 01 61 01 05 01 84 05 00 01 62 00',
  'skip-with-flags': '01 02 05 00 8a 01 84 05 00 01 61 00',
  'gc-with-flags': '01 01 05 00 80 01 00',
  'clock-overflow': '01 01 05 ff ff ff ff 07 00 05 00',
  'client-beyond-53-bits': '01 01 ff ff ff ff ff ff ff 1f 00 04 01 01 74 01 61 00',
  'number-of-twelve-bytes': '01 01 80 80 80 80 80 80 80 80 80 80 80 01 00 04 01 01 74 01 61 00'
}
const abcV2 = '00 00 01 01 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00'
const refusedV2 = {
  nothing: '',
  'trailing-byte': abcV2 + '00',
  truncated: abcV2.slice(0, -6),
  'no-clients': '00 00 00 00 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00',
  'client-too-many': '00 00 02 41 00 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00',
  'no-info': '00 00 01 01 00 00 00 01 00 00 00 00 01 05 00 00',
  'no-lengths': '00 00 01 01 00 00 01 00 01 00 00 00 00 01 01 00 00',
  'text-too-long': '00 00 01 01 00 00 01 04 08 05 7461626364 01 03 01 01 00 00 01 01 00 00',
  'text-too-short': '00 00 01 01 00 00 01 04 07 04 74616263 01 04 01 01 00 00 01 01 00 00',
  'utf8-cut': '00 00 01 01 00 00 01 04 07 04 7461c328 01 03 01 01 00 00 01 01 00 00',
  'string-length-zero': '00 00 01 01 00 00 01 04 04 01 74 01 00 01 01 00 00 01 01 00 00',
  'gc-length-zero': '00 00 01 01 00 00 01 00 01 00 00 00 01 00 01 01 00 00',
  'gc-length-beyond-clock': '00 00 01 01 00 00 01 00 01 00 00 00 08 bf ff ff ff ff ff ff 1f 01 01 00 00',
  'gc-with-flags': '00 00 01 01 00 00 01 80 01 00 00 00 01 01 01 01 00 00',
  'origin-is-itself': '00 00 02 41 00 01 00 00 01 84 03 01 61 01 00 00 00 01 01 00 00',
  'content-11': '00 00 01 01 00 00 01 0b 03 01 74 01 01 01 00 00 01 01 00 00',
  'type-7': '00 00 01 01 00 00 01 07 03 01 74 01 01 01 01 07 00 01 01 00 00',
  'any-tag-unknown': '00 00 01 01 00 00 01 08 03 01 61 01 01 01 00 01 01 01 01 00 70 00',
  'any-count-without-values': '00 00 01 01 00 00 01 08 03 01 61 01 01 01 00 02 bf 7f 01 01 00 7e 00',
  'client-twice': '00 00 02 41 00 00 00 01 00 01 00 00 00 02 41 00 02 01 00 01 01 00',
  'client-count-without-clients': '00 00 00 00 00 00 01 00 00 00 00 ff ff ff ff 0f 00',
  'range-count-without-ranges': '00 00 00 00 00 00 01 00 00 00 00 00 01 05 ff ff ff ff 07',
  'range-beyond-clock': '00 00 00 00 00 00 01 00 00 00 00 00 01 05 01 ff ff ff ff 07 01'
}
// Ten million structs in a few bytes: yjs takes them all, and a quarter of a minute.
const bombV2 = '00 00 01 01 00 00 01 00 01 00 00 00 05 41 fe ac e2 04 01 80 ad e2 04 00 00'
{
  const quiet = console.warn
  console.warn = () => {}
  put('malformed', 'updates-v2', [{ name: 'ten-million-structs', yjs: 'not tried', hex: bombV2.replaceAll(' ', '') }].concat(Object.entries(refusedV2).map(([name, text]) => {
    const bytes = text.replaceAll(' ', '')
    let yjs = 'accepts'
    try {
      Y.applyUpdateV2(new Y.Doc(), unhex(bytes))
    } catch (error) {
      yjs = `throws ${error.constructor.name}`
    }
    return { name, yjs, hex: bytes }
  })))
  put('malformed', 'updates', Object.entries(refused).map(([name, text]) => {
    const bytes = text.replaceAll(' ', '')
    let yjs = 'accepts'
    try {
      Y.applyUpdate(new Y.Doc(), unhex(bytes))
    } catch (error) {
      yjs = `throws ${error.constructor.name}`
    }
    return { name, yjs, hex: bytes }
  }))
  console.warn = quiet
}

// ---------------------------------------------------------------- write or compare

const listed = dir => existsSync(dir)
  ? readdirSync(dir, { withFileTypes: true }).flatMap(e => e.isDirectory() ? listed(join(dir, e.name)) : [relative(target, join(dir, e.name))])
  : []
const present = listed(target)
if (process.argv.includes('--check')) {
  const wrong = [...files].filter(([path, text]) => !existsSync(join(target, path)) || readFileSync(join(target, path), 'utf8') !== text).map(([path]) => path)
  const stray = present.filter(path => !files.has(path))
  for (const path of wrong) console.error('differs: ' + path)
  for (const path of stray) console.error('not made by this script: ' + path)
  if (wrong.length + stray.length > 0) process.exit(1)
} else {
  for (const path of present) if (!files.has(path)) rmSync(join(target, path))
  for (const [path, text] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), text)
  }
}
const size = [...files.values()].reduce((sum, text) => sum + text.length, 0)
console.log(`${files.size} fixtures, ${Math.round(size / 1024)} KiB`)
