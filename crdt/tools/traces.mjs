// Replays editing traces on npm yjs and prints what comes out: `node traces.mjs FILE.json.gz...`
//
// One replica per agent (client ids from 3,000,000,000 on), root "text", one transaction per deletion and per insertion, garbage collected.
// Where a trace has several agents, each hears of what an edit of its own is based on right before it makes that edit, in the order of the
// trace; in the end the first hears of everything. TraceTest does the same on the engine.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'

const FIRST_CLIENT = 3000000000

const replay = trace => {
  const { txns, numAgents = 1 } = trace
  const totals = { events: 0, v1: 0, v2: 0 }
  let current = []
  const replicas = Array.from({ length: numAgents }, (_, agent) => {
    const doc = new Y.Doc()
    doc.clientID = FIRST_CLIENT + agent
    doc.on('update', (update, _origin, _doc, transaction) => {
      if (!transaction.local) return
      totals.events++
      totals.v1 += update.length
      current.push(update)
    })
    doc.on('updateV2', (update, _origin, _doc, transaction) => { if (transaction.local) totals.v2 += update.length })
    return { text: doc.getText('text'), doc, heard: new Set() }
  })
  const told = []
  /** Everything that a transaction is based on and that the replica has not heard of. */
  const catchUp = (replica, parents) => {
    const missing = []
    const open = [...parents]
    while (open.length > 0) {
      const at = open.pop()
      if (replica.heard.has(at)) continue
      replica.heard.add(at)
      missing.push(at)
      open.push(...(txns[at].parents ?? []))
    }
    missing.sort((a, b) => a - b).forEach(at => told[at].forEach(update => Y.applyUpdate(replica.doc, update)))
  }
  txns.forEach((txn, at) => {
    const replica = replicas[txn.agent ?? 0]
    if (numAgents > 1) catchUp(replica, txn.parents)
    for (const [position, deleted, inserted] of txn.patches) {
      if (deleted > 0) replica.text.delete(position, deleted)
      if (inserted.length > 0) replica.text.insert(position, inserted)
    }
    replica.heard.add(at)
    told.push(numAgents > 1 ? current : [])
    current = []
  })
  const [first] = replicas
  if (numAgents > 1) catchUp(first, txns.keys())
  return {
    text: first.text.toString(),
    events: totals.events,
    eventsV1: totals.v1,
    eventsV2: totals.v2,
    v1: Y.encodeStateAsUpdate(first.doc).length,
    v2: Y.encodeStateAsUpdateV2(first.doc).length
  }
}

for (const file of process.argv.slice(2)) {
  const trace = JSON.parse(gunzipSync(readFileSync(file)))
  const { text, ...sizes } = replay(trace)
  console.log(JSON.stringify({ trace: basename(file, '.json.gz'), ends: text === trace.endContent, ...sizes }))
}
