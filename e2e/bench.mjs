// How long 10,000 small updates by ten clients take to reach all the others: npm run bench
//
// Clients and server share the machine, and the ten clients share one thread that applies 100,000 updates, so this is a lower bound of what the
// server can do. The pace is the clients': each types its next character as soon as the event loop comes around, at most WINDOW ahead of its echo.

import { cpus, totalmem } from 'node:os'
import { setImmediate as turn } from 'node:timers/promises'
import { Person } from './lib/person.mjs'
import { Postgres } from './lib/postgres.mjs'
import { Server } from './lib/server.mjs'
import { until } from './lib/until.mjs'

const CLIENTS = 10
const UPDATES = 10_000
const ROUNDS = 3
// Below what a connection may send at once.
const WINDOW = 200

async function round (server, name) {
  const people = []
  for (let i = 0; i < CLIENTS; i++) people.push(await Person.joins(server, name))
  const texts = people.map(person => person.doc.getText('text'))
  const began = performance.now()
  await Promise.all(people.map(async (person, i) => {
    const own = texts[i]
    for (let n = 0; n < UPDATES / CLIENTS; n++) {
      while (person.acknowledged + WINDOW < n) await turn()
      own.insert(own.length, 'x')
      if (n % 10 === 9) await turn()
    }
  }))
  const typed = performance.now() - began
  await until('all have all', () => texts.every(text => text.length === UPDATES))
  const reached = performance.now() - began
  people.forEach(person => person.leave())
  return { typed, reached }
}

async function measure (storage, server) {
  // The first round warms the server up.
  await round(server, 'bench-0')
  for (let n = 1; n <= ROUNDS; n++) {
    const { typed, reached } = await round(server, `bench-${n}`)
    const perSecond = Math.round(UPDATES / reached * 1000)
    console.log(`| ${storage} | ${n} | ${Math.round(typed)} ms | ${Math.round(reached)} ms | ${perSecond} | ${perSecond * CLIENTS} | ${server.startedMs[0]} ms |`)
  }
  await server.finish()
}

console.log(`${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`)
console.log(`${CLIENTS} clients, ${UPDATES} updates of one character, one document\n`)
console.log('| storage | round | typed after | with all after | updates/s | deliveries/s | server ready after |')
console.log('|---|---|---|---|---|---|---|')
await measure('embedded', await Server.start({ open: true, javaOpts: '' }))
const postgres = await Postgres.start()
const schema = await postgres.freshSchema()
await measure('PostgreSQL', await Server.start({ open: true, javaOpts: '', databaseUrl: schema.url }))
await schema.sql.end()
await postgres.stop()
