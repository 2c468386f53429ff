// People, a writer over HTTP and somebody who saves, all at once and without a pause, and what must not be lost of it.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Person, converged } from './person.mjs'
import { pause, until } from './until.mjs'
import { job, jobIn, stored } from './workflow.mjs'

const TOKEN = /<\w+-\d+>/g
const PACE_MS = { typing: 4, writing: 60, saving: 90 }

/** Tokens in a text, each with how often it stands there. */
function count (texts) {
  const counts = new Map()
  for (const text of texts) {
    for (const token of text.match(TOKEN) ?? []) counts.set(token, (counts.get(token) ?? 0) + 1)
  }
  return counts
}

/** One who types tokens that nobody else types, in between what others have typed, and never into the middle of it. */
class Writer {
  typed = []

  constructor (name, person, texts, random) {
    this.name = name
    this.person = person
    this.texts = () => texts(person)
    this.random = random
  }

  typeOne () {
    const texts = this.texts()
    const text = texts[Math.floor(this.random() * texts.length)]
    const token = `<${this.name}-${this.typed.length}>`
    const bounds = [...text.toString().matchAll(TOKEN)].map(match => match.index)
    text.insert(bounds.length === 0 ? 0 : bounds[Math.floor(this.random() * bounds.length)], token)
    this.typed.push({ token, clock: this.person.doc.store.clients.get(this.person.doc.clientID).reduce((_, struct) => struct.id.clock + struct.length, 0) })
  }

  /** What the server has echoed to this writer: it is kept, or the server has lied. */
  acknowledged () {
    return this.typed.filter(({ clock }) => clock <= this.person.acknowledged).map(({ token }) => token)
  }

  counts () {
    return count(this.texts().map(text => text.toString()))
  }

  /** What others have written and this writer has seen. */
  seenOfOthers () {
    return [...this.counts().keys()].filter(token => !token.startsWith(`<${this.name}-`))
  }
}

export class Load {
  #busy = false
  #loops = []
  #failure
  /** Names of jobs that an outside write has added and that were answered for. */
  #writtenJobs = []
  /** What the last successful save must have put into the row. */
  #saved = { version: 0, tokens: [] }
  #attempts = 0
  saves = 0

  /** @param {() => number} random from 0 to 1 */
  static async on (server, random, { writers = 4, notes = 2 } = {}) {
    const workflow = await stored(server.http)
    const load = new Load()
    load.server = server
    server.guests.add(load)
    load.workflow = workflow
    load.inWorkflow = []
    load.inNotes = []
    const bodies = person => [person.body(workflow.a), person.body(workflow.b)]
    for (let i = 0; i < writers; i++) {
      load.inWorkflow.push(new Writer(`w${i}`, await Person.joins(server, workflow.name), bodies, random))
    }
    load.notes = `free:load-${randomUUID()}`
    const text = person => [person.doc.getText('text')]
    for (let i = 0; i < notes; i++) {
      const person = new Person(server, load.notes, { action: 'new', connect: false })
      person.provider.params.project = 'demo'
      person.comeBack()
      await person.synced()
      load.inNotes.push(new Writer(`n${i}`, person, text, random))
    }
    return load
  }

  get writers () {
    return [...this.inWorkflow, ...this.inNotes]
  }

  get people () {
    return this.writers.map(writer => writer.person)
  }

  begin () {
    this.#busy = true
    this.#loops = [
      ...this.writers.map(writer => this.#loop(PACE_MS.typing, () => writer.typeOne())),
      this.#loop(PACE_MS.writing, () => this.#write()),
      this.#loop(PACE_MS.saving, () => this.#save())
    ]
  }

  async #loop (paceMs, work) {
    try {
      while (this.#busy) {
        await work()
        await pause(paceMs)
      }
    } catch (error) {
      this.#busy = false
      this.#failure ??= error
    }
  }

  async #write () {
    const id = randomUUID()
    const name = `Outside ${this.#attempts++}`
    const { status } = await this.#try(() => this.server.http.patch(this.workflow.id, { jobs: { [id]: job(id, name, 'outside();') } }))
    if (status === 200) this.#writtenJobs.push({ id, name })
  }

  async #save () {
    const tokens = this.inWorkflow.flatMap(writer => writer.acknowledged())
    const { status, body } = await this.#try(() => this.server.http.save(this.workflow.id))
    if (status === 200) {
      this.saves++
      this.#saved = { version: body.lock_version, tokens }
    }
  }

  /** The server may die meanwhile, or be about to stop; it must not answer anything else but success. */
  async #try (request) {
    let reply
    try {
      reply = await request()
    } catch {
      return { status: 0 }
    }
    assert.ok(reply.status === 200 || reply.status === 503, `${reply.status} ${JSON.stringify(reply.body)}`)
    return reply
  }

  acknowledgedCount () {
    return this.writers.reduce((sum, writer) => sum + writer.acknowledged().length, 0)
  }

  async untilAcknowledged (more) {
    const before = this.acknowledgedCount()
    await until(`${more} more tokens are acknowledged`, () => this.#failure || before + more <= this.acknowledgedCount())
  }

  /** Everybody stops typing. */
  async end () {
    this.#busy = false
    await Promise.all(this.#loops)
    if (this.#failure) throw this.#failure
  }

  leave () {
    this.#busy = false
  }

  everybodyGoesOffline () {
    this.people.forEach(person => person.goOffline())
  }

  /**
   * With all writers offline, so that nobody can bring back what the server has lost: all that was acknowledged, and all that anybody has seen of
   * somebody else, is there, once.
   */
  async assertNothingIsLost () {
    await this.#assertKept(this.inWorkflow, this.workflow.name)
    if (this.inNotes.length > 0) await this.#assertKept(this.inNotes, this.notes)
    const row = await this.server.http.row(this.workflow.id)
    assert.ok(this.#saved.version <= row.lock_version, `the row is at ${row.lock_version}, but ${this.#saved.version} was saved`)
    for (const { id, name } of this.#writtenJobs) assert.equal(jobIn(row.content, id)?.name, name)
    const inRow = count(row.content.jobs.map(job => job.body))
    for (const token of this.#saved.tokens) assert.equal(inRow.get(token), 1, `${token}, which was saved, stands once in the row`)
  }

  async #assertKept (writers, document) {
    const fresh = await Person.joins(this.server, document)
    const found = new Writer('fresh', fresh, writers[0] === this.inWorkflow[0] ? person => person.jobs.map(job => job.get('body')) : person => [person.doc.getText('text')])
    const counts = found.counts()
    for (const writer of writers) {
      for (const token of writer.acknowledged()) assert.equal(counts.get(token), 1, `${token}, which was acknowledged, stands once`)
      for (const token of writer.seenOfOthers()) assert.equal(counts.get(token), 1, `${token}, which ${writer.name} had seen, stands once`)
    }
    const ids = fresh.jobIds
    assert.equal(new Set(ids).size, ids.length, 'no job is there twice')
    fresh.leave()
  }

  /** With everybody back: all that anybody has ever typed is there, once, for all. */
  async assertAllIsThereOnce () {
    this.people.forEach(person => person.comeBack())
    for (const person of this.people) await person.synced()
    await converged(...this.inWorkflow.map(writer => writer.person))
    if (this.inNotes.length > 0) await converged(...this.inNotes.map(writer => writer.person))
    for (const group of [this.inWorkflow, this.inNotes]) {
      const typed = group.flatMap(writer => writer.typed.map(({ token }) => token))
      for (const writer of group) {
        const counts = writer.counts()
        assert.equal(counts.size, typed.length)
        for (const token of typed) assert.equal(counts.get(token), 1, `${token} stands once for ${writer.name}`)
      }
    }
  }
}

/** Random numbers from 0 to 1 that are the same for the same seed. */
export function randomOf (seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
