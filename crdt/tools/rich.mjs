// Formatted text: local edits with attributes, embeds and deltas, and how such text is printed.

import * as Y from 'yjs'
import { snap } from './schedule.mjs'

/** The text with a place holder for each embed and type, so that positions can be chosen in it. */
const units = text => text.toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')

/** The next boundary of a pair, for the end of a range. */
const snapUp = (s, i) => snap(s, i) === i ? i : i + 1

const attributes = (specs, value) => specs === undefined || specs === null ? undefined : Object.fromEntries(specs.map(([k, v]) => [k, value(v, true)]))

/** A text with formatting as its delta, any other as a string. */
export const canonicalText = (text, quote, canonical) => {
  const delta = text.toDelta()
  const keys = Object.keys(text.getAttributes())
  const own = keys.length === 0 ? '' : canonical(text.getAttributes())
  if (delta.every(op => typeof op.insert === 'string' && op.attributes === undefined)) return quote(text.toString()) + own
  return canonicalDelta(delta, canonical) + own
}

/** The attributes in their order, because marks are written in that. */
export const canonicalDelta = (delta, canonical) => `delta[${delta.map(op => {
  const [verb] = ['insert', 'retain', 'delete'].filter(v => op[v] !== undefined)
  const list = Object.entries(op.attributes ?? {}).map(([k, v]) => canonical(k) + ':' + canonical(v))
  return `${verb} ${canonical(op[verb])}${list.length === 0 ? '' : `{${list.join(',')}}`}`
}).join(',')}]`

/**
 * What an event says. yjs leaves out embeds that are numbers or booleans, so nobody prints them; and what then stays at
 * the end has nothing to say.
 */
export const canonicalEvent = (event, canonical) => {
  const delta = [...event.delta]
  while (delta.length > 0 && delta.at(-1).retain !== undefined && delta.at(-1).attributes === undefined) delta.pop()
  return canonicalDelta(delta, canonical) + canonicalKeys(event, canonical)
}

export const canonicalKeys = (event, canonical) =>
  `{${[...event.keys.entries()].map(([k, c]) => `${canonical(k)}:${c.action}${c.action === 'add' ? '' : canonical(c.oldValue)}`).sort().join(',')}}`

/** The operations of a delta, from arbitrary numbers. */
const operations = (text, specs, deep, value) => {
  let u = units(text)
  let at = 0
  const delta = []
  for (const op of specs) {
    const given = attributes(op.at, value)
    const more = given === undefined ? {} : { attributes: given }
    if (op.s !== undefined) {
      delta.push({ insert: op.s, ...more })
      u = u.slice(0, at) + op.s + u.slice(at)
      at += op.s.length
    } else if (op.v !== undefined) {
      delta.push({ insert: value(op.v, false), ...more })
      u = u.slice(0, at) + '\ufffc' + u.slice(at)
      at += 1
    } else if (op.r !== undefined) {
      const to = snapUp(u, at + 1 + op.r % (u.length - at + 2))
      delta.push({ retain: to - at, ...more })
      while (u.length < to) u += '\n'
      at = to
    } else if (at < u.length) {
      const to = snapUp(u, at + 1 + op.d % (u.length - at))
      delta.push({ delete: to - at })
      u = u.slice(0, at) + u.slice(to)
    }
  }
  return delta
}

export const editText = (text, edit, deep, value, say) => {
  const { op, at: specs, delta, sanitize } = edit.rich
  const u = units(text)
  const given = attributes(specs, value)
  const at = snap(u, edit.a % (u.length + 1))
  switch (op) {
    case 'insert':
      say(`insert(${at}, ${JSON.stringify(edit.s)}, ${JSON.stringify(given)})`)
      text.insert(at, edit.s, given)
      break
    case 'embed': {
      const embed = value(deep && ['text', 'rtext', 'array', 'map'].includes(edit.rich.v[0]) ? ['num', '1'] : edit.rich.v, false)
      say(`insertEmbed(${at}, ${JSON.stringify(edit.rich.v)}, ${JSON.stringify(given)})`)
      text.insertEmbed(at, embed, given)
      break
    }
    case 'format': {
      const to = snapUp(u, at + 1 + edit.b % (u.length - at + 2))
      say(`format(${at}, ${to - at}, ${JSON.stringify(given ?? {})})`)
      text.format(at, to - at, given ?? {})
      break
    }
    case 'delete': {
      if (at === u.length) break
      const to = snapUp(u, at + 1 + edit.b % (u.length - at))
      say(`delete(${at}, ${to - at})`)
      text.delete(at, to - at)
      break
    }
    case 'delta': {
      const list = operations(text, delta, deep, value)
      say(`applyDelta(${JSON.stringify(list)}, {sanitize: ${sanitize}})`)
      text.applyDelta(list, { sanitize })
      break
    }
    case 'copy':
      if (deep || text.toDelta().some(each => each.insert instanceof Y.AbstractType)) break
      say(`insertEmbed(${at}, text.clone(), ${JSON.stringify(given)})`)
      text.insertEmbed(at, text.clone(), given)
      break
    case 'set':
      say(`setAttribute(${JSON.stringify(edit.k)}, …)`)
      text.setAttribute(edit.k, value(edit.rich.v, deep))
      break
    case 'unset':
      say(`removeAttribute(${JSON.stringify(edit.k)})`)
      text.removeAttribute(edit.k)
      break
    default: throw new Error('unknown edit ' + op)
  }
}

/** A text outside of a document; what is done to it there waits. */
export const preparedText = (calls, value) => {
  const text = new Y.Text()
  for (const [op, at, x, specs] of calls) {
    switch (op) {
      case 'insert': text.insert(at, x, attributes(specs, value)); break
      case 'embed': text.insertEmbed(at, value(x, false), attributes(specs, value)); break
      case 'format': text.format(at, x, attributes(specs, value) ?? {}); break
      case 'delete': text.delete(at, x); break
      case 'set': text.setAttribute(at, value(x, false)); break
      case 'unset': text.removeAttribute(at); break
      case 'delta': text.applyDelta(x.map(e => ({
        ...(e.s !== undefined ? { insert: e.s } : e.v !== undefined ? { insert: value(e.v, false) } : e.r !== undefined ? { retain: e.r } : { delete: e.d }),
        ...(e.at ? { attributes: attributes(e.at, value) } : {})
      }))); break
      default: throw new Error('unknown call ' + op)
    }
  }
  return text
}
