// Somebody changes the row while people edit the live document.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { Person, converged } from '../lib/person.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { BODY_A, BODY_B, content, job, jobIn, stored } from '../lib/workflow.mjs'

describe('An outside write', () => {
  let server
  let http
  let workflow
  let ann
  let bob
  let events
  before(async () => {
    server = await Server.start()
    http = server.http
  })
  after(async () => await server?.finish())
  beforeEach(async () => {
    workflow = await stored(http)
    ann = await Person.joins(server, workflow.name)
    bob = await Person.joins(server, workflow.name)
    events = await http.events(workflow.id)
  })
  afterEach(() => {
    events.leave()
    ann.leave()
    bob.leave()
  })

  /** Store another content of the two jobs; it must succeed. */
  async function write (change) {
    const { status, body } = await http.put(workflow.id, content(workflow, change))
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }

  async function told (version) {
    return await until('the event is there', () => events.seen.find(event => event.type === 'external_change' && event.to === version))
  }

  /** Both see the same, and the next save makes exactly that the row. */
  async function allAgreeAndTheNextSaveCarriesIt () {
    await converged(ann, bob)
    const live = await http.content(workflow.id)
    const saved = await http.save(workflow.id)
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const row = await http.row(workflow.id)
    assert.deepEqual(row.content, live)
    assert.deepEqual(row.content.jobs.map(each => each.id).sort(), ann.jobIds.sort())
    for (const each of row.content.jobs) {
      assert.equal(each.body, ann.bodyText(each.id))
      assert.equal(each.name, bob.nameOf(each.id))
    }
    const state = await http.state(workflow.id)
    assert.equal(state.unsaved, false)
    assert.equal(state.writable, true)
    assert.equal(state.base_version, state.lock_version)
    return row.content
  }

  it('and unsaved edits in other fields both stand', async () => {
    ann.rename(workflow.b, 'Mine').type(workflow.b, 0, '// mine\n')
    await ann.settled()

    const written = await write(([a, b]) => [{ ...a, name: 'Theirs', body: BODY_A + '// theirs\n' }, b])

    assert.deepEqual(written.conflicts, [])
    await until('both see the name', () => [ann, bob].every(person => person.nameOf(workflow.a) === 'Theirs'))
    const event = await told(2)
    assert.equal(event.source, 'http')
    assert.deepEqual(event.changed.jobs, [workflow.a])
    assert.deepEqual(event.conflicts, [])
    const stored = await allAgreeAndTheNextSaveCarriesIt()
    assert.equal(jobIn(stored, workflow.b).name, 'Mine')
    assert.equal(jobIn(stored, workflow.b).body, '// mine\n' + BODY_B)
    assert.equal(jobIn(stored, workflow.a).body, BODY_A + '// theirs\n')
  })

  it('and unsaved edits elsewhere in the same text both stand', async () => {
    ann.type(workflow.a, 0, '// mine\n')
    await ann.settled()

    const written = await write(([a, b]) => [{ ...a, body: BODY_A + '// theirs\n' }, b])

    assert.deepEqual(written.conflicts, [])
    await until('bob sees both', () => bob.bodyText(workflow.a) === '// mine\n' + BODY_A + '// theirs\n')
    const stored = await allAgreeAndTheNextSaveCarriesIt()
    assert.equal(jobIn(stored, workflow.a).body, '// mine\n' + BODY_A + '// theirs\n')
  })

  it('of the field that somebody has edited stands, and both values are reported in the reply and in the event', async () => {
    ann.rename(workflow.a, 'Mine')
    await ann.settled()

    const written = await write(([a, b]) => [{ ...a, name: 'Theirs' }, b])

    const conflict = { path: `/jobs/${workflow.a}/name`, base: 'Fetch', theirs: 'Theirs', yours: 'Mine', resolution: 'theirs' }
    assert.deepEqual(written.conflicts, [conflict])
    assert.deepEqual((await told(2)).conflicts, [conflict])
    await until('both see the stored value', () => [ann, bob].every(person => person.nameOf(workflow.a) === 'Theirs'))
    await allAgreeAndTheNextSaveCarriesIt()
  })

  it('leaves a job that somebody has added and not saved', async () => {
    const added = randomUUID()
    ann.addJob(added, 'New', 'new();')
    await ann.settled()

    const written = await write(([a, b]) => [{ ...a, name: 'Theirs' }, b])

    assert.deepEqual(written.conflicts, [])
    await until('bob sees both', () => bob.nameOf(workflow.a) === 'Theirs' && bob.job(added) !== undefined)
    ann.type(added, 0, '// goes on\n')
    const stored = await allAgreeAndTheNextSaveCarriesIt()
    assert.equal(jobIn(stored, added).body, '// goes on\nnew();')
    assert.equal(jobIn(stored, workflow.a).name, 'Theirs')
  })

  it('does not bring back a job that somebody has deleted and not saved, and reports it', async () => {
    ann.removeJob(workflow.b)
    ann.doc.getArray('edges').delete(1, 1)
    await ann.settled()

    const written = await write(([a, b]) => [a, { ...b, name: 'Changed outside' }])

    assert.equal(written.conflicts.length, 1)
    assert.equal(written.conflicts[0].resolution, 'yours')
    assert.ok(written.conflicts[0].path.startsWith(`/jobs/${workflow.b}`))
    await converged(ann, bob)
    assert.deepEqual(bob.jobIds, [workflow.a])
    const stored = await allAgreeAndTheNextSaveCarriesIt()
    assert.deepEqual(stored.jobs.map(each => each.id), [workflow.a])
  })

  it('that deletes a job deletes it also where somebody has edited it, and keeps the edits in its report', async () => {
    ann.type(workflow.b, 0, '// precious\n')
    await ann.settled()

    const { status, body: written } = await http.put(workflow.id, {
      ...content(workflow, ([a]) => [a]), edges: content(workflow).edges.slice(0, 1)
    })

    assert.equal(status, 200, JSON.stringify(written))
    await until('the job is gone', () => ann.job(workflow.b) === undefined && bob.job(workflow.b) === undefined)
    const kept = written.conflicts.find(conflict => conflict.path === `/jobs/${workflow.b}`)
    assert.equal(kept.yours.body, '// precious\n' + BODY_B)
    await allAgreeAndTheNextSaveCarriesIt()
  })

  it('of a patch changes only what it names', async () => {
    ann.type(workflow.b, 0, '// mine\n')
    await ann.settled()
    const added = randomUUID()

    const { status, body } = await http.patch(workflow.id, { jobs: { [workflow.a]: { name: 'Patched' }, [added]: job(added, 'By patch', 'p();') } })

    assert.equal(status, 200, JSON.stringify(body))
    await until('both see it', () => [ann, bob].every(person => person.nameOf(workflow.a) === 'Patched' && person.job(added)))
    const stored = await allAgreeAndTheNextSaveCarriesIt()
    assert.equal(jobIn(stored, workflow.b).body, '// mine\n' + BODY_B)
    assert.equal(jobIn(stored, added).body, 'p();')
  })

  it('moves no cursor off its character, and typing goes on where it was', async () => {
    const index = BODY_A.indexOf('patients')
    const cursor = ann.cursorAt(workflow.a, index)
    const end = ann.cursorAt(workflow.a, BODY_A.indexOf(';'))
    const text = ann.body(workflow.a)
    ann.type(workflow.a, BODY_A.length, '// mine\n')
    await ann.settled()

    await write(([a, b]) => [{ ...a, body: '// before\n' + BODY_A.replace(';', ' // in between\n;') }, b])

    await until('ann sees it', () => ann.bodyText(workflow.a).startsWith('// before\n'))
    assert.equal(ann.body(workflow.a), text)
    assert.equal(ann.charAt(cursor), 'p')
    assert.equal(ann.charAt(end), ';')
    assert.equal(ann.bodyText(workflow.a), '// before\n' + BODY_A.replace(';', ' // in between\n;') + '// mine\n')
    await allAgreeAndTheNextSaveCarriesIt()
  })

  it('with nobody there is what the next one to open the document sees', async () => {
    ann.rename(workflow.b, 'Unsaved')
    await ann.settled()
    ann.goOffline()
    bob.goOffline()
    await until('nobody is there', async () => (await http.state(workflow.id)).presence.length === 0)

    await write(([a, b]) => [{ ...a, name: 'While you were away' }, b])

    const carl = await Person.joins(server, workflow.name)
    assert.equal(carl.nameOf(workflow.a), 'While you were away')
    assert.equal(carl.nameOf(workflow.b), 'Unsaved')
    carl.leave()
    ann.comeBack()
    bob.comeBack()
    await ann.synced()
    await bob.synced()
    await allAgreeAndTheNextSaveCarriesIt()
  })

  it('meets edits that somebody made offline, and nothing is lost or said twice', async () => {
    bob.goOffline()
    bob.type(workflow.a, BODY_A.length, '// bob\n').rename(workflow.b, "Bob's")

    await write(([a, b]) => [{ ...a, name: 'Theirs', body: '// theirs\n' + BODY_A }, b])
    bob.comeBack()
    await bob.synced()

    await converged(ann, bob)
    assert.equal(ann.bodyText(workflow.a), '// theirs\n' + BODY_A + '// bob\n')
    assert.equal(ann.nameOf(workflow.a), 'Theirs')
    assert.equal(ann.nameOf(workflow.b), "Bob's")
    await allAgreeAndTheNextSaveCarriesIt()
  })

  it('with If-Match is refused when the row has moved, and goes through with the new version', async () => {
    await write(([a, b]) => [{ ...a, name: 'First' }, b])

    const refused = await http.patch(workflow.id, { jobs: { [workflow.a]: { name: 'Second' } } }, { 'If-Match': '"1"' })
    const admitted = await http.patch(workflow.id, { jobs: { [workflow.a]: { name: 'Second' } } }, { 'If-Match': '"2"' })

    assert.equal(refused.status, 412)
    assert.equal(refused.body.code, 'precondition_failed')
    assert.equal(admitted.body.lock_version, 3)
    await until('ann sees it', () => ann.nameOf(workflow.a) === 'Second')
  })

  it('is heard of once by a reader of events who resumes', async () => {
    await write(([a, b]) => [{ ...a, name: 'One' }, b])
    const first = await told(2)
    events.leave()
    await write(([a, b]) => [{ ...a, name: 'Two' }, b])

    events = await http.events(workflow.id, first.id)

    await told(3)
    assert.equal(events.seen.filter(event => event.type === 'external_change').length, 1)
  })
})
