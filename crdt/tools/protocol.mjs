// The npm half of the protocol fuzz: y-protocols and yjs, asked for one thing per line on stdin, answering one line
// each on stdout. `awareness` runs a whole schedule; the others are a document's part in a conversation of frames.
//
// Time is ours: y-protocols sees the clock and the timer that are put in its way here.

import { createInterface } from 'node:readline'

let now = 0
let timers = []
const setTimer = globalThis.setInterval

Date.now = () => now // before anything is loaded that keeps the function
const { hex, unhex, canonical } = await import('./schedule.mjs')
const Y = await import('yjs')
const encoding = await import('lib0/encoding')
const decoding = await import('lib0/decoding')
const awarenessProtocol = await import('y-protocols/awareness')
const syncProtocol = await import('y-protocols/sync')
const authProtocol = await import('y-protocols/auth')

for (const level of ['log', 'info', 'warn', 'debug', 'error']) console[level] = () => {}

const FORGET_AFTER = 5 * 60_000

// --- awareness ---

/** An instance, and beside it what y-protocols does not do: clients that are gone for long are forgotten. */
const instance = (id, log) => {
  const doc = new Y.Doc()
  doc.clientID = id
  globalThis.setInterval = callback => { timers.push(callback); return undefined }
  const aw = new awarenessProtocol.Awareness(doc)
  globalThis.setInterval = setTimer
  const onTimer = timers.pop()
  const gone = new Map()
  const events = []
  const told = kind => ({ added, updated, removed }, origin) =>
    events.push(`${kind} +${added} ~${updated} -${removed} ${origin}`)
  aw.on('change', told('change'))
  aw.on('update', told('update'))
  aw.on('update', ({ added, updated, removed }) =>
    log.push(awarenessProtocol.encodeAwarenessUpdate(aw, added.concat(updated).concat(removed))))
  return {
    aw,
    noticeTheGone () {
      aw.meta.forEach((meta, client) => {
        if (aw.states.has(client) || client === id) gone.delete(client)
        else if (gone.get(client)?.meta !== meta) gone.set(client, { meta, since: now })
      })
    },
    tick () {
      onTimer()
      this.noticeTheGone()
      gone.forEach(({ since }, client) => {
        if (FORGET_AFTER <= now - since) {
          gone.delete(client)
          aw.meta.delete(client)
        }
      })
    },
    line () {
      const line = [
        events.join('; '),
        [...aw.states].map(([client, state]) => `${client}=${JSON.stringify(state)}`).join(' '),
        [...aw.meta].map(([client, { clock }]) => `${client}:${clock}`).join(' '),
        hex(awarenessProtocol.encodeAwarenessUpdate(aw, [...aw.meta.keys()]))
      ].join(' | ')
      events.length = 0
      return line
    }
  }
}

const awareness = ({ clients, steps }) => {
  now = 0
  const log = []
  const all = clients.map(client => instance(client, log))
  const lines = steps.map(([kind, at, ...args]) => {
    const one = all[at % all.length]
    const { aw } = one
    let x = ''
    switch (kind) {
      case 'pass': now += at; return `now ${now}`
      case 'set': aw.setLocalState(JSON.parse(args[0])); break
      case 'field': aw.setLocalStateField(args[0], JSON.parse(args[1])); break
      case 'remove': awarenessProtocol.removeAwarenessStates(aw, args[0], 'removed'); break
      case 'hear': if (log.length > 0) awarenessProtocol.applyAwarenessUpdate(aw, log[args[0] % log.length], 'heard'); break
      case 'join': awarenessProtocol.applyAwarenessUpdate(aw, awarenessProtocol.encodeAwarenessUpdate(all[args[0] % all.length].aw, [...all[args[0] % all.length].aw.getStates().keys()]), 'joined'); break
      case 'apply': awarenessProtocol.applyAwarenessUpdate(aw, unhex(args[0]), 'applied'); break
      case 'modify': x = hex(awarenessProtocol.modifyAwarenessUpdate(unhex(args[0]), state => state === null ? null : { was: state })); break
      case 'tick': one.tick(); break
      default: throw new Error('no such step: ' + kind)
    }
    one.noticeTheGone()
    return `${x} ${one.line()}`
  })
  all.forEach(({ aw }) => aw.destroy())
  return { lines }
}

// --- sync ---

let doc = new Y.Doc()
/** @type {string[]} */
let out = []

const frame = write => {
  const encoder = encoding.createEncoder()
  write(encoder)
  return hex(encoding.toUint8Array(encoder))
}
const sync = write => frame(encoder => { encoding.writeVarUint(encoder, 0); write(encoder) })

const start = ({ client, gc }) => {
  doc = new Y.Doc({ gc })
  doc.clientID = client
  doc.getText('text')
  doc.getArray('array')
  doc.getMap('map')
  out = []
  doc.on('update', (update, origin) => {
    if (origin !== 'peer') out.push(sync(encoder => syncProtocol.writeUpdate(encoder, update)))
  })
  return state()
}

const edit = ({ edits }) => {
  doc.transact(() => edits.forEach(([kind, a, b]) => {
    const text = doc.getText('text')
    const array = doc.getArray('array')
    switch (kind) {
      case 'insert': text.insert(a % (text.length + 1), b); break
      case 'delete': if (text.length > 0) text.delete(a % text.length, 1 + b % (text.length - a % text.length)); break
      case 'put': doc.getMap('map').set('k' + a, b); break
      case 'unput': doc.getMap('map').delete('k' + a); break
      case 'add': array.insert(a % (array.length + 1), [b]); break
      case 'drop': if (array.length > 0) array.delete(a % array.length, 1); break
      default: throw new Error('no such edit: ' + kind)
    }
  }))
  return state()
}

const receive = ({ bytes }) => {
  const decoder = decoding.createDecoder(unhex(bytes))
  const channel = decoding.readVarUint(decoder)
  if (channel !== 0) throw new Error('no such channel here: ' + channel)
  const reply = frame(encoder => {
    encoding.writeVarUint(encoder, 0)
    syncProtocol.readSyncMessage(decoder, encoder, doc, 'peer', error => { throw error })
  })
  if (reply.length > 2) out.push(reply)
  return state()
}

const open = () => {
  out.push(sync(encoder => syncProtocol.writeSyncStep1(encoder, doc)))
  return state()
}

const state = () => {
  const frames = out
  out = []
  return {
    frames,
    vector: hex(Y.encodeStateVector(doc)),
    content: ['text', 'array', 'map'].map(name => canonical(doc.share.get(name))).join(' '),
    waits: doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  }
}

const denied = ({ reason }) => ({
  bytes: frame(encoder => { encoding.writeVarUint(encoder, 2); authProtocol.writePermissionDenied(encoder, reason) })
})

const asked = { awareness, start, edit, receive, open, denied }

for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let reply
  try {
    const request = JSON.parse(text)
    reply = asked[request.ask](request)
  } catch (error) {
    reply = { error: String(error?.stack ?? error) }
  }
  process.stdout.write(JSON.stringify(reply) + '\n')
}
