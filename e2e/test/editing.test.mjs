// People edit one document, save it, and find it again.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Person, converged } from '../lib/person.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { BODY_A, content, jobIn, stored } from '../lib/workflow.mjs'

describe('A workflow that people edit', () => {
  let server
  let http
  before(async () => {
    server = await Server.start()
    http = server.http
  })
  after(async () => await server?.finish())

  it('is the same for two clients whatever they type at once', async () => {
    const workflow = await stored(http)
    const [ann, bob] = [await Person.joins(server, workflow.name), await Person.joins(server, workflow.name)]

    for (let i = 0; i < 50; i++) {
      ann.type(workflow.a, 0, `a${i} `)
      bob.type(workflow.a, bob.bodyText(workflow.a).length, `b${i} `)
      if (i % 10 === 0) bob.rename(workflow.b, `Store ${i}`)
      if (i % 10 === 5) await ann.settled()
    }
    await converged(ann, bob)

    const body = ann.bodyText(workflow.a)
    for (let i = 0; i < 50; i++) assert.ok(body.includes(`a${i} `) && body.includes(`b${i} `))
    assert.equal(body.length, BODY_A.length + 2 * (10 * 3 + 40 * 4))
    assert.equal(ann.nameOf(workflow.b), 'Store 40')
    assert.equal(jobIn(await http.content(workflow.id), workflow.a).body, body)
    assert.equal(jobIn((await http.row(workflow.id)).content, workflow.a).body, BODY_A)
    ann.leave()
    bob.leave()
  })

  it('is there as a whole for who joins late', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.type(workflow.a, 0, '// unsaved\n')
    await ann.settled()

    const late = await Person.joins(server, workflow.name)

    assert.equal(late.bodyText(workflow.a), '// unsaved\n' + BODY_A)
    assert.equal(late.sees, ann.sees)
    ann.leave()
    late.leave()
  })

  it('becomes the row and a version when it is saved, and makes none when nothing has changed', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    const untouched = await http.save(workflow.id)
    assert.deepEqual(untouched.body, { lock_version: 1, changed: false, merged: [] })
    ann.type(workflow.a, 0, '// two\n')
    await ann.settled()
    assert.equal((await http.state(workflow.id)).unsaved, true)

    const saved = await http.save(workflow.id)
    const again = await http.save(workflow.id)

    assert.deepEqual(saved.body, { lock_version: 2, changed: true, merged: [] })
    assert.deepEqual(again.body, { lock_version: 2, changed: false, merged: [] })
    const row = await http.row(workflow.id)
    assert.equal(row.lock_version, 2)
    assert.equal(jobIn(row.content, workflow.a).body, '// two\n' + BODY_A)
    assert.deepEqual((await http.versions(workflow.id)).map(version => version.label).sort(), ['1', '2'])
    await until('the document shows the new version', () => ann.lockVersion === 2)
    assert.equal((await http.state(workflow.id)).unsaved, false)
    ann.leave()
  })

  it('names what is wrong with it, stores nothing, and stays writable', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.rename(workflow.a, '')
    await ann.settled()

    const refused = await http.save(workflow.id)

    assert.equal(refused.status, 422)
    assert.ok(refused.body.errors.jobs[workflow.a].name)
    assert.equal((await http.row(workflow.id)).lock_version, 1)
    ann.rename(workflow.a, 'Good again').type(workflow.a, 0, '// x\n')
    await ann.settled()
    assert.equal((await http.save(workflow.id)).body.lock_version, 2)
    ann.leave()
  })

  it('can be saved with a retry that saves nothing twice', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.type(workflow.a, 0, '// once\n')
    await ann.settled()
    const key = { 'Idempotency-Key': `save-${workflow.id}` }

    const first = await http.save(workflow.id, '', key)
    ann.type(workflow.a, 0, '// later\n')
    await ann.settled()
    const retry = await http.save(workflow.id, '', key)

    assert.equal(first.body.lock_version, 2)
    assert.equal(retry.body.lock_version, 2)
    assert.equal((await http.row(workflow.id)).lock_version, 2)
    ann.leave()
  })

  it('goes back to its row on a reset, and what is dropped is a draft that can be restored', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    ann.type(workflow.a, 0, '// dropped\n')
    await ann.settled()

    const { draft } = await http.reset(workflow.id)

    await until('the row is what is shown', () => ann.bodyText(workflow.a) === BODY_A)
    const restored = await http.must('POST', `/api/documents/${workflow.name}/versions/${draft}/restore`)
    assert.equal(jobIn(restored.content, workflow.a).body, '// dropped\n' + BODY_A)
    await until('the draft is shown', () => ann.bodyText(workflow.a) === '// dropped\n' + BODY_A)
    ann.leave()
  })

  it('can be looked at in an old version, which takes no edits and stays as it is', async () => {
    const workflow = await stored(http)
    await http.put(workflow.id, content(workflow, ([a, b]) => [{ ...a, name: 'Second' }, b]))

    const reader = await Person.joins(server, `${workflow.name}:v1`)
    assert.equal(reader.nameOf(workflow.a), 'Fetch')
    reader.rename(workflow.a, 'Forged')
    await until('the reader is told', () => reader.denials.length > 0)

    const next = await Person.joins(server, `${workflow.name}:v1`)
    assert.equal(next.nameOf(workflow.a), 'Fetch')
    assert.equal((await http.row(workflow.id)).lock_version, 2)
    reader.leave()
    next.leave()
  })
})
