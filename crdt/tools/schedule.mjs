// Runs one schedule on npm yjs and reports a line per step. The Java side runs the same schedule on the engine
// and builds the same lines; where two lines differ, the engine is wrong (or this file is).
//
// A schedule names positions by arbitrary numbers that are reduced to what the document holds at that moment
// ("index a modulo length"). So a schedule stays valid when steps are taken out of it, which is what a minimiser
// needs, and neither side has to tell the other what its documents look like.

import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { doclessV2, sorted, toV2 } from './formats.mjs'
import { Subdocs, subdoc } from './subdocs.mjs'
import { canonicalEvents } from './events.mjs'
import { history } from './history.mjs'
import { Watch } from './watch.mjs'
import { editXml, editXmlText, look, node, xmlKinds } from './xml.mjs'
import { canonicalEvent, canonicalText, editText, preparedText } from './rich.mjs'

/** @param {Uint8Array} b */
export const hex = b => Buffer.from(b.buffer, b.byteOffset, b.byteLength).toString('hex')
/** @param {string} h */
export const unhex = h => new Uint8Array(Buffer.from(h, 'hex'))

const kinds = { text: Y.Text, array: Y.Array, map: Y.Map, ...xmlKinds }

const isHigh = c => c >= 0xd800 && c <= 0xdbff
const isLow = c => c >= 0xdc00 && c <= 0xdfff

/** Moves an index out of the middle of a surrogate pair, because a client never puts its cursor there. */
export const snap = (s, i) => (i > 0 && i < s.length && isHigh(s.charCodeAt(i - 1)) && isLow(s.charCodeAt(i)) ? i - 1 : i)

const quote = s => {
  if (/^[ !#-[\]-~]*$/.test(s)) return `"${s}"`
  let out = '"'
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    out += c < 0x20 || c > 0x7e || c === 0x22 || c === 0x5c ? '\\u' + c.toString(16).padStart(4, '0') : s[i]
  }
  return out + '"'
}

const bits = new DataView(new ArrayBuffer(8))

/** One text per value, the same on both sides: maps sorted, numbers exact, no difference hidden by JSON. */
export const canonical = v => {
  if (v === undefined) return 'undefined'
  if (v === null) return 'null'
  switch (typeof v) {
    case 'boolean': return String(v)
    case 'bigint': return `${v}n`
    case 'string': return quote(v)
    case 'number': {
      if (Object.is(v, -0)) return '-0'
      if (Number.isSafeInteger(v)) return String(v)
      if (Number.isNaN(v)) return 'NaN'
      bits.setFloat64(0, v)
      return '#' + bits.getBigUint64(0).toString(16).padStart(16, '0')
    }
  }
  if (v instanceof Uint8Array) return `h'${hex(v)}'`
  if (v instanceof Y.Doc) return `doc(${quote(v.guid)})`
  if (v instanceof Y.Text && v.constructor === Y.Text) return canonicalText(v, quote, canonical)
  if (v instanceof Y.AbstractType) return canonical(v.toJSON())
  if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`
  return `{${Object.keys(v).sort().map(k => quote(k) + ':' + canonical(v[k])).join(',')}}`
}

/** @param {any[]} spec tag and payload, see crdt/tools/README.md */
const value = (spec, deep) => {
  const [tag, x] = spec
  switch (tag) {
    case 'undef': return undefined
    case 'null': return null
    case 'bool': return x
    case 'num': return Number(x)
    case 'big': return BigInt(x)
    case 'str': return x
    case 'bin': return unhex(x)
    case 'arr': return x.map(e => value(e, deep))
    case 'obj': return Object.fromEntries(x.map(([k, e]) => [k, value(e, deep)]))
    case 'text': return deep ? null : new Y.Text(x)
    case 'rtext': return deep ? null : preparedText(x, value)
    case 'array': return deep ? null : Y.Array.from(x.map(e => value(e, false)))
    case 'map': return deep ? null : new Y.Map(x.map(([k, e]) => [k, value(e, false)]))
    case 'xmlel': case 'xmltext': case 'xmlfrag': case 'hook': return deep ? null : node(spec, value)
    case 'subdoc': return subdoc(x, value)
    case 'sub': return new Y.Doc({ guid: x })
    default: throw new Error('unknown value ' + tag)
  }
}

/** As text, for the printed reproduction. */
const source = (spec, deep) => {
  const [tag, x] = spec
  switch (tag) {
    case 'undef': return 'undefined'
    case 'null': return 'null'
    case 'bool': return String(x)
    case 'num': return x
    case 'big': return `${x}n`
    case 'str': return JSON.stringify(x)
    case 'bin': return `unhex('${x}')`
    case 'arr': return `[${x.map(e => source(e, deep)).join(', ')}]`
    case 'obj': return `{${x.map(([k, e]) => JSON.stringify(k) + ': ' + source(e, deep)).join(', ')}}`
    case 'text': return deep ? 'null' : `new Y.Text(${JSON.stringify(x)})`
    case 'rtext': return deep ? 'null' : `preparedText(${JSON.stringify(x)})`
    case 'array': return deep ? 'null' : `Y.Array.from([${x.map(e => source(e, false)).join(', ')}])`
    case 'map': return deep ? 'null' : `new Y.Map([${x.map(([k, e]) => `[${JSON.stringify(k)}, ${source(e, false)}]`).join(', ')}])`
    case 'sub': return `new Y.Doc({guid: ${JSON.stringify(x)}})`
    default: return JSON.stringify(spec)
  }
}

const MAX_DEPTH = 3

class Replica {
  constructor (spec, roots, lazy) {
    this.foreign = spec.foreign === true
    const filter = spec.filter === true ? { gcFilter: item => (item.id.clock + item.length) % 3 !== 0 } : {}
    this.doc = new Y.Doc({ gc: spec.gc !== false, ...filter })
    this.doc.clientID = spec.client
    this.roots = roots
    this.kinds = kinds
    this.watch = null
    this.events = []
    this.inbox = []
    this.told = []
    this.watched = new Set()
    this.subdocs = new Subdocs(this.doc)
    this.told2 = []
    this.doc.on('updateV2', update => this.told2.push(digest(update)))
    this.doc.on('update', (update, _origin, _doc, transaction) => {
      this.events.push(update)
      this.told.push((transaction.local ? 'L' : 'R') + hex(update))
    })
    if (!lazy) for (const name of Object.keys(roots).sort()) this.type(name)
  }

  type (name) {
    const type = this.doc.get(name, kinds[this.roots[name]])
    // Texts of that name are watched: what their events say becomes part of the line.
    if (name.startsWith('watched') && !this.watched.has(name)) {
      this.watched.add(name)
      type.observe(event => this.told.push(canonicalEvent(event, canonical)))
    }
    // And roots of that name are observed with all that is in them.
    if (name.startsWith('deep') && !this.watched.has(name)) {
      this.watched.add(name)
      type.observeDeep(events => this.told.push(canonicalEvents(events, canonical)))
    }
    return type
  }

  /** The type that an edit means: from its root down, each selector choosing "stay" or one of the children. */
  resolve (edit) {
    let type = this.type(edit.root)
    let depth = 0
    for (const selector of edit.path ?? []) {
      let children = []
      if (type instanceof Y.Array) children = type.toArray()
      else if (type instanceof Y.XmlFragment) children = type.toArray()
      else if (type instanceof Y.Map) children = [...type.keys()].sort().map(k => type.get(k))
      else if (type instanceof Y.Text) children = type.toDelta().map(op => op.insert)
      children = children.filter(c => Object.values(kinds).some(kind => c?.constructor === kind))
      const choice = selector % (children.length + 1)
      if (choice === 0) break
      type = children[choice - 1]
      depth++
    }
    return { type, deep: depth >= MAX_DEPTH }
  }

  edit (edit, say) {
    const { type, deep } = this.resolve(edit)
    if (type instanceof Y.XmlText && (edit.rich === undefined || edit.w < 25)) editXmlText(type, edit, say)
    else if (type instanceof Y.XmlFragment) editXml(type, edit, deep, value, say)
    else if (type instanceof Y.Text && edit.rich) {
      editText(type, edit, deep, value, say)
    } else if (type instanceof Y.Text) {
      const s = type.toString()
      if (edit.w < 60 || s.length === 0) {
        const at = snap(s, edit.a % (s.length + 1))
        say(`insert(${at}, ${JSON.stringify(edit.s)})`)
        type.insert(at, edit.s)
      } else {
        const from = snap(s, edit.a % s.length)
        const to = snap(s, from + 1 + edit.b % (s.length - from))
        say(`delete(${from}, ${to - from})`)
        if (to > from) type.delete(from, to - from)
      }
    } else if (type instanceof Y.Array) {
      if (edit.w < 45) {
        const at = edit.a % (type.length + 1)
        say(`insert(${at}, [${edit.v.map(v => source(v, deep)).join(', ')}])`)
        type.insert(at, edit.v.map(v => value(v, deep)))
      } else if (edit.w < 65 || type.length === 0) {
        say(`push([${edit.v.map(v => source(v, deep)).join(', ')}])`)
        type.push(edit.v.map(v => value(v, deep)))
      } else {
        const from = edit.a % type.length
        const n = 1 + edit.b % (type.length - from)
        say(`delete(${from}, ${n})`)
        type.delete(from, n)
      }
    } else if (edit.w < 75) {
      say(`set(${JSON.stringify(edit.k)}, ${source(edit.v[0], deep)})`)
      type.set(edit.k, value(edit.v[0], deep))
    } else {
      say(`delete(${JSON.stringify(edit.k)})`)
      type.delete(edit.k)
    }
  }

  /** What a client with rich text, XML and subdocuments does. Only yjs runs this; the engine has to carry it. */
  rich (edit) {
    const { w, a, b, s, k } = edit
    const text = this.doc.getText('rt')
    const xml = this.doc.getXmlFragment('x')
    const n = text.length
    const at = a % (n + 1)
    switch (w % 12) {
      case 0: text.insert(at, s, { bold: b % 2 === 0 ? true : null }); break
      case 1: text.insertEmbed(at, { image: s, n: [b, null, 1.5] }); break
      case 2: if (n > 0) text.format(a % n, 1 + b % (n - a % n), { [b % 3 ? 'em' : 'bold']: b % 5 ? { v: s } : null }); break
      case 3: if (n > 0) text.delete(a % n, 1 + b % Math.min(4, n - a % n)); break
      case 4: text.insert(at, s); break
      case 5: xml.insert(a % (xml.length + 1), [new Y.XmlElement('p' + b % 3), new Y.XmlText(s)]); break
      case 6: {
        const e = xml.toArray().filter(c => c instanceof Y.XmlElement)
        if (e.length > 0) e[a % e.length].setAttribute(k, b % 2 ? s : b)
        break
      }
      case 7: {
        const e = xml.toArray().filter(c => c instanceof Y.XmlElement)
        if (e.length > 0) e[a % e.length].insert(0, [b % 2 ? new Y.XmlElement('i') : new Y.XmlHook('hk')])
        break
      }
      case 8: {
        const e = xml.toArray().filter(c => c instanceof Y.XmlText)
        if (e.length > 0) e[a % e.length].insert(b % (e[a % e.length].length + 1), s)
        break
      }
      case 9: if (xml.length > 0) xml.delete(a % xml.length, 1); break
      case 10: this.doc.getMap('m').set(k, new Y.Doc({ guid: s, ...(b % 2 ? { autoLoad: true } : {}), ...(b % 3 ? { meta: { b } } : {}) })); break
      case 11: if (edit.unaligned) {
        const t = this.doc.getText('t')
        const cut = a % (t.length + 1)
        if (b % 2) t.insert(cut, s)
        else if (t.length > cut) t.delete(cut, 1)
      } else text.insertEmbed(at, new Y.Map([[k, s]])); break
    }
  }

  /** The fields of one step's line that describe this document. */
  state (whole) {
    const store = this.doc.store
    const missing = store.pendingStructs === null ? [] : [...store.pendingStructs.missing.entries()]
    return {
      st: whole ? hex(Y.encodeStateAsUpdate(this.doc)) : '',
      s2: whole ? digest(Y.encodeStateAsUpdateV2(this.doc)) : '',
      sv: hex(Y.encodeStateVector(this.doc)),
      pm: missing.sort((x, y) => x[0] - y[0]).map(([client, clock]) => `${client}:${clock}`).join(','),
      pd: store.pendingDs === null ? '0' : '1',
      js: !whole ? '' : Object.keys(this.roots).sort()
        .filter(name => this.doc.share.has(name) && this.doc.share.get(name).constructor !== Y.AbstractType)
        .map(name => `${name}=${canonical(this.doc.share.get(name))}`).join(';')
    }
  }
}

const take = (list, picks, keep) => {
  const taken = []
  for (const pick of picks) {
    if (list.length === 0) break
    const at = pick % list.length
    taken.push(list[at])
    if (!keep) list.splice(at, 1)
  }
  return taken
}

export const line = f => `ev=${f.ev}|e2=${f.e2}|x=${f.x}|st=${f.st}|s2=${f.s2}|sv=${f.sv}|pm=${f.pm}|pd=${f.pd}|js=${f.js}${f.ob === undefined ? '' : '|ob=' + f.ob}`

/**
 * @param {any} schedule
 * @param {(step: number, text: string) => void} say receives JavaScript that does by hand what the schedule does
 * @returns {any[]} one record of fields per step
 */
export const run = (schedule, say = () => {}) => {
  const replicas = schedule.replicas.map(r => new Replica(r, schedule.roots, schedule.lazy === true))
  const log = []
  const shared = { positions: [], log }
  return schedule.steps.map((step, number) => {
    const r = replicas[step.r]
    const x = []
    const extra = {}
    const tell = text => say(number, text)
    const apply = bytes => {
      tell(`Y.applyUpdate(docs[${step.r}], unhex('${hex(bytes)}'))`)
      Y.applyUpdate(r.doc, bytes)
    }
    const applyV2 = bytes => {
      tell(`Y.applyUpdateV2(docs[${step.r}], unhex('${hex(bytes)}'))`)
      Y.applyUpdateV2(r.doc, bytes)
    }
    switch (step.op) {
      case 'type':
        tell(`docs[${step.r}].get('${step.root}', ${schedule.roots[step.root]})`)
        if (r.watch !== null) r.watch.muted = true
        r.type(step.root)
        if (r.watch !== null) r.watch.muted = false
        break
      case 'tx':
        r.doc.transact(() => {
          for (const edit of step.edits) {
            r.edit(edit, text => tell(`docs[${step.r}] ${edit.root} ${JSON.stringify(edit.path ?? [])} .${text}`))
          }
        }, 'mine')
        break
      case 'hist': x.push(...history(r, step, shared, canonical)); break
      case 'rich':
        if (r.foreign) r.doc.transact(() => step.edits.forEach(edit => r.rich(edit)))
        break
      case 'look': x.push(hex(look(r.type(step.root), canonical))); break
      case 'subdocs':
        tell(`docs[${step.r}] ${step.act} ${step.a}`)
        x.push(hex(r.subdocs.act(step.act, step.a, canonical)))
        break
      case 'recv': {
        const list = take(step.log ? log : r.inbox, step.pick, step.keep || step.log)
        if (list.length === 0) break
        switch (step.mode) {
          case 'each': list.forEach(apply); break
          case 'each-v2': list.map(toV2).forEach(applyV2); break
          case 'merge-v2': applyV2(Y.mergeUpdatesV2(list.map(toV2))); break
          case 'diff-v2': applyV2(Y.diffUpdateV2(Y.mergeUpdatesV2(list.map(toV2)), Y.encodeStateVector(r.doc))); break
          case 'tx': r.doc.transact(() => list.forEach(apply)); break
          case 'merge': {
            const merged = Y.mergeUpdates(list)
            if (list.length > 1) x.push(hex(merged))
            apply(merged)
            break
          }
          case 'diff': {
            const diff = Y.diffUpdate(Y.mergeUpdates(list), Y.encodeStateVector(r.doc))
            x.push(hex(diff))
            apply(diff)
            break
          }
        }
        break
      }
      case 'observe':
        r.watch ??= new Watch(r, { canonical, quote }, step.texts !== false)
        break
      case 'arm':
        if (r.watch !== null) r.watch.armed = { when: step.when, edits: step.edits }
        break
      case 'drop': take(r.inbox, step.pick, false); break
      case 'sync': {
        const from = replicas[step.from].doc
        const vector = Y.encodeStateVector(r.doc)
        const sent = step.via === 'full'
          ? Y.encodeStateAsUpdate(from)
          : step.via === 'diff'
            ? Y.diffUpdate(Y.encodeStateAsUpdate(from), vector)
            : step.via === 'v2'
              ? Y.encodeStateAsUpdateV2(from, vector)
              : Y.encodeStateAsUpdate(from, vector)
        x.push(hex(sent))
        if (step.via === 'v2') applyV2(sent)
        else apply(sent)
        break
      }
      case 'docless': {
        const list = take(log, step.pick, true)
        const merged = Y.mergeUpdates(list)
        const half = list.length >> 1
        x.push(hex(merged), hex(Y.encodeStateVectorFromUpdate(merged)), hex(Y.diffUpdate(merged, Y.encodeStateVector(r.doc))),
          hex(Y.mergeUpdates([Y.mergeUpdates(list.slice(0, half)), Y.mergeUpdates(list.slice(half))])),
          digest(doclessV2(list, Y.encodeStateVector(r.doc))))
        tell(`Y.mergeUpdates([${list.map(u => `unhex('${hex(u)}')`).join(', ')}])`)
        break
      }
      case 'apply': apply(unhex(step.hex)); break
      case 'apply-v2': applyV2(unhex(step.hex)); break
      case 'merge': x.push(hex(Y.mergeUpdates(step.hex.map(unhex))), hex(Y.mergeUpdatesV2(step.hex.map(u => toV2(sorted(unhex(u))))))); break
      case 'diff': x.push(hex(Y.diffUpdate(unhex(step.hex), unhex(step.sv))), hex(Y.diffUpdateV2(toV2(unhex(step.hex)), unhex(step.sv)))); break
      case 'svof': x.push(hex(Y.encodeStateVectorFromUpdate(unhex(step.hex))), hex(Y.encodeStateVectorFromUpdateV2(toV2(unhex(step.hex))))); break
      case 'encode': x.push(hex(Y.encodeStateAsUpdate(r.doc, unhex(step.sv))), hex(Y.encodeStateAsUpdateV2(r.doc, unhex(step.sv)))); break
      default: throw new Error('unknown step ' + step.op)
    }
    const { events, told, told2 } = r
    r.events = []
    r.told = []
    r.told2 = []
    log.push(...events)
    replicas.forEach((other, i) => { if (i !== step.r) other.inbox.push(...events) })
    if (r.foreign) {
      extra.events = events.map(hex)
      extra.vector = hex(Y.encodeStateVector(r.doc))
    }
    if (step.op === 'sync' && replicas[step.from].foreign) extra.sent = x[0]
    // Large documents are encoded only now and then, and at the end.
    const whole = number % (schedule.every ?? 1) === 0 || number >= schedule.steps.length - replicas.length
    const heard = r.watch === null ? {} : { ob: r.watch.take() }
    if (r.watch !== null) r.watch.attach()
    return { ev: told.join(','), e2: told2.join(','), x: x.join(','), ...r.state(whole), ...heard, ...extra }
  })
}

export const digest = text => createHash('md5').update(text).digest('hex')

/** The answer to one schedule: digests of the lines, or the lines and a readable trace if it asks for them. */
export const answer = schedule => {
  const trace = schedule.steps.map(() => [])
  const say = schedule.full ? (number, text) => trace[number].push(text) : undefined
  const steps = run(schedule, say).map((fields, number) => {
    const { events, vector, sent } = fields
    const entry = schedule.full ? { line: line(fields), trace: trace[number] } : { md5: digest(line(fields)) }
    return { ...entry, ...(events ? { events, vector } : {}), ...(sent !== undefined ? { sent } : {}) }
  })
  return { steps }
}
