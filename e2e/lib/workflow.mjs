// A small workflow to work on.

import { randomUUID } from 'node:crypto'

export const BODY_A = "get('/patients');\n"
export const BODY_B = 'save();\n'

/** Ids of a workflow that is not stored yet. */
export function newIds () {
  return { id: randomUUID(), a: randomUUID(), b: randomUUID(), trigger: randomUUID(), start: randomUUID(), then: randomUUID() }
}

export function job (id, name, body) {
  return { id, name, body, adaptor: '@openfn/language-common@latest' }
}

/** The whole content, with what `change` makes of its two jobs. */
export function content (ids, change = jobs => jobs) {
  return {
    id: ids.id,
    name: `Workflow ${ids.id}`,
    jobs: change([job(ids.a, 'Fetch', BODY_A), job(ids.b, 'Store', BODY_B)]),
    triggers: [{ id: ids.trigger, type: 'webhook', enabled: true }],
    edges: [
      { id: ids.start, source_trigger_id: ids.trigger, target_job_id: ids.a, condition_type: 'always', enabled: true },
      { id: ids.then, source_job_id: ids.a, target_job_id: ids.b, condition_type: 'on_job_success', enabled: true }
    ],
    positions: { [ids.trigger]: { x: 0, y: 0 }, [ids.a]: { x: 0, y: 200 }, [ids.b]: { x: 0, y: 400 } }
  }
}

/** Store a new one and give its ids, with `name`, what clients call the document. */
export async function stored (http) {
  const ids = newIds()
  await http.create(content(ids))
  return { ...ids, name: `workflow:${ids.id}` }
}

/** The job in a row's content. */
export function jobIn (rowContent, id) {
  return rowContent.jobs.find(each => each.id === id)
}
