// Saves that meet others: an outside write, another first save, a stale tab.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Person, converged } from '../lib/person.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { content, jobIn, newIds, stored } from '../lib/workflow.mjs'

const ROUNDS = 100

describe('A save', () => {
  let server
  let http
  before(async () => {
    server = await Server.start()
    http = server.http
  })
  after(async () => await server?.finish())

  async function rowsOf (id) {
    return (await http.rows()).filter(row => row.id === id)
  }

  it('that races an outside write loses nothing of either side', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)

    for (let round = 0; round < ROUNDS; round++) {
      ann.type(workflow.a, 0, `a${round};`)
      if (round % 3 === 0) await ann.settled()
      const [saved, written] = await Promise.all([
        http.save(workflow.id),
        http.patch(workflow.id, { jobs: { [workflow.b]: { name: `Store ${round}` } }, positions: { [workflow.b]: { x: round, y: 0 } } })
      ])
      assert.equal(saved.status, 200, JSON.stringify(saved.body))
      assert.equal(written.status, 200, JSON.stringify(written.body))
    }
    await ann.settled()
    await http.save(workflow.id)

    const { content: row } = await http.row(workflow.id)
    const body = jobIn(row, workflow.a).body
    for (let round = 0; round < ROUNDS; round++) assert.equal(body.split(`a${round};`).length, 2, `a${round} stands once in ${body}`)
    assert.equal(jobIn(row, workflow.b).name, `Store ${ROUNDS - 1}`)
    assert.deepEqual(row.positions[workflow.b], { x: ROUNDS - 1, y: 0 })
    assert.equal(ann.bodyText(workflow.a), body)
    assert.equal(ann.nameOf(workflow.b), `Store ${ROUNDS - 1}`)
    const state = await http.state(workflow.id)
    assert.equal(state.lock_version, state.base_version)
    assert.equal(state.writable, true)
    ann.leave()
  })

  it('and writes of whole contents that race it, based on what each writer has read, lose nothing', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    const typing = (async () => {
      for (let round = 0; round < 30; round++) {
        ann.type(workflow.a, 0, `a${round};`)
        await ann.settled()
        assert.equal((await http.save(workflow.id)).status, 200)
      }
    })()
    const appending = (async () => {
      for (let round = 0; round < 30; round++) {
        for (let done = false; !done;) {
          const row = await http.row(workflow.id)
          const next = { ...row.content, jobs: row.content.jobs.map(each => each.id === workflow.a ? { ...each, body: each.body + `b${round};` } : each) }
          const { status, body } = await http.put(workflow.id, next, { 'If-Match': `"${row.lock_version}"` })
          done = status === 200
          if (!done) assert.equal(status, 412, JSON.stringify(body))
        }
      }
    })()
    await Promise.all([typing, appending])
    await ann.settled()
    await http.save(workflow.id)

    const { content: row } = await http.row(workflow.id)
    const body = jobIn(row, workflow.a).body
    for (let round = 0; round < 30; round++) {
      assert.equal(body.split(`a${round};`).length, 2, `a${round} stands once in ${body}`)
      assert.equal(body.split(`b${round};`).length, 2, `b${round} stands once in ${body}`)
    }
    await until('ann sees it', () => ann.bodyText(workflow.a) === body)
    ann.leave()
  })

  it('of a tab that believes the document is new updates the row that there is', async () => {
    const workflow = await stored(http)
    const stale = await Person.joins(server, workflow.name, { action: 'new' })
    assert.equal(stale.nameOf(workflow.a), 'Fetch')
    stale.rename(workflow.a, 'From the stale tab')
    await stale.settled()

    const saved = await http.save(workflow.id, '?action=new&project=demo')

    assert.deepEqual(saved.body, { lock_version: 2, changed: true, merged: [] })
    assert.equal((await rowsOf(workflow.id)).length, 1)
    assert.equal(jobIn((await http.row(workflow.id)).content, workflow.a).name, 'From the stale tab')
    stale.leave()
  })

  it('for the first time by two people at once makes one row with what both have typed', async () => {
    const ids = newIds()
    const name = `workflow:${ids.id}`
    const ann = new Person(server, name, { action: 'new', connect: false })
    const bob = new Person(server, name, { action: 'new', connect: false })
    for (const person of [ann, bob]) {
      person.provider.params.project = 'demo'
      person.comeBack()
    }
    await ann.synced()
    await bob.synced()
    ann.renameWorkflow(`First ${ids.id}`).addJob(ids.a, 'From ann', 'ann();')
    bob.addJob(ids.b, 'From bob', 'bob();')
    await converged(ann, bob)

    const saves = await Promise.all([ann, bob].map(() => http.save(ids.id, '?action=new&project=demo')))

    assert.deepEqual(saves.map(save => save.status), [200, 200], JSON.stringify(saves.map(save => save.body)))
    assert.deepEqual(saves.map(save => save.body.changed).sort(), [false, true])
    assert.deepEqual(saves.map(save => save.body.lock_version), [1, 1])
    assert.equal((await rowsOf(ids.id)).length, 1)
    const row = await http.row(ids.id)
    assert.equal(jobIn(row.content, ids.a).body, 'ann();')
    assert.equal(jobIn(row.content, ids.b).body, 'bob();')
    assert.equal((await http.versions(ids.id)).length, 1)
    bob.type(ids.b, 0, '// more\n')
    await bob.settled()
    assert.equal((await http.save(ids.id)).body.lock_version, 2)
    ann.leave()
    bob.leave()
  })

  it('for the first time that meets a row which somebody has created outside keeps both', async () => {
    const ids = newIds()
    const ann = new Person(server, `workflow:${ids.id}`, { action: 'new', connect: false })
    ann.provider.params.project = 'demo'
    ann.comeBack()
    await ann.synced()
    const mine = newIds().a
    ann.addJob(mine, 'Mine', 'mine();')
    await ann.settled()

    await http.create(content(ids))
    const saved = await http.save(ids.id, '?action=new&project=demo')

    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const row = await http.row(ids.id)
    assert.deepEqual(row.content.jobs.map(each => each.id).sort(), [ids.a, ids.b, mine].sort())
    assert.equal((await rowsOf(ids.id)).length, 1)
    ann.leave()
  })

  it('from a stale tab after a purge is refused and makes no row again', async () => {
    const workflow = await stored(http)
    const stale = await Person.joins(server, workflow.name)
    stale.type(workflow.a, 0, '// unsaved\n')
    await stale.settled()

    assert.equal((await http.delete(workflow.id, '?purge=true')).status, 204)
    await until('the tab is told', () => stale.closes.includes(4410))
    assert.ok(stale.denials.length > 0)

    for (const query of ['', '?action=new&project=demo']) {
      const refused = await http.save(workflow.id, query)
      assert.equal(refused.status, 410, JSON.stringify(refused.body))
      assert.equal(refused.body.code, 'document_purged')
      assert.ok(refused.body.clears)
    }
    const asNew = new Person(server, workflow.name, { action: 'new', doc: stale.doc, connect: false })
    asNew.provider.params.project = 'demo'
    asNew.comeBack()
    await until('it is turned away too', () => asNew.closes.includes(4410))
    assert.equal((await http.save(workflow.id, '?action=new&project=demo')).status, 410)
    assert.deepEqual(await rowsOf(workflow.id), [])
    assert.equal((await http.send('GET', `/api/projects/demo/workflows/${workflow.id}`)).status, 410)
    asNew.leave()
    stale.leave()
  })

  it('of a soft-deleted document is refused with what clears it, and goes through once that has happened', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.type(workflow.a, 0, '// unsaved\n')
    await ann.settled()
    await http.delete(workflow.id)

    const refused = await http.save(workflow.id)
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'document_deleted')
    assert.ok(refused.body.clears)

    await http.must('POST', `/api/projects/demo/workflows/${workflow.id}/undelete`)
    const saved = await http.save(workflow.id)
    assert.equal(saved.status, 200)
    assert.ok(jobIn((await http.row(workflow.id)).content, workflow.a).body.startsWith('// unsaved\n'))
    ann.leave()
  })
})
