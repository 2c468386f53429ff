// What locked documents for ever in another server: a restart while clients hold the document open, clients that stay for minutes, clients that
// only came to look. Here every write goes through, at once.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Person, converged } from '../lib/person.mjs'
import { Server } from '../lib/server.mjs'
import { pause, until } from '../lib/until.mjs'
import { jobIn, stored } from '../lib/workflow.mjs'

const WRITES = 15

describe('A document is never write-locked', () => {
  let server
  let http
  before(async () => {
    // Minutes pass as seconds: presence expires, sessions are looked at again, pings are due.
    server = await Server.start({
      args: [
        '--room-presence-timeout', '1s', '--room-presence-forget', '1s', '--room-linger', '0s', '--ws-keepalive-after', '1s', '--ws-ping-every', '2s',
        '--recheck-every', '1s', '--sweep-every', '1s'
      ]
    })
    http = server.http
  })
  after(async () => await server?.finish())

  /** A write that is answered must be answered with success; before the server listens there is no answer. */
  async function write (workflow, number) {
    for (;;) {
      let reply
      try {
        reply = await http.patch(workflow.id, { jobs: { [workflow.b]: { name: `Written ${number}` } } })
      } catch {
        await pause(5)
        continue
      }
      assert.equal(reply.status, 200, JSON.stringify(reply.body))
      return reply.body.lock_version
    }
  }

  async function assertReady (workflow) {
    const state = await http.state(workflow.id)
    assert.equal(state.writable, true, JSON.stringify(state))
    assert.deepEqual(state.verdict, { update: { admitted: true }, save: { admitted: true } })
    assert.equal(state.base_version, state.lock_version)
  }

  for (const end of ['killed', 'stopped']) {
    it(`by a restart after the server was ${end} while its clients come back and somebody writes at once`, async () => {
      const workflow = await stored(http)
      const people = []
      for (let i = 0; i < 3; i++) people.push(await Person.joins(server, workflow.name))
      people.forEach((person, i) => {
        person.awareness.setLocalStateField('user', { name: `p${i}` })
        person.type(workflow.a, 0, `p${i};`)
      })
      await converged(...people)
      await (end === 'killed' ? server.kill() : server.terminate())
      people.forEach((person, i) => person.type(workflow.a, 0, `q${i};`))

      server.launch()
      for (let i = 0; i < WRITES; i++) {
        await write(workflow, i)
        await assertReady(workflow)
      }
      await server.ready()

      for (const person of people) await person.synced()
      await converged(...people)
      await until('all see the last write', () => people.every(person => person.nameOf(workflow.b) === `Written ${WRITES - 1}`))
      for (let i = 0; i < 3; i++) {
        assert.equal(people[0].bodyText(workflow.a).split(`p${i};`).length, 2)
        assert.equal(people[0].bodyText(workflow.a).split(`q${i};`).length, 2)
      }
      const saved = await http.save(workflow.id)
      assert.equal(saved.status, 200)
      assert.equal(jobIn((await http.row(workflow.id)).content, workflow.a).body, people[0].bodyText(workflow.a))
      people.forEach(person => person.leave())
    })
  }

  it('by a client that stays for a long time and renews its presence', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    const began = Date.now()

    // Far longer than all timeouts together, and as many renewals as a stock client sends in half an hour.
    for (let renewal = 0; renewal < 120 || Date.now() - began < 6_000; renewal++) {
      ann.awareness.setLocalStateField('cursor', { at: renewal })
      if (renewal % 10 === 0) {
        await write(workflow, renewal)
        await assertReady(workflow)
      }
      await pause(50)
    }

    assert.deepEqual(ann.closes, [])
    ann.type(workflow.a, 0, '// still here\n')
    await ann.settled()
    assert.equal((await http.save(workflow.id)).status, 200)
    ann.leave()
  })

  it('by a client that is silent for longer than its presence lasts', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.awareness.setLocalState(null)
    await pause(3_000)

    await write(workflow, 1)
    await assertReady(workflow)
    await until('ann sees it', () => ann.nameOf(workflow.b) === 'Written 1')
    ann.type(workflow.a, 0, '// awake\n')
    await ann.settled()
    assert.equal((await http.save(workflow.id)).body.changed, true)
    ann.leave()
  })

  it('by visits that come and go', async () => {
    const workflow = await stored(http)
    for (let visit = 0; visit < 10; visit++) {
      const visitor = await Person.joins(server, workflow.name)
      visitor.awareness.setLocalStateField('user', { name: `v${visit}` })
      if (visit % 2 === 0) visitor.type(workflow.a, 0, `v${visit};`)
      await visitor.settled()
      visitor.leave()
      await write(workflow, visit)
      await assertReady(workflow)
      await http.state(workflow.id)
    }

    assert.equal((await http.save(workflow.id)).status, 200)
    const body = jobIn((await http.row(workflow.id)).content, workflow.a).body
    for (let visit = 0; visit < 10; visit += 2) assert.equal(body.split(`v${visit};`).length, 2)
  })

  it('by an outside write that arrives with every keystroke', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    for (let i = 0; i < 30; i++) {
      ann.type(workflow.a, 0, `k${i};`)
      await write(workflow, i)
    }
    await ann.settled()
    await assertReady(workflow)
    for (let i = 0; i < 30; i++) assert.equal(ann.bodyText(workflow.a).split(`k${i};`).length, 2)
    await until('ann sees the last', () => ann.nameOf(workflow.b) === 'Written 29')
    ann.leave()
  })
})
