// Readers, strangers and hostile clients: nobody else suffers.

import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { randomOf } from '../lib/load.mjs'
import { Person, converged } from '../lib/person.mjs'
import { Raw, upgradeStatus } from '../lib/raw.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { BODY_A, stored } from '../lib/workflow.mjs'

const SYNC_STEP_2 = 1
const SYNC_UPDATE = 2
const DENIED = 2
const JOINS = 500
const HUGE = Number.MAX_SAFE_INTEGER

function syncFrame (kind, update) {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}

/** The bytes of numbers, each as a variable length unsigned integer. */
function numbers (...all) {
  const encoder = encoding.createEncoder()
  all.forEach(number => encoding.writeVarUint(encoder, number))
  return encoding.toUint8Array(encoder)
}

/** What an update changes, made on a copy of somebody's document. */
function updateOf (person, edit) {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(person.doc))
  let update
  copy.on('update', bytes => { update = bytes })
  copy.transact(() => edit(copy))
  copy.destroy()
  return update
}

describe('A server that not everybody is kind to', () => {
  let server
  let http
  before(async () => {
    server = await Server.start({ args: ['--recheck-every', '1s'] })
    http = server.http
  })
  after(async () => await server?.finish())

  describe('has viewers', () => {
    it('whose frames change nothing and are answered', async () => {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const { token } = await http.newcomer('viewer', 'viewer')
      const viewer = await Raw.joins(server, workflow.name, { token })
      const forged = updateOf(ann, doc => doc.getArray('jobs').get(0).set('name', 'Forged'))
      const before = ann.sees

      for (const [i, kind] of [SYNC_STEP_2, SYNC_UPDATE].entries()) {
        viewer.send(syncFrame(kind, forged))
        await until('it is answered', () => viewer.frames.filter(frame => frame[0] === DENIED).length === i + 1)
      }

      const decoder = decoding.createDecoder(viewer.frames.findLast(frame => frame[0] === DENIED))
      assert.deepEqual([decoding.readVarUint(decoder), decoding.readVarUint(decoder)], [2, 0])
      assert.match(decoding.readVarString(decoder), /^read_only: .+; clears: .+/)
      await ann.settled()
      assert.equal(ann.sees, before)
      assert.equal((await http.state(workflow.id)).unsaved, false)
      assert.equal(viewer.code, undefined)
      viewer.leave()
      ann.leave()
    })

    it('who see what others type, and whose own document is not what others see', async () => {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const { token } = await http.newcomer('viewer', 'viewer')
      const viewer = await Person.joins(server, workflow.name, { token })
      assert.deepEqual(viewer.denials, [])

      ann.type(workflow.a, 0, '// for all\n')
      await until('the viewer sees it', () => viewer.bodyText(workflow.a) === '// for all\n' + BODY_A)
      viewer.rename(workflow.a, 'Forged')
      await until('the viewer is told', () => viewer.denials.length > 0)
      viewer.goOffline().comeBack()
      await viewer.synced()
      await until('the viewer is told again', () => viewer.denials.length > 1)

      await ann.settled()
      assert.equal(ann.nameOf(workflow.a), 'Fetch')
      viewer.awareness.setLocalStateField('user', { name: 'viewer' })
      await until('ann sees the viewer', () => ann.awareness.getStates().get(viewer.doc.clientID)?.user?.name === 'viewer')
      viewer.leave()
      ann.leave()
    })

    it('who change nothing over HTTP either', async () => {
      const workflow = await stored(http)
      const { token } = await http.newcomer('viewer', 'viewer')
      const viewer = http.as(token)

      for (const reply of [
        await viewer.patch(workflow.id, { name: 'Forged' }),
        await viewer.save(workflow.id),
        await viewer.delete(workflow.id),
        await viewer.send('POST', `/api/documents/${workflow.name}/reset`),
        await viewer.send('POST', `/api/documents/${workflow.name}/versions/1/restore`)
      ]) {
        assert.equal(reply.status, 403, JSON.stringify(reply.body))
        assert.equal(reply.body.code, 'read_only')
      }
      assert.equal((await viewer.row(workflow.id)).lock_version, 1)
      assert.equal((await viewer.state(workflow.id)).writable, false)
    })
  })

  describe('meets bytes that are no messages', () => {
    /** Send each frame from a client of its own, and see that it is the only one to notice. */
    async function onlyTheSenderSuffers (frames, mustClose) {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const bob = await Person.joins(server, workflow.name)
      const seen = ann.sees
      for (const frame of frames) {
        const hostile = await Raw.joins(server, workflow.name)
        hostile.send(frame)
        if (mustClose) {
          const code = await hostile.closes()
          assert.ok([4400, 1009].includes(code), `closed with ${code} after ${Buffer.from(frame).toString('hex').slice(0, 80)}`)
        } else {
          await ann.settled()
          hostile.leave()
        }
      }
      ann.type(workflow.a, 0, '// alive\n')
      await converged(ann, bob)
      assert.equal(bob.bodyText(workflow.a), '// alive\n' + BODY_A)
      assert.equal(ann.sees, seen.replace(JSON.stringify(BODY_A), JSON.stringify('// alive\n' + BODY_A)))
      assert.deepEqual([...ann.closes, ...bob.closes], [])
      assert.equal((await http.save(workflow.id)).status, 200)
      ann.leave()
      bob.leave()
    }

    it('which are an update cut short, and closes their sender only', async () => {
      const doc = new Y.Doc()
      doc.getText('scratch').insert(0, 'hello')
      doc.getMap('more').set('list', new Y.Array())
      doc.getText('scratch').delete(1, 2)
      const update = Y.encodeStateAsUpdate(doc)
      const cut = Array.from({ length: update.length - 1 }, (_, length) => update.slice(0, length + 1))
      await onlyTheSenderSuffers(cut.map(bytes => syncFrame(SYNC_UPDATE, bytes)), true)
    })

    it('which claim huge lengths, and closes their sender only', async () => {
      const nested = syncFrame(SYNC_UPDATE, numbers(1, 1, 7, 0, 0)) // a struct without its content
      await onlyTheSenderSuffers([
        numbers(0, SYNC_UPDATE, HUGE), // of the update
        numbers(0, 0, HUGE), // of the state vector
        syncFrame(0, numbers(HUGE)), // entries of the state vector
        syncFrame(SYNC_UPDATE, numbers(HUGE)), // clients
        syncFrame(SYNC_UPDATE, numbers(1, HUGE, 7, 0)), // structs
        syncFrame(SYNC_UPDATE, numbers(1, 1, 7, 0, 0, HUGE, 0)), // of a collected struct
        syncFrame(SYNC_UPDATE, numbers(0, HUGE)), // clients with deletions
        syncFrame(SYNC_UPDATE, numbers(0, 1, 7, HUGE)), // deleted ranges
        syncFrame(SYNC_STEP_2, numbers(1, 1, 7, 0, 4, 1, 1, 116, HUGE)), // of a text
        syncFrame(SYNC_UPDATE, numbers(1, 1, 7, 0, 8, 1, 1, 116, HUGE)), // members of an any content
        numbers(1, HUGE), // of an awareness message
        numbers(1, 9, HUGE), // entries in it
        nested
      ], true)
    })

    it('which delete what is not there yet in huge ranges, and lets nobody else notice', async () => {
      await onlyTheSenderSuffers([
        syncFrame(SYNC_UPDATE, numbers(0, 1, 7, 1, 0, 2 ** 31 - 1)),
        syncFrame(SYNC_UPDATE, numbers(0, 1, 7, 1, 2 ** 30, 2 ** 30)),
        syncFrame(SYNC_UPDATE, numbers(1, 1, 7, 2 ** 40, 0, 2 ** 31 - 1, 0))
      ], false)
    })

    it('which are random, and lets nobody else notice', async t => {
      const seed = Number(process.env.EVENKEEL_E2E_SEED ?? Date.now() % 1_000_000)
      t.diagnostic(`EVENKEEL_E2E_SEED=${seed}`)
      const random = randomOf(seed)
      const bytes = length => Uint8Array.from({ length }, () => random() * 256)
      await onlyTheSenderSuffers(Array.from({ length: 60 }, (_, i) => [
        () => bytes(1 + random() * 200),
        () => syncFrame(SYNC_UPDATE, bytes(1 + random() * 200)),
        () => syncFrame(SYNC_STEP_2, bytes(1 + random() * 20)),
        () => Uint8Array.from([1, ...bytes(1 + random() * 40)])
      ][i % 4]()), false)
    })

    it('which are text or too many, and closes their sender only', async () => {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const text = await Raw.joins(server, workflow.name)
      text.send('hello')
      assert.equal(await text.closes(), 1003)
      const large = await Raw.joins(server, workflow.name)
      large.send(new Uint8Array(17 << 20))
      assert.equal(await large.closes(), 1009)

      ann.type(workflow.a, 0, '// alive\n')
      await ann.settled()
      assert.deepEqual(ann.closes, [])
      ann.leave()
    })
  })

  it('takes 500 joins and leaves at once on one document in one room, and keeps nothing of them', async () => {
    const workflow = await stored(http)
    const ann = await Person.joins(server, workflow.name)
    const presence = n => Uint8Array.from([1, ...encodedPresence(n)])
    const before = await resources()

    await Promise.all(Array.from({ length: JOINS }, async (_, n) => {
      const raw = new Raw(server, workflow.name, server.token)
      await raw.open
      if (n % 5 !== 0) { // every fifth leaves before it has said a word
        raw.send(Uint8Array.of(0, 0, 1, 0)).send(presence(1_000 + n))
        if (n % 5 > 1) await raw.gets('an answer', frame => frame[0] === 0 && frame[1] === 1)
      }
      if (n % 2 === 0) raw.leave()
      else raw.socket.close(1000)
      await raw.closed
    }))

    await until('only ann is there', async () => (await http.state(workflow.id)).presence.length === 1)
    await until('ann sees nobody else', () => ann.awareness.getStates().size === 1)
    // Rooms of other tests may have closed meanwhile, but none has opened.
    assert.ok((await resources()).rooms <= before.rooms)
    await until('all sockets are closed', async () => (await resources()).files <= before.files + 5)
    ann.type(workflow.a, 0, '// alive\n')
    await ann.settled()
    const fresh = await Person.joins(server, workflow.name)
    assert.equal(fresh.bodyText(workflow.a), '// alive\n' + BODY_A)
    assert.deepEqual(ann.closes, [])
    fresh.leave()
    ann.leave()
  })

  /** How many documents the server has open, and how many files the process, where the system tells. */
  async function resources () {
    const folder = `/proc/${server.pid}/fd`
    return { rooms: (await server.metrics()).evenkeel_rooms_open, files: existsSync(folder) ? readdirSync(folder).length : 0 }
  }

  function encodedPresence (client) {
    const inner = encoding.createEncoder()
    encoding.writeVarUint(inner, 1)
    encoding.writeVarUint(inner, client)
    encoding.writeVarUint(inner, 1)
    encoding.writeVarString(inner, JSON.stringify({ n: client }))
    const outer = encoding.createEncoder()
    encoding.writeVarUint8Array(outer, encoding.toUint8Array(inner))
    return encoding.toUint8Array(outer)
  }

  describe('lets in who has a token', () => {
    it('and turns everybody else away before there is a socket', async () => {
      const workflow = await stored(http)
      assert.equal(await upgradeStatus(server, workflow.name), 401)
      assert.equal(await upgradeStatus(server, workflow.name, { token: 'ek_forged' }), 401)
      assert.equal(await upgradeStatus(server, workflow.name, { token: server.token }), 101)
      assert.equal(await upgradeStatus(server, workflow.name, { headers: { Authorization: `Bearer ${server.token}` } }), 101)
      assert.equal(await upgradeStatus(server, workflow.name, { token: server.token, headers: { Origin: 'https://evil.example' } }), 403)
      assert.equal((await http.as('').patch(workflow.id, {})).status, 401)
      assert.equal((await http.as('ek_forged').patch(workflow.id, {})).status, 401)
    })

    it('and closes the open socket of a token that is revoked', async () => {
      const workflow = await stored(http)
      const ann = await Person.joins(server, workflow.name)
      const { id, token } = await http.newcomer('leaving', 'editor')
      const leaving = await Person.joins(server, workflow.name, { token })
      leaving.type(workflow.a, 0, '// last words\n')
      await converged(ann, leaving)

      assert.equal((await http.revoke(id)).status, 204)

      await until('the socket is closed', () => leaving.closes.includes(4401))
      leaving.rename(workflow.a, 'Forged')
      assert.equal(await upgradeStatus(server, workflow.name, { token }), 401)
      await ann.settled()
      assert.equal(ann.nameOf(workflow.a), 'Fetch')
      assert.equal(ann.bodyText(workflow.a), '// last words\n' + BODY_A)
      assert.deepEqual(ann.closes, [])
      leaving.leave()
      ann.leave()
    })

    it('and lets nobody see what belongs to another project', async () => {
      const workflow = await stored(http)
      await http.must('POST', '/api/projects', { id: 'other', name: 'Other' })
      const { token } = await http.must('POST', '/api/projects/other/tokens', {
        label: 'x', actor: { type: 'person', id: 'u-other', name: 'Other' }, role: 'owner'
      })
      assert.equal(await upgradeStatus(server, workflow.name, { token }), 403)
      for (const path of [`/api/projects/demo/workflows/${workflow.id}`, `/api/documents/${workflow.name}/state`, `/api/documents/${workflow.name}/content`]) {
        assert.equal((await http.as(token).send('GET', path)).status, 404)
      }
    })
  })
})
