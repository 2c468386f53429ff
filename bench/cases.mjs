// The benchmark cases for an engine in JavaScript; what they are is told in README.md. `engine` hides which one it is.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const now = () => Number(process.hrtime.bigint()) / 1e6

/** @template T @param {() => T} work @returns {[number, T]} milliseconds and the result */
const timed = work => {
  const start = now()
  const result = work()
  return [now() - start, result]
}

/** mulberry32 */
class Dice {
  state = 42

  u32 () {
    this.state = (this.state + 0x6D2B79F5) | 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  int (a, b) { return a + this.u32() % (b - a + 1) }

  word (a, b) {
    let text = ''
    for (let left = this.int(a, b); left > 0; left--) text += String.fromCharCode(97 + this.u32() % 26)
    return text
  }
}

const fnv = bytes => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const sorted = value => Array.isArray(value)
  ? value.map(sorted)
  : value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])]))
    : value

const checks = {
  text: (engine, doc) => fnv(Buffer.from(engine.text(doc))),
  array: (engine, doc) => fnv(Buffer.from(JSON.stringify(sorted(engine.array(doc))))),
  map: (engine, doc) => fnv(Buffer.from(JSON.stringify(sorted(engine.map(doc)))))
}

const sum = list => list.reduce((total, update) => total + update.length, 0)

/** Encodes a document and loads the result into another one. */
const encodeAndLoad = (engine, doc, id, root) => {
  const [encodeMs, state] = timed(() => engine.encode(doc))
  const [loadMs, loaded] = timed(() => {
    const fresh = engine.doc(id)
    engine.apply(fresh, state)
    return fresh
  })
  const check = checks[root](engine, loaded)
  if (check !== checks[root](engine, doc)) throw new Error('the loaded document has another content')
  engine.free(loaded)
  return { encodeMs, loadMs, docBytes: state.length, check }
}

/** B1: `ops` are drawn beforehand, each is a transaction. */
const oneWriter = (root, draw) => (engine, { n }) => {
  const ops = draw(new Dice(), n)
  const updates = []
  const writer = engine.doc(1, update => updates.push(update))
  const [opsMs] = timed(() => { for (const op of ops) op(engine, writer) })
  const reader = engine.doc(2)
  const [applyMs] = timed(() => { for (const update of updates) engine.apply(reader, update) })
  if (checks[root](engine, writer) !== checks[root](engine, reader)) throw new Error('the reader has another content')
  const rest = encodeAndLoad(engine, writer, 3, root)
  engine.free(writer)
  engine.free(reader)
  return { opsMs, applyMs, ...rest, updateBytes: sum(updates) }
}

const insert = (i, text) => (engine, doc) => engine.insertText(doc, i, text)
const remove = (i, count) => (engine, doc) => engine.deleteText(doc, i, count)
const elements = (i, values) => (engine, doc) => engine.insertArray(doc, i, values)

const times = (n, each) => Array.from({ length: n }, (_, i) => each(i))

const randomInserts = (a, b) => (dice, n) => {
  let length = 0
  return times(n, () => {
    const i = dice.int(0, length)
    const word = dice.word(a, b)
    length += word.length
    return insert(i, word)
  })
}

const insertsAndDeletes = (dice, n) => {
  let length = 0
  return times(n, () => {
    const i = dice.int(0, length)
    if (i === length || dice.u32() % 2 === 0) {
      const word = dice.word(2, 10)
      length += word.length
      return insert(i, word)
    }
    const count = dice.int(1, Math.min(9, length - i))
    length -= count
    return remove(i, count)
  })
}

const number = dice => dice.u32() >>> 1

/** B2: two draw their operations one after the other, each does its own at once, then they tell each other. */
const twoWriters = draw => (engine, { n }) => {
  const dice = new Dice()
  const init = dice.word(100, 100)
  let heard = []
  const docs = [1, 2].map(id => engine.doc(id, update => heard.push(update)))
  engine.insertText(docs[0], 0, init)
  engine.apply(docs[1], heard[0])
  const ops = docs.map(() => draw(dice, n, init.length))
  const updates = []
  const [opsMs] = timed(() => docs.forEach((doc, k) => {
    heard = []
    engine.transact(doc, at => { for (const op of ops[k]) op(engine, doc, at) })
    updates.push(heard[0])
  }))
  const [applyMs] = timed(() => docs.forEach((doc, k) => engine.apply(doc, updates[1 - k])))
  if (checks.text(engine, docs[0]) !== checks.text(engine, docs[1])) throw new Error('the writers differ')
  const rest = encodeAndLoad(engine, docs[0], 3, 'text')
  docs.forEach(doc => engine.free(doc))
  return { opsMs, applyMs, ...rest, updateBytes: sum(updates) }
}

const insertAt = (i, text) => (engine, doc, at) => engine.insertText(doc, i, text, at)
const removeAt = (i, count) => (engine, doc, at) => engine.deleteText(doc, i, count, at)

const wordsAt = (a, b) => (dice, n, start) => {
  let length = start
  return times(n, () => {
    const i = dice.int(0, length)
    const word = dice.word(a, b)
    length += word.length
    return insertAt(i, word)
  })
}

const wordsAndDeletesAt = (dice, n, start) => {
  let length = start
  return times(n, () => {
    const i = dice.int(0, length)
    const word = dice.word(3, 9)
    length += word.length
    const first = insertAt(i, word)
    let second
    if (i === length || dice.u32() % 2 === 0) {
      const more = dice.word(2, 10)
      length += more.length
      second = insertAt(i, more)
    } else {
      const count = dice.int(1, Math.min(9, length - i))
      length -= count
      second = removeAt(i, count)
    }
    return (engine, doc, at) => { first(engine, doc, at); second(engine, doc, at) }
  })
}

/** B3: as many documents as writers, each with one change; one reader hears of all of them. */
const manyWriters = (root, change, crowd = n => 20 * Math.floor(Math.sqrt(n))) => (engine, { n }) => {
  const count = crowd(n)
  const updates = []
  for (let i = 0; i < count; i++) {
    const doc = engine.doc(i + 1, update => updates.push(update))
    change(engine, doc, i, count)
    engine.free(doc)
  }
  const reader = engine.doc(count + 1)
  const [applyMs] = timed(() => { for (const update of updates) engine.apply(reader, update) })
  const rest = encodeAndLoad(engine, reader, count + 2, root)
  engine.free(reader)
  return { applyMs, ...rest, updateBytes: sum(updates) }
}

let patches
const trace = file => {
  if (patches === undefined) {
    const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))
    patches = txns.flatMap(txn => txn.patches)
  }
  return patches
}

const replay = (engine, doc, edits) => {
  for (const [at, count, text] of edits) {
    engine.transact(doc, transaction => {
      if (count > 0) engine.deleteText(doc, at, count, transaction)
      if (text.length > 0) engine.insertText(doc, at, text, transaction)
    })
  }
}

let traceUpdates
/** What document 1 tells while it replays the trace; made once, because making it is another row. */
const updatesOfTrace = (engine, input) => {
  if (traceUpdates === undefined) {
    traceUpdates = []
    const typist = engine.typist ?? engine
    replay(typist, typist.doc(1, update => traceUpdates.push(update)), trace(input.trace))
  }
  return traceUpdates
}

let traceState
const stateOfTrace = (engine, input) => {
  if (traceState === undefined) {
    const typist = engine.typist ?? engine
    const writer = typist.doc(1)
    typist.transact(writer, at => {
      for (const [index, count, text] of trace(input.trace)) {
        if (count > 0) typist.deleteText(writer, index, count, at)
        if (text.length > 0) typist.insertText(writer, index, text, at)
      }
    })
    traceState = typist.encode(writer)
  }
  return traceState
}

const traceLocal = (engine, input) => {
  const edits = trace(input.trace)
  let updateBytes = 0
  const writer = engine.doc(1, update => { updateBytes += update.length })
  const [opsMs] = timed(() => replay(engine, writer, edits))
  const rest = encodeAndLoad(engine, writer, 3, 'text')
  engine.free(writer)
  return { opsMs, ...rest, updateBytes }
}

const traceRemote = (engine, input) => {
  const updates = updatesOfTrace(engine, input)
  let updateBytes = 0
  const reader = engine.doc(9, update => { updateBytes += update.length })
  const [applyMs] = timed(() => { for (const update of updates) engine.apply(reader, update) })
  const rest = encodeAndLoad(engine, reader, 3, 'text')
  engine.free(reader)
  return { applyMs, ...rest, updateBytes }
}

/** Loading and encoding alone, so that both are warm after some repetitions. */
const traceLoad = (engine, input) => {
  const state = stateOfTrace(engine, input)
  const [loadMs, doc] = timed(() => {
    const fresh = engine.doc(3)
    engine.apply(fresh, state)
    return fresh
  })
  const [encodeMs, again] = timed(() => engine.encode(doc))
  const check = checks.text(engine, doc)
  engine.free(doc)
  return { loadMs, encodeMs, docBytes: again.length, check }
}

const traceLoadV2 = (engine, input) => {
  const state = engine.toV2(stateOfTrace(engine, input))
  const [loadMs, doc] = timed(() => {
    const fresh = engine.doc(3)
    engine.applyV2(fresh, state)
    return fresh
  })
  const [encodeMs, again] = timed(() => engine.encodeV2(doc))
  const check = checks.text(engine, doc)
  engine.free(doc)
  return { loadMs, encodeMs, docBytes: again.length, check }
}

// --- memory ---

const HEAP_COPIES = 20

const retained = make => {
  globalThis.gc()
  globalThis.gc()
  const before = process.memoryUsage().heapUsed
  const kept = make()
  globalThis.gc()
  globalThis.gc()
  const after = process.memoryUsage().heapUsed
  return [after - before, kept]
}

const heapOf = (engine, copies, fill) => {
  if (globalThis.gc === undefined || engine.outsideHeap) return { na: true }
  const [bytes, docs] = retained(() => times(copies, i => {
    const doc = engine.doc(3 + i)
    fill(doc, i)
    return doc
  }))
  return { heapBytes: Math.round(bytes / docs.length), docs }
}

const heapOfTrace = (engine, input) => {
  const state = stateOfTrace(engine, input)
  const { docs, ...rest } = heapOf(engine, HEAP_COPIES, doc => engine.apply(doc, state))
  return rest.na ? rest : { ...rest, check: checks.text(engine, docs[0]) }
}

/** n single characters at random places: nearly as many items, no two of which can be one. */
const heapOfItems = (engine, { n }) => {
  const ops = randomInserts(1, 1)(new Dice(), n)
  const writer = engine.doc(1)
  for (const op of ops) op(engine, writer)
  const state = engine.encode(writer)
  const { docs, ...rest } = heapOf(engine, 4, doc => engine.apply(doc, state))
  if (rest.na) return rest
  return { ...rest, items: engine.structs(state), check: checks.text(engine, docs[0]) }
}

const heapOfNearlyEmpty = engine => {
  const writer = engine.doc(1)
  engine.insertText(writer, 0, 'x')
  const state = engine.encode(writer)
  const { docs, ...rest } = heapOf(engine, 1000, doc => engine.apply(doc, state))
  return rest.na ? rest : { ...rest, check: checks.text(engine, docs[0]) }
}

// --- without a document ---

const merge = (engine, { n }) => {
  if (engine.merge === undefined) return { na: true }
  const updates = []
  const writer = engine.doc(1, update => updates.push(update))
  for (const op of randomInserts(1, 1)(new Dice(), n)) op(engine, writer)
  engine.free(writer)
  const [opsMs, merged] = timed(() => engine.merge(updates))
  return { opsMs, docBytes: merged.length, check: fnv(merged) }
}

const stateVectorOfUpdate = (engine, input) => {
  if (engine.stateVectorOf === undefined) return { na: true }
  const state = stateOfTrace(engine, input)
  const [opsMs, vector] = timed(() => engine.stateVectorOf(state))
  return { opsMs, check: fnv(vector) }
}

/** What somebody lacks who has half of it. */
const diff = (engine, input) => {
  if (engine.diff === undefined) return { na: true }
  const state = stateOfTrace(engine, input)
  const half = [1, 1, 0x80, 0xf0, 0x04]
  const [opsMs, rest] = timed(() => engine.diff(state, new Uint8Array(half)))
  return { opsMs, docBytes: rest.length, check: fnv(rest) }
}

// --- adversarial ---

const reversed = (engine, { n }) => {
  const updates = []
  const writer = engine.doc(1, update => updates.push(update))
  const word = new Dice().word(n, n)
  for (let i = 0; i < n; i++) engine.insertText(writer, i, word[i])
  updates.reverse()
  const reader = engine.doc(2)
  const [applyMs] = timed(() => { for (const update of updates) engine.apply(reader, update) })
  const rest = encodeAndLoad(engine, reader, 3, 'text')
  engine.free(writer)
  engine.free(reader)
  return { applyMs, ...rest }
}

/** A text of 2n+1 characters of which every other one is deleted. */
const deletions = (engine, { n }) => {
  const updates = []
  const writer = engine.doc(1, update => updates.push(update))
  engine.insertText(writer, 0, new Dice().word(2 * n + 1, 2 * n + 1))
  // Crafted, because to delete them one by one takes yjs minutes.
  const out = new Bytes().uint(0).uint(1).uint(1).uint(n)
  for (let i = 0; i < n; i++) out.uint(2 * i + 1).uint(1)
  updates.push(out.done())
  const reader = engine.doc(2)
  const [applyMs] = timed(() => { for (const update of updates) engine.apply(reader, update) })
  const rest = encodeAndLoad(engine, reader, 3, 'text')
  engine.free(writer)
  engine.free(reader)
  return { applyMs, ...rest }
}

class Bytes {
  list = []

  uint (value) {
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.list.push(0x80 | (rest & 0x7f))
    this.list.push(rest)
    return this
  }

  name (text) {
    this.uint(text.length)
    this.list.push(...Buffer.from(text))
    return this
  }

  done () { return new Uint8Array(this.list) }
}

/** One client overwrites a key n times; another writes it n times and names no predecessor, as no client does. */
const overwrites = (engine, { n }) => {
  const wellBehaved = []
  const writer = engine.doc(2, update => wellBehaved.push(update))
  for (let i = 0; i < n; i++) engine.set(writer, 'k', i)
  const out = new Bytes().uint(1).uint(n).uint(1).uint(0)
  for (let i = 0; i < n; i++) out.uint(0x28).uint(1).name('map').name('k').uint(1).uint(125).uint(i % 64)
  const crafted = out.uint(0).done()
  const reader = engine.doc(3)
  const [applyMs] = timed(() => {
    for (const update of wellBehaved) engine.apply(reader, update)
    engine.apply(reader, crafted)
  })
  const rest = encodeAndLoad(engine, reader, 4, 'map')
  engine.free(writer)
  engine.free(reader)
  return { applyMs, ...rest }
}

const roots = (engine, { n }) => {
  const out = new Bytes().uint(1).uint(n + 1).uint(1).uint(0)
  for (let i = 0; i <= n; i++) out.uint(4).uint(1).name(i === n ? 'text' : `root ${i}`).name('x')
  const update = out.uint(0).done()
  const reader = engine.doc(2)
  const [applyMs] = timed(() => engine.apply(reader, update))
  const rest = encodeAndLoad(engine, reader, 3, 'text')
  engine.free(reader)
  return { applyMs, ...rest }
}

/** Single characters, every other one bold, and then n insertions at random places between them. */
const formats = (engine, { n }) => {
  if (!engine.formats) return { na: true }
  const dice = new Dice()
  const word = dice.word(n, n)
  const places = times(n, i => dice.int(0, n + i))
  const writer = engine.doc(1, () => {})
  const [opsMs] = timed(() => {
    engine.insertText(writer, 0, word)
    for (let i = 0; i < n; i += 2) engine.format(writer, i, 1, { bold: true })
    for (const place of places) engine.insertText(writer, place, 'x')
  })
  const rest = encodeAndLoad(engine, writer, 2, 'text')
  engine.free(writer)
  return { opsMs, ...rest }
}

const cases = {
  'B1.1': oneWriter('text', (dice, n) => [...dice.word(n, n)].map((c, i) => insert(i, c))),
  'B1.2': oneWriter('text', (dice, n) => [insert(0, dice.word(n, n))]),
  'B1.3': oneWriter('text', (dice, n) => [...dice.word(n, n)].reverse().map(c => insert(0, c))),
  'B1.4': oneWriter('text', randomInserts(1, 1)),
  'B1.5': oneWriter('text', randomInserts(2, 10)),
  'B1.6': oneWriter('text', (dice, n) => [insert(0, dice.word(n, n)), remove(0, n)]),
  'B1.7': oneWriter('text', insertsAndDeletes),
  'B1.8': oneWriter('array', (dice, n) => times(n, i => elements(i, [number(dice)]))),
  'B1.9': oneWriter('array', (dice, n) => [elements(0, times(n, () => number(dice)))]),
  'B1.10': oneWriter('array', (dice, n) => times(n, () => number(dice)).reverse().map(value => elements(0, [value]))),
  'B1.11': oneWriter('array', (dice, n) => times(n, length => {
    const i = dice.int(0, length)
    return elements(i, [number(dice)])
  })),
  'B2.1': twoWriters((dice, n) => [insertAt(0, dice.word(n, n))]),
  'B2.2': twoWriters(wordsAt(1, 1)),
  'B2.3': twoWriters(wordsAt(3, 9)),
  'B2.4': twoWriters(wordsAndDeletesAt),
  'B3.1': manyWriters('map', (engine, doc, i) => engine.set(doc, 'v', i)),
  'B3.2': manyWriters('map', (engine, doc, i) => engine.set(doc, 'v', { name: `${i}`, address: 'here' })),
  'B3.3': manyWriters('map', (engine, doc, i, count) => engine.set(doc, 'v', `${i}`.repeat(count))),
  'B3.4': manyWriters('array', (engine, doc, i) => engine.insertArray(doc, 0, [`${i}`])),
  'B3.5': manyWriters('text', (engine, doc, i) => engine.insertText(doc, 0, `${i}`)),
  B4: traceLocal,
  'B4.apply': traceRemote,
  'B4.load': traceLoad,
  'B4.V2': traceLoadV2,
  'heap.B4': heapOfTrace,
  'heap.items': heapOfItems,
  'heap.empty': heapOfNearlyEmpty,
  merge,
  stateVector: stateVectorOfUpdate,
  diff,
  reversed,
  crowd: manyWriters('text', (engine, doc) => engine.insertText(doc, 0, 'i'), n => n),
  deletions,
  overwrites,
  roots,
  formats
}

/** Runs what the command line names and prints a line per case and repetition. */
export const run = (engine, options) => {
  const value = (name, otherwise) => {
    const at = options.indexOf(`--${name}`)
    return at < 0 ? otherwise : options[at + 1]
  }
  const input = { n: Number(value('n', '6000')), trace: value('trace', undefined) }
  for (const id of value('cases', '').split(',')) {
    for (let rep = 0; rep < Number(value('reps', '3')); rep++) {
      const work = cases[id]
      const result = work === undefined ? { na: true } : work(engine, input)
      console.log(JSON.stringify({ case: id, ...(result.na ? {} : { rep }), ...result }))
      if (result.na) break
    }
  }
}
