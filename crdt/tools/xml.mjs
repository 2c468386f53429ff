// Edits of XML types, and what readers see in them; XmlEdits.java does the same on the engine.

import * as Y from 'yjs'

export const xmlKinds = { xml: Y.XmlFragment, xmlel: Y.XmlElement, xmltext: Y.XmlText, hook: Y.XmlHook }

const tags = ['xmltext', 'xmlfrag', 'hook', 'xmlel']

/** A prepared node. `value` makes the values of attributes and hooks. */
export const node = ([tag, x], value) => {
  switch (tag) {
    case 'xmltext': return new Y.XmlText(x)
    case 'xmlfrag': {
      const fragment = new Y.XmlFragment()
      fragment.insert(0, x.map(each => node(each, value)))
      return fragment
    }
    case 'hook': {
      const hook = new Y.XmlHook(x[0])
      x[1].forEach(([k, v]) => hook.set(k, value(v, true)))
      return hook
    }
    case 'xmlel': {
      const element = new Y.XmlElement(x[0])
      x[1].forEach(([k, v]) => element.setAttribute(k, value(v, false)))
      element.insert(0, x[2].map(each => node(each, value)))
      return element
    }
    default: throw new Error('no XML node: ' + tag)
  }
}

const isType = v => v instanceof Y.AbstractType || v instanceof Y.Doc

// yjs breaks where there is a type in an attribute or hook, and has a copied subdocument in two places at once.
const canCopy = type => {
  if (type instanceof Y.XmlHook) return [...type.values()].every(v => !isType(v))
  if (type instanceof Y.XmlElement && !Object.values(type.getAttributes()).every(v => !isType(v))) return false
  if (type instanceof Y.XmlFragment) return type.toArray().every(canCopy)
  return type instanceof Y.Text && type.toDelta().every(op => !isType(op.insert))
}

export const editXml = (xml, edit, deep, value, say) => {
  const { w, a, b, s, k } = edit
  const n = xml.length
  const inserted = () => {
    const specs = edit.v.filter(v => tags.includes(v[0]))
    say(`nodes: ${JSON.stringify(specs.length === 0 ? [['xmltext', s]] : specs)}`)
    return specs.length === 0 ? [new Y.XmlText(s)] : specs.map(each => node(each, value))
  }
  if (w < 30) {
    say(`insert(${a % (n + 1)}, nodes)`)
    xml.insert(a % (n + 1), inserted())
  } else if (w < 36) {
    say('push(nodes)')
    xml.push(inserted())
  } else if (w < 42) {
    say('unshift(nodes)')
    xml.unshift(inserted())
  } else if (w < 52) {
    const choice = a % (n + 1)
    say(`insertAfter(child ${choice - 1}, nodes)`)
    xml.insertAfter(choice === 0 ? null : xml.get(choice - 1), inserted())
  } else if (w < 57 && n > 0 && canCopy(xml.get(a % n))) {
    say(`insert(${b % (n + 1)}, [get(${a % n}).clone()])`)
    xml.insert(b % (n + 1), [xml.get(a % n).clone()])
  } else if (w < 75 && n > 0) {
    const from = a % n
    const count = 1 + b % Math.min(3, n - from)
    say(`delete(${from}, ${count})`)
    xml.delete(from, count)
  } else if (xml instanceof Y.XmlElement) {
    if (w < 92) {
      say(`setAttribute(${JSON.stringify(k)}, ${JSON.stringify(edit.v[0])})`)
      xml.setAttribute(k, value(edit.v[0], deep))
    } else {
      say(`removeAttribute(${JSON.stringify(k)})`)
      xml.removeAttribute(k)
    }
  } else {
    say('push(nodes)')
    xml.push(inserted())
  }
}

export const editXmlText = (text, edit, say) => {
  const n = text.length
  if (edit.w < 60 || n === 0) {
    say(`insert(${edit.a % (n + 1)}, ${JSON.stringify(edit.s)})`)
    text.insert(edit.a % (n + 1), edit.s)
  } else {
    const from = edit.a % n
    say(`delete(${from}, ${1 + edit.b % (n - from)})`)
    text.delete(from, 1 + edit.b % (n - from))
  }
}

const name = type => {
  if (type === null) return '-'
  if (type instanceof Y.XmlElement) return type.nodeName
  if (type instanceof Y.XmlText) return '#text' + type.length
  if (type instanceof Y.XmlHook) return '#hook'
  return type instanceof Y.XmlFragment ? '#fragment' : '#other'
}

const describe = (type, canonical) => {
  if (type instanceof Y.XmlText) return `(${name(type.prevSibling)},${name(type.nextSibling)})`
  if (type instanceof Y.XmlElement) {
    const attributes = type.getAttributes()
    const all = Object.keys(attributes).sort().map(k => k + '=' + canonical(attributes[k]))
    return `(${name(type.prevSibling)},${name(type.nextSibling)},${all.join(';')},${type.hasAttribute('a')})`
  }
  return type instanceof Y.XmlHook ? type.hookName : ''
}

/** What a walk through everything meets. */
export const look = (xml, canonical) => {
  let seen = ''
  if (xml instanceof Y.XmlFragment) {
    for (const type of xml.createTreeWalker(() => true)) seen += name(type) + describe(type, canonical) + ' '
    const first = xml.querySelector('div')
    seen += `|${name(xml.firstChild)}|${first === null ? '-' : first.toString()}`
    for (const each of xml.querySelectorAll('P')) seen += `|${each.nodeName}${each.length}`
  }
  return new Uint8Array(Buffer.from(seen))
}
