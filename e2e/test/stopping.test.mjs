// The server is told to stop, and starts again.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Load, randomOf } from '../lib/load.mjs'
import { Person, converged } from '../lib/person.mjs'
import { Postgres } from '../lib/postgres.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { BODY_A, BODY_B, jobIn, stored } from '../lib/workflow.mjs'

for (const storage of ['embedded storage', 'PostgreSQL']) {
  describe(`A server on ${storage} that is stopped and started`, () => {
    let postgres
    let schema
    let server
    let http
    before(async () => {
      if (storage === 'PostgreSQL') {
        postgres = await Postgres.start()
        schema = await postgres.freshSchema()
      }
      server = await Server.start({ databaseUrl: schema?.url })
      http = server.http
    })
    after(async () => {
      await server?.finish()
      await schema?.sql.end()
      await postgres?.stop()
    })

    it('keeps unsaved edits, and a client that has kept its document comes back without saying anything twice', async () => {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const bob = await Person.joins(server, workflow.name)
      ann.type(workflow.a, 0, '// unsaved\n')
      await converged(ann, bob)
      bob.leave()

      assert.deepEqual(await server.terminate(), { code: 0, signal: null })
      ann.type(workflow.b, 0, '// typed while the server was away\n')
      await server.up()

      const fresh = await Person.joins(server, workflow.name)
      await ann.synced()
      await converged(ann, fresh)
      assert.equal(fresh.bodyText(workflow.a), '// unsaved\n' + BODY_A)
      assert.equal(fresh.bodyText(workflow.b), '// typed while the server was away\n' + BODY_B)
      assert.equal(fresh.jobs.length, 2)
      assert.equal((await http.state(workflow.id)).unsaved, true)
      assert.equal((await http.save(workflow.id)).body.lock_version, 2)
      assert.equal(jobIn((await http.row(workflow.id)).content, workflow.a).body, '// unsaved\n' + BODY_A)
      ann.leave()
      fresh.leave()
    })

    it('loses nothing when it is told to stop under load, closes its sockets with 1012 and exits with 0', async () => {
      const load = await Load.on(server, randomOf(1), { writers: 6, notes: 3 })
      load.begin()
      await load.untilAcknowledged(200)

      const ended = server.terminate()
      await until('all are told to come back', () => load.people.every(person => person.closes.length > 0))
      load.everybodyGoesOffline()
      assert.deepEqual(await ended, { code: 0, signal: null })
      await load.end()
      for (const person of load.people) assert.equal(person.closes[0], 1012)
      assert.match(server.err, /stopped drained=true/)

      await server.up()
      await load.assertNothingIsLost()
      await load.assertAllIsThereOnce()
    })
  })
}
