// The packaged server as a process of its own.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Http } from './http.mjs'
import { inTime, pause } from './until.mjs'

/** EVENKEEL_E2E_HOME names another packaged server than the one that the build makes. */
const HOME = process.env.EVENKEEL_E2E_HOME ?? fileURLToPath(new URL('../../bootstrap/target/evenkeel', import.meta.url))

// Below the range that systems hand out for outgoing connections, so that nobody takes the port while the server is down.
const PORTS = { from: 20_000, to: 32_000 }
/** For servers that live for seconds, beside each other: little memory, and no compiler that pays off later only. */
export const BRIEF = '-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'

const TOKEN = /TOKEN=(ek_[A-Za-z0-9_-]+)/
const START_MS = 180_000

const running = new Set()
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')))
// Otherwise a signal would end this process without the line above.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

export class Server {
  #child
  #ended
  #folder = mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'))
  #args
  #databaseUrl
  /** All that the process has ever written to standard error, over restarts. */
  err = ''
  out = ''
  token = ''
  port = 0
  /** Whoever is connected, and leaves when the server is finished: an open socket would keep the tests from ending. */
  guests = new Set()
  /** Milliseconds from the start of the process until it was ready, of each start. */
  startedMs = []

  /**
   * @param {{ open?: boolean, args?: string[], databaseUrl?: string, javaOpts?: string }} [options] `databaseUrl`: a JDBC URL instead of the
   *   embedded database
   */
  static async start ({ open = false, args = [], databaseUrl = '', javaOpts = BRIEF } = {}) {
    const server = new Server([...(open ? ['--open'] : []), ...args], databaseUrl, javaOpts)
    server.port = await freePort()
    await server.up()
    server.token = server.out.match(TOKEN)?.[1] ?? ''
    server.http = new Http(server.url, server.token, server.guests)
    return server
  }

  constructor (args, databaseUrl, javaOpts) {
    if (!existsSync(HOME)) throw new Error(`There is no packaged server in ${HOME}; build it with: mvn package -DskipTests`)
    this.#args = args
    this.#databaseUrl = databaseUrl
    this.javaOpts = javaOpts
  }

  get url () {
    return `http://127.0.0.1:${this.port}`
  }

  get syncUrl () {
    return `ws://127.0.0.1:${this.port}/sync`
  }

  get pid () {
    return this.#child.pid
  }

  /** Start the process, with the port and the data that it had before, and wait until it is ready. */
  async up () {
    this.launch()
    await this.ready()
  }

  /** Start the process and do not wait. */
  launch () {
    const began = Date.now()
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('EVENKEEL_') || name === 'EVENKEEL_JAVA_HOME'))
    env.EVENKEEL_JAVA_OPTS = this.javaOpts
    // In the environment, because a command line can be read by everybody.
    if (this.#databaseUrl) env.EVENKEEL_DATABASE_URL = this.#databaseUrl
    const child = spawn(
      'sh', [join(HOME, 'evenkeel'), 'serve', '--port', String(this.port), '--data', join(this.#folder, 'data'), ...this.#args],
      { cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe'] }
    )
    child.stdout.on('data', chunk => { this.out += chunk })
    child.stderr.on('data', chunk => { this.err += chunk })
    running.add(child)
    this.#child = child
    this.#ended = new Promise(resolve => {
      child.on('close', (code, signal) => {
        running.delete(child)
        resolve({ code, signal })
      })
    })
    this.launchedAt = began
  }

  async ready () {
    const child = this.#child
    const giveUpAt = Date.now() + START_MS
    while (child.exitCode === null && child.signalCode === null && Date.now() < giveUpAt) {
      try {
        if ((await fetch(`${this.url}/health/ready`)).status === 200) {
          this.startedMs.push(Date.now() - this.launchedAt)
          return
        }
      } catch {
        // Not listening yet.
      }
      await pause(25)
    }
    throw new Error(`The server did not get ready:\n${this.out}${this.err}`)
  }

  /** Kill the process at once; nothing in it hears of it. */
  async kill () {
    this.#child.kill('SIGKILL')
    return await this.ended()
  }

  /** Ask the process to stop, and say how it ended: `{ code, signal }`. */
  async terminate () {
    this.#child.kill('SIGTERM')
    return await this.ended()
  }

  ended () {
    return inTime('the end of the process', this.#ended)
  }

  /** The end of this server and of its data. Nothing may have gone wrong in it until then. */
  async finish () {
    this.guests.forEach(guest => guest.leave())
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
    assert.deepEqual(this.faults(), [])
  }

  /** The lines of the log that say that something went wrong inside. */
  faults () {
    return this.err.split('\n').filter(line => / ERROR |OutOfMemory|^Exception in thread/.test(line))
  }

  /** Values of the metrics whose name starts with `evenkeel_`. */
  async metrics () {
    const text = await (await fetch(`${this.url}/metrics`)).text()
    return Object.fromEntries(
      text.split('\n').filter(line => line.startsWith('evenkeel_')).map(line => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      })
    )
  }
}

async function freePort () {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    if (await isFree(port)) return port
  }
}

function isFree (port) {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
