// A socket without a document behind it: for frames that no stock client would send.

import WebSocket from 'ws'
import { inTime, until } from './until.mjs'

/** Sync step 1 of somebody who has nothing. */
export const STEP_1 = Uint8Array.of(0, 0, 1, 0)

export class Raw {
  /** Frames from the server. */
  frames = []
  code = undefined

  /** Connect and wait until the document is open: the server has answered step 1. */
  static async joins (server, document, { token = server.token } = {}) {
    const raw = new Raw(server, document, token)
    await raw.open
    raw.send(STEP_1)
    await raw.gets('an answer to step 1', frame => frame[0] === 0 && frame[1] === 1)
    return raw
  }

  constructor (server, document, token) {
    this.socket = new WebSocket(`${server.syncUrl}/${document}${token ? `?token=${token}` : ''}`)
    this.guests = server.guests.add(this)
    this.socket.binaryType = 'nodebuffer'
    this.socket.on('message', data => this.frames.push(data))
    this.open = new Promise((resolve, reject) => {
      this.socket.on('open', resolve)
      this.socket.on('error', reject)
    })
    this.open.catch(() => {})
    this.closed = new Promise(resolve => {
      this.socket.on('close', code => {
        this.code = code
        this.guests.delete(this)
        resolve(code)
      })
    })
  }

  send (bytes) {
    this.socket.send(bytes)
    return this
  }

  async gets (what, matches) {
    return await until(what, () => this.frames.find(matches))
  }

  async closes () {
    return await inTime('the socket to close', this.closed)
  }

  leave () {
    this.guests.delete(this)
    this.socket.terminate()
  }
}

/** The status with which the server answers an upgrade that it refuses; 101 when it does not refuse. */
export function upgradeStatus (server, document, { token, headers } = {}) {
  return inTime('an answer to the upgrade', new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.syncUrl}/${document}${token ? `?token=${token}` : ''}`, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode)
    })
    socket.on('error', error => { if (!/destroyed|hang up|reset/i.test(error.message)) reject(error) })
  }))
}
