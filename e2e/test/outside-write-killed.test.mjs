// The process dies between the commit of an outside write and its merge, or rows change past the server.
// On PostgreSQL: from a connection of our own the log can be locked and rows can be changed.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { Person } from '../lib/person.mjs'
import { Postgres } from '../lib/postgres.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { BODY_A, content, jobIn, stored } from '../lib/workflow.mjs'

describe('A row that is ahead of its live document', () => {
  let postgres
  let sql
  let server
  let http
  let workflow
  let ann
  before(async () => {
    postgres = await Postgres.start()
    const schema = await postgres.freshSchema()
    sql = schema.sql
    server = await Server.start({ databaseUrl: schema.url, args: ['--sweep-every', '1s'] })
    http = server.http
  })
  after(async () => {
    await server?.finish()
    await sql?.end()
    await postgres?.stop()
  })
  beforeEach(async () => {
    workflow = await stored(http)
    ann = await Person.joins(server, workflow.name)
    ann.type(workflow.a, 0, '// mine\n').rename(workflow.b, 'Mine')
    await ann.settled()
  })
  afterEach(() => ann.leave())

  async function storedVersion () {
    const { rows } = await sql.query('SELECT lock_version FROM documents WHERE doc_key = $1', [workflow.id])
    return Number(rows[0].lock_version)
  }

  /** Change the row, past the server. */
  async function changeBySql (change) {
    const { rows } = await sql.query('SELECT content FROM documents WHERE doc_key = $1', [workflow.id])
    const next = change(JSON.parse(rows[0].content))
    await sql.query('UPDATE documents SET content = $2, lock_version = lock_version + 1 WHERE doc_key = $1', [workflow.id, JSON.stringify(next)])
  }

  const renamed = name => row => ({ ...row, jobs: row.jobs.map(job => job.id === workflow.a ? { ...job, name, body: job.body + `// ${name}\n` } : job) })

  async function everybodyIsLevelWith (name) {
    await ann.settled()
    await until('the change is there', () => ann.nameOf(workflow.a) === name)
    assert.equal(ann.bodyText(workflow.a), '// mine\n' + BODY_A + `// ${name}\n`)
    assert.equal(ann.nameOf(workflow.b), 'Mine')
    const state = await http.state(workflow.id)
    assert.equal(state.base_version, state.lock_version)
    assert.equal(state.writable, true)
    const saved = await http.save(workflow.id)
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const { content: row } = await http.row(workflow.id)
    assert.equal(jobIn(row, workflow.a).body, '// mine\n' + BODY_A + `// ${name}\n`)
    assert.equal(jobIn(row, workflow.a).name, name)
    assert.equal(jobIn(row, workflow.b).name, 'Mine')
  }

  /** Bring about that the row is committed and the process is dead before the merge is kept. */
  async function killBetweenCommitAndMerge (name) {
    await sql.query('BEGIN')
    await sql.query('LOCK TABLE update_log IN ACCESS EXCLUSIVE MODE')
    const write = http.put(workflow.id, renamed(name)(content(workflow))).catch(error => error)
    await until('the row is committed', async () => await storedVersion() === 2)
    await server.kill()
    await sql.query('ROLLBACK')
    const answer = await write
    assert.ok(answer instanceof Error, 'nobody was told that the write was merged')
    const { rows } = await sql.query('SELECT lock_version FROM bases WHERE doc_key = $1', [workflow.id])
    assert.equal(Number(rows[0].lock_version), 1, 'the merge was not kept')
  }

  it('because the process was killed between commit and merge is merged after the restart, with nobody in a hurry', async () => {
    ann.goOffline()
    await killBetweenCommitAndMerge('Killed')

    await server.up()

    const fresh = await Person.joins(server, workflow.name)
    assert.equal(fresh.nameOf(workflow.a), 'Killed')
    assert.equal(fresh.bodyText(workflow.a), '// mine\n' + BODY_A + '// Killed\n')
    assert.equal(fresh.nameOf(workflow.b), 'Mine')
    fresh.leave()
    ann.comeBack()
    await everybodyIsLevelWith('Killed')
  })

  it('because the process was killed between commit and merge is merged while its clients rush back with their documents', async () => {
    await killBetweenCommitAndMerge('Rush')
    ann.type(workflow.b, 0, '// typed while the server was away\n')

    await server.up()

    await everybodyIsLevelWith('Rush')
    assert.ok(ann.bodyText(workflow.b).startsWith('// typed while the server was away\n'))
  })

  it('because it was changed by plain SQL while the server was down is merged when the document is opened', async () => {
    await server.kill()
    await changeBySql(renamed('Plain SQL'))

    await server.up()

    await everybodyIsLevelWith('Plain SQL')
  })

  it('because it was changed by plain SQL while the server was running is merged without anybody asking', async () => {
    await changeBySql(renamed('Behind your back'))

    await until('ann sees it', () => ann.nameOf(workflow.a) === 'Behind your back')
    await everybodyIsLevelWith('Behind your back')
  })

  it('because it was changed by plain SQL just before a save is merged before the row is written, and somebody is told', async () => {
    await changeBySql(renamed('Just before'))

    const saved = await http.save(workflow.id)

    assert.equal(saved.body.lock_version, 3)
    const events = await http.events(workflow.id, 0)
    await until('the save is among the events', () => events.seen.some(event => event.type === 'saved' && event.lock_version === 3))
    const merges = events.seen.filter(event => event.type === 'external_change')
    assert.deepEqual(merges.map(({ from, to }) => ({ from, to })), [{ from: 1, to: 2 }])
    // Unless the sweep was faster.
    if (saved.body.merged.length > 0) assert.deepEqual(saved.body.merged.map(({ from, to }) => ({ from, to })), [{ from: 1, to: 2 }])
    events.leave()
    await everybodyIsLevelWith('Just before')
  })

  it('of a document that nobody has ever opened is what the first one to open it sees', async () => {
    const other = await stored(http)
    await server.kill()
    await sql.query(
      'UPDATE documents SET content = replace(content, $2, $3), lock_version = lock_version + 1 WHERE doc_key = $1',
      [other.id, '"Fetch"', '"Fetched"']
    )
    await server.up()

    const first = await Person.joins(server, other.name)

    assert.equal(first.nameOf(other.a), 'Fetched')
    assert.equal(first.jobs.length, 2)
    first.leave()
  })
})
