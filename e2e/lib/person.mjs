// Somebody with a browser tab: a Y.Doc and the stock y-websocket provider, which know nothing of this server.

import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as sync from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { until } from './until.mjs'

const SYNC = 0
const AUTH = 2

// Each provider listens for the end of the process.
process.setMaxListeners(0)

export class Person {
  /** What the server said that this person may not, one text each. */
  denials = []
  /** Close codes of this person's sockets. */
  closes = []
  /** How far the server has echoed what this person wrote: its clock in the document. */
  acknowledged = 0
  #answers = 0

  /**
   * @param {import('./server.mjs').Server} server
   * @param {string} document its name, like `workflow:<uuid>` or `notes`
   * @param {{ token?: string, action?: string, doc?: Y.Doc, connect?: boolean }} [options] `doc`: one that this person has kept from before
   */
  constructor (server, document, { token = server.token, action, doc = new Y.Doc(), connect = true } = {}) {
    this.doc = doc
    this.provider = new WebsocketProvider(server.syncUrl, document, doc, {
      connect: false,
      disableBc: true,
      maxBackoffTime: 500,
      params: { ...(token ? { token } : {}), ...(action ? { action } : {}) },
      WebSocketPolyfill: WebSocket
    })
    this.#listen()
    this.guests = server.guests.add(this)
    if (connect) this.provider.connect()
  }

  /** Join and wait for the first sync. */
  static async joins (server, document, options) {
    const person = new Person(server, document, options)
    await person.synced()
    return person
  }

  #listen () {
    const provider = this.provider
    const stock = provider.messageHandlers[SYNC]
    provider.messageHandlers[SYNC] = (encoder, decoder, from, emitSynced, type) => {
      const copy = decoding.clone(decoder)
      const kind = decoding.readVarUint(copy)
      if (kind === sync.messageYjsUpdate) this.#echoed(decoding.readVarUint8Array(copy))
      stock(encoder, decoder, from, emitSynced, type)
      if (kind === sync.messageYjsSyncStep2) this.#answers++
    }
    provider.messageHandlers[AUTH] = (_encoder, decoder) => {
      decoding.readVarUint(decoder)
      this.denials.push(decoding.readVarString(decoder))
    }
    provider.on('connection-close', event => { if (event) this.closes.push(event.code) })
    // The provider reports here what it then handles by coming back.
    provider.on('connection-error', () => {})
  }

  #echoed (update) {
    const own = Y.decodeUpdate(update).structs.filter(struct => struct.id.client === this.doc.clientID)
    for (const struct of own) {
      if (!(struct instanceof Y.Skip)) this.acknowledged = Math.max(this.acknowledged, struct.id.clock + struct.length)
    }
  }

  async synced () {
    await until('the first sync is there', () => this.provider.synced)
    return this
  }

  /** Wait until the server has kept all that this person has written so far: it answers in order. */
  async settled () {
    await until('the server has answered', async () => {
      const before = this.#answers
      const socket = this.provider.ws
      if (!this.provider.wsconnected || socket?.readyState !== WebSocket.OPEN) return false
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, SYNC)
      sync.writeSyncStep1(encoder, this.doc)
      socket.send(encoding.toUint8Array(encoder))
      await until('an answer is there', () => this.#answers > before || this.provider.ws !== socket)
      return this.#answers > before
    })
    return this
  }

  /** The connection ends; the document stays as it is, and can be edited. */
  goOffline () {
    this.provider.disconnect()
    return this
  }

  comeBack () {
    this.provider.connect()
    return this
  }

  /** This person closes the tab. */
  leave () {
    this.guests.delete(this)
    this.provider.destroy()
    this.doc.destroy()
  }

  get awareness () {
    return this.provider.awareness
  }

  // What is in a workflow.

  get jobs () {
    return this.doc.getArray('jobs')
  }

  get jobIds () {
    return this.jobs.map(job => job.get('id'))
  }

  get lockVersion () {
    return this.doc.getMap('workflow').get('lock_version')
  }

  job (id) {
    return this.jobs.toArray().find(job => job.get('id') === id)
  }

  nameOf (id) {
    return this.job(id)?.get('name')
  }

  body (id) {
    return this.job(id).get('body')
  }

  bodyText (id) {
    return this.body(id).toString()
  }

  type (id, index, text) {
    this.body(id).insert(index, text)
    return this
  }

  rename (id, name) {
    this.job(id).set('name', name)
    return this
  }

  renameWorkflow (name) {
    this.doc.getMap('workflow').set('name', name)
    return this
  }

  addJob (id, name, body = '') {
    this.doc.transact(() => {
      const job = new Y.Map()
      job.set('id', id)
      job.set('name', name)
      job.set('body', new Y.Text(body))
      job.set('adaptor', '@openfn/language-common@latest')
      job.set('project_credential_id', null)
      job.set('keychain_credential_id', null)
      this.jobs.push([job])
    })
    return this
  }

  removeJob (id) {
    this.jobs.delete(this.jobIds.indexOf(id), 1)
    return this
  }

  /** A cursor before the character at `index`, as editors keep it. */
  cursorAt (id, index) {
    return Y.createRelativePositionFromTypeIndex(this.body(id), index)
  }

  /** The character that a cursor stands before now; undefined when it points into nothing that is shown. */
  charAt (cursor) {
    const absolute = Y.createAbsolutePositionFromRelativePosition(cursor, this.doc)
    return absolute?.type.toString().charAt(absolute.index)
  }

  /** All that this person sees of a workflow, in a form that can be compared. */
  get sees () {
    return JSON.stringify({
      workflow: this.doc.getMap('workflow').toJSON(),
      jobs: this.jobs.toJSON(),
      edges: this.doc.getArray('edges').toJSON(),
      triggers: this.doc.getArray('triggers').toJSON(),
      positions: this.doc.getMap('positions').toJSON()
    }, sortedKeys)
  }
}

function sortedKeys (_key, value) {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
}

/** Wait until the server has kept what each of them has written, and all hold the same. */
export async function converged (...people) {
  for (const person of people) await person.settled()
  await until('all hold the same', () => {
    const [first, ...others] = people
    const snapshot = Y.snapshot(first.doc)
    return others.every(person => Y.equalSnapshots(Y.snapshot(person.doc), snapshot) && person.sees === first.sees)
  })
}
