// The HTTP API, as a writer outside of the live documents uses it.

import { EventEmitter } from 'node:events'
import { randomUUID } from 'node:crypto'

/** @typedef {{ status: number, body: any, headers: Headers }} Reply */

export class Http {
  /**
   * @param {Set<{ leave: () => void }>} guests who has something open
   * @param {string} project where workflows are
   */
  constructor (url, token, guests, project = 'demo') {
    this.url = url
    this.guests = guests
    this.token = token
    this.project = project
  }

  /** The same server for somebody else. */
  as (token) {
    return new Http(this.url, token, this.guests, this.project)
  }

  /** @returns {Promise<Reply>} */
  async send (method, path, body, headers = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.#authorization(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body)
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
  }

  #authorization () {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {}
  }

  /** What was answered, which must be a success. */
  async must (method, path, body, headers) {
    const reply = await this.send(method, path, body, headers)
    if (reply.status < 200 || 299 < reply.status) {
      throw new Error(`${method} ${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    }
    return reply.body
  }

  #workflow (id) {
    return `/api/projects/${this.project}/workflows/${id}`
  }

  #document (id) {
    return `/api/documents/workflow:${id}`
  }

  /** Store a new workflow and give its row. */
  async create (content) {
    return await this.must('POST', `/api/projects/${this.project}/workflows`, content)
  }

  async row (id) {
    return await this.must('GET', this.#workflow(id))
  }

  async rows () {
    return await this.must('GET', `/api/projects/${this.project}/workflows`)
  }

  async put (id, content, headers) {
    return await this.send('PUT', this.#workflow(id), content, headers)
  }

  async patch (id, patch, headers) {
    return await this.send('PATCH', this.#workflow(id), patch, headers)
  }

  async delete (id, query = '') {
    return await this.send('DELETE', this.#workflow(id) + query)
  }

  async save (id, query = '', headers = {}) {
    return await this.send('POST', `${this.#document(id)}/save${query}`, undefined, headers)
  }

  async reset (id) {
    return await this.must('POST', `${this.#document(id)}/reset`)
  }

  async state (id, query = '') {
    return await this.must('GET', `${this.#document(id)}/state${query}`)
  }

  async content (id) {
    return await this.must('GET', `${this.#document(id)}/content`)
  }

  async versions (id) {
    return await this.must('GET', `${this.#document(id)}/versions`)
  }

  /** Somebody new in the project, with a token of their own: `{ id, token }`. */
  async newcomer (name, role) {
    return await this.must('POST', `/api/projects/${this.project}/tokens`, {
      label: name, actor: { type: 'person', id: `u-${name}-${randomUUID()}`, name }, role
    })
  }

  async revoke (tokenId) {
    return await this.send('DELETE', `/api/projects/${this.project}/tokens/${tokenId}`)
  }

  /**
   * The document's events. `seen` grows; `event` is emitted for each.
   *
   * @param {number} [after] the position to begin after; now, if absent
   */
  async events (id, after) {
    const stop = new AbortController()
    const response = await fetch(`${this.url}${this.#document(id)}/events`, {
      headers: { ...this.#authorization(), ...(after === undefined ? {} : { 'Last-Event-ID': String(after) }) },
      signal: stop.signal
    })
    if (response.status !== 200) throw new Error(`The events answered ${response.status}`)
    const stream = Object.assign(new EventEmitter(), { seen: [], leave: () => stop.abort() })
    this.guests.add(stream)
    read(response.body, stream).catch(() => {}).finally(() => {
      this.guests.delete(stream)
      stream.emit('end')
    })
    return stream
  }
}

async function read (body, stream) {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
      const fields = text.slice(0, at).split('\n')
      text = text.slice(at + 2)
      const data = fields.filter(line => line.startsWith('data: ')).map(line => line.slice(6)).join('\n')
      if (data) {
        const id = fields.find(line => line.startsWith('id: '))?.slice(4)
        const event = { id, ...JSON.parse(data) }
        stream.seen.push(event)
        stream.emit('event', event)
      }
    }
  }
}
