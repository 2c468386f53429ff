// What deep events say, as text; `Events.java` prints the same on the engine.

import * as Y from 'yjs'
import { canonicalDelta, canonicalEvent, canonicalKeys } from './rich.mjs'

export const canonicalEvents = (events, canonical) => `deep<${events.map(event => {
  const changes = event instanceof Y.YTextEvent
    ? canonicalEvent(event, canonical)
    : canonicalDelta(event.changes.delta, canonical) + canonicalKeys(event, canonical)
  return `[${event.path.map(canonical).join('.')}]${event.currentTarget.constructor.name}/${event.target.constructor.name}${changes}`
}).join(' ')}>`
