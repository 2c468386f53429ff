// Waiting for what must come about, instead of for time to pass.

import { setTimeout as pause } from 'node:timers/promises'

// Far more than anything takes: reaching it means that something hangs.
const PATIENCE_MS = 90_000
const STEP_MS = 15

/**
 * The first truthy answer of `condition`. What it throws counts as "not yet" and is shown when patience ends.
 *
 * @param {string} what said when it does not come about
 * @param {() => any} condition may be asynchronous
 */
export async function until (what, condition, patienceMs = PATIENCE_MS) {
  const giveUpAt = Date.now() + patienceMs
  let last
  for (;;) {
    try {
      last = await condition()
      if (last) return last
    } catch (error) {
      last = error
    }
    if (giveUpAt < Date.now()) throw new Error(`Waited ${patienceMs} ms in vain until ${what}; last: ${shown(last)}`)
    await pause(STEP_MS)
  }
}

function shown (value) {
  return value instanceof Error ? value.stack : JSON.stringify(value)
}

/** A promise of `promise` that fails when it takes longer than anything should. */
export function inTime (what, promise, patienceMs = PATIENCE_MS) {
  let timer
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${patienceMs} ms in vain for ${what}`)), patienceMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

export { pause }
