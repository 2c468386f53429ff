// A server that was started with --open, as a drop-in for any Yjs application.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import * as Y from 'yjs'
import { Person } from '../lib/person.mjs'
import { BRIEF, Server } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'

/** A stock server hides somebody who has reconnected for 15 seconds and more. */
const HOLE_MS = 10_000
const LARGE = (16 << 20) - 256

describe('An open server', () => {
  let server
  before(async () => { server = await Server.start({ open: true, javaOpts: `${BRIEF} -Xmx768m` }) })
  after(async () => await server?.finish())

  async function same (a, b) {
    await a.settled()
    await b.settled()
    await until('both hold the same', () => Y.equalSnapshots(Y.snapshot(a.doc), Y.snapshot(b.doc)))
  }

  it('takes the documents of any application, under any name, and keeps them over a restart', async () => {
    for (const name of ['notes', 'room/a b', 'free:ünïcode', `x${randomUUID()}:y`]) {
      const ann = await Person.joins(server, name)
      const bob = await Person.joins(server, name)
      const paragraph = new Y.XmlElement('paragraph')
      ann.doc.getXmlFragment('prosemirror').insert(0, [paragraph])
      paragraph.insert(0, [new Y.XmlText('Hello')])
      paragraph.setAttribute('align', 'left')
      ann.doc.getText('quill').insert(0, 'bold', { bold: true })
      bob.doc.getText('quill').insert(0, 'plain ')
      bob.doc.getText('quill').insertEmbed(0, { image: 'x.png' })
      const map = new Y.Map([['deep', new Y.Array()]])
      bob.doc.getMap('app').set('list', map)
      map.get('deep').insert(0, [1, 2.5, true, null, 'text', { a: [1] }, new Uint8Array([1, 2, 3])])
      await same(ann, bob)
      paragraph.get(0).format(0, 2, { em: {} })
      bob.doc.getText('quill').delete(1, 3)
      await same(ann, bob)
      const shown = show(ann)
      assert.equal(show(bob), shown)
      ann.leave()
      bob.leave()
    }
    const before = {}
    for (const name of ['notes', 'room/a b']) {
      const person = await Person.joins(server, name)
      before[name] = show(person)
      assert.ok(before[name].includes('llo'))
      person.leave()
    }

    await server.kill()
    await server.up()

    for (const [name, shown] of Object.entries(before)) {
      const person = await Person.joins(server, name)
      assert.equal(show(person), shown)
      person.leave()
    }
  })

  function show (person) {
    return JSON.stringify([
      person.doc.getXmlFragment('prosemirror').toString(),
      person.doc.getText('quill').toDelta(),
      person.doc.getMap('app').toJSON()
    ])
  }

  it('knows a name with and without its kind as one document', async () => {
    const ann = await Person.joins(server, 'one-document')
    const bob = await Person.joins(server, 'free:one-document')
    ann.doc.getText('t').insert(0, 'x')
    await until('bob sees it', () => bob.doc.getText('t').toString() === 'x')
    ann.leave()
    bob.leave()
  })

  it('lets an undo manager undo only what its own user has done', async () => {
    const ann = await Person.joins(server, 'undo')
    const bob = await Person.joins(server, 'undo')
    const undo = new Y.UndoManager(ann.doc.getText('t'))
    ann.doc.getText('t').insert(0, 'ann ')
    await same(ann, bob)
    bob.doc.getText('t').insert(4, 'bob')
    await same(ann, bob)
    undo.undo()
    await same(ann, bob)
    assert.equal(bob.doc.getText('t').toString(), 'bob')
    ann.leave()
    bob.leave()
  })

  it('shows who is there at once, also after a reconnect, and forgets who has gone', async t => {
    const ann = await Person.joins(server, 'presence')
    const bob = await Person.joins(server, 'presence')
    const seesBob = () => ann.awareness.getStates().get(bob.doc.clientID)?.user?.name
    bob.awareness.setLocalStateField('user', { name: 'bob' })
    const first = await timed(() => seesBob() === 'bob')

    // The client's own clock does not rise over this.
    bob.provider.ws.terminate()
    await until('ann sees that bob is gone', () => seesBob() === undefined)
    const again = await timed(() => seesBob() === 'bob')
    bob.goOffline()
    await until('ann sees that bob is gone', () => seesBob() === undefined)
    bob.comeBack()
    bob.awareness.setLocalStateField('user', { name: 'bob again' })
    const third = await timed(() => seesBob() === 'bob again')

    t.diagnostic(`seen after ${first} ms, after a cut socket ${again} ms, after a visit elsewhere ${third} ms`)
    const late = await Person.joins(server, 'presence')
    await until('a late joiner sees both', () => late.awareness.getStates().has(bob.doc.clientID))
    for (const person of [ann, bob, late]) person.leave()
  })

  async function timed (condition) {
    const began = Date.now()
    await until('it is seen', condition, HOLE_MS)
    return Date.now() - began
  }

  it('takes a first sync of 16 MiB, gives it to others, and has it after a restart', async () => {
    const doc = new Y.Doc()
    doc.getText('large').insert(0, 'x'.repeat(LARGE))
    const size = Y.encodeStateAsUpdate(doc).length
    assert.ok((16 << 20) - 512 < size && size <= 16 << 20)

    const ann = await Person.joins(server, 'large', { doc })
    await ann.settled()
    const bob = await Person.joins(server, 'large')
    assert.equal(bob.doc.getText('large').length, LARGE)
    bob.doc.getText('large').insert(5, 'bob')
    await until('ann sees it', () => doc.getText('large').length === LARGE + 3)
    assert.deepEqual(ann.closes, [])
    ann.leave()
    bob.leave()

    await server.kill()
    await server.up()

    const carl = await Person.joins(server, 'large')
    assert.equal(carl.doc.getText('large').length, LARGE + 3)
    assert.equal(carl.doc.getText('large').toString().slice(0, 9), 'xxxxxbobx')
    carl.leave()
  })

  it('offers a workflow to look at, which two clients edit, somebody writes outside, and a save makes one of', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    const [ann, bob] = [await Person.joins(server, `workflow:${id}`), await Person.joins(server, `workflow:${id}`)]
    const [job] = ann.jobIds
    ann.type(job, 0, '// ann\n')
    bob.type(job, bob.bodyText(job).length, '// bob\n')
    await ann.settled()
    await bob.settled()

    const { status, body } = await server.http.patch(id, { name: 'Renamed' })

    assert.equal(status, 200)
    assert.deepEqual(body.conflicts, [])
    await until('both see it', () => [ann, bob].every(person => person.doc.getMap('workflow').get('name') === 'Renamed'))
    assert.equal((await server.http.save(id)).status, 200)
    const row = await server.http.row(id)
    assert.equal(row.name, 'Renamed')
    assert.match(row.content.jobs[0].body, /^\/\/ ann\n[^]*\/\/ bob\n$/)
    ann.leave()
    bob.leave()
  })
})
