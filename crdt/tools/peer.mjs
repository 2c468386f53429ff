// The yjs half of the lockstep fuzz: one schedule per line on stdin, one answer per line on stdout.

import { createInterface } from 'node:readline'
import { answer } from './schedule.mjs'

// yjs warns on the console; stdout belongs to the protocol.
for (const level of ['log', 'info', 'warn', 'debug']) console[level] = (...words) => console.error(...words)

for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let reply
  try {
    reply = answer(JSON.parse(text))
  } catch (error) {
    reply = { error: String(error?.stack ?? error) }
  }
  process.stdout.write(JSON.stringify(reply) + '\n')
}
