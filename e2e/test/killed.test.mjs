// kill -9 under load, again and again, on the same data.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Load, randomOf } from '../lib/load.mjs'
import { Postgres } from '../lib/postgres.mjs'
import { Server } from '../lib/server.mjs'
import { pause } from '../lib/until.mjs'

const SEED = Number(process.env.EVENKEEL_E2E_SEED ?? Date.now() % 1_000_000)

async function killAgainAndAgain (server, times, t) {
  t.diagnostic(`EVENKEEL_E2E_SEED=${SEED}`)
  const random = randomOf(SEED)
  const load = await Load.on(server, random)
  for (let round = 0; round < times; round++) {
    load.begin()
    await load.untilAcknowledged(60)
    await pause(Math.floor(random() * 300))
    const killed = server.kill()
    load.everybodyGoesOffline()
    await killed
    await load.end()

    await server.up()
    await load.assertNothingIsLost()
    await load.assertAllIsThereOnce()
  }
  const typed = load.writers.reduce((sum, writer) => sum + writer.typed.length, 0)
  t.diagnostic(`${times} kills, ${typed} tokens typed, ${load.saves} saves`)
  assert.ok(load.saves > 0)
  assert.equal((await server.http.state(load.workflow.id)).writable, true)
}

describe('A server that is killed under load, 20 times,', () => {
  let server
  before(async () => {
    server = await Server.start({ args: ['--room-linger', '1s', '--room-compact-after-entries', '50'] })
  })
  after(async () => await server?.finish())

  it('has lost nothing that anybody had seen of another or that was acknowledged, and says nothing twice', async t => {
    await killAgainAndAgain(server, 20, t)
  })
})

describe('A server on PostgreSQL that is killed under load, 5 times,', () => {
  let postgres
  let schema
  let server
  before(async () => {
    postgres = await Postgres.start()
    schema = await postgres.freshSchema()
    server = await Server.start({ databaseUrl: schema.url })
  })
  after(async () => {
    await server?.finish()
    await schema?.sql.end()
    await postgres?.stop()
  })

  it('has lost nothing that anybody had seen of another or that was acknowledged, and says nothing twice', async t => {
    await killAgainAndAgain(server, 5, t)
  })
})
