// Runs the benchmark of the CRDT engine side by side with npm yjs and npm ywasm and prints one table; see README.md.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = dirname(here)
const trace = join(project, 'crdt/src/test/resources/traces/automerge-paper.json.gz')

const options = process.argv.slice(2)
const given = name => options.includes(`--${name}`)
const value = (name, otherwise) => {
  const at = options.indexOf(`--${name}`)
  return at < 0 ? otherwise : options[at + 1]
}
if (given('help')) {
  console.log('node run.mjs [--quick] [--rounds 2] [--rows B1.1,B4] [--no-ywasm] [--long] [--no-build] [--raw]')
  process.exit(0)
}
const quick = given('quick')
const rounds = Number(value('rounds', quick ? '1' : '2'))
const N = quick ? 1500 : 6000
/** How long one process may take before what it has said until then has to do, in milliseconds. */
const LIMIT = { ours: 180_000, yjs: 180_000, ywasm: given('long') ? 180_000 : 15_000 }

// --- rows ---

/**
 * A row of the table: a case at a size. `reps` are repetitions in one process; the first is "fresh", the median of the last
 * half is "warm". A case of microseconds needs many until both engines are compiled.
 */
const row = (id, reps, more = {}) => ({ id, name: id, n: N, reps, parts: ['opsMs', 'applyMs'], ...more })
const short = quick ? 400 : 5000
const middle = quick ? 8 : 24
const long = quick ? 2 : 5
const encodings = { parts: ['opsMs'] }

const scaled = (id, sizes, parts, about) => (quick ? sizes.map(n => n / 4) : sizes).map(n => row(id, 4, {
  name: `${id} ${n.toLocaleString('en')}`, n, parts, about, hard: true
}))

const rows = [
  ...['1', '3', '4', '5', '7', '8', '10', '11'].map(k => row(`B1.${k}`, middle)),
  ...['2', '6', '9'].map(k => row(`B1.${k}`, short)),
  row('B2.1', short),
  ...['2', '3', '4'].map(k => row(`B2.${k}`, middle)),
  ...['1', '2', '3', '4', '5'].map(k => row(`B3.${k}`, middle)),
  row('B4', long, { parts: ['opsMs'], about: 'local, op by op, an update event each' }),
  row('B4.apply', long, { parts: ['applyMs'], about: 'the same updates, remote, one by one' }),
  row('B4.load', quick ? 20 : 60, { parts: ['loadMs'], about: 'load of the state' }),
  row('B4.V2', quick ? 20 : 60, { parts: ['loadMs'], about: 'load of the state in format V2' }),
  row('stateVector', quick ? 20 : 60, { ...encodings, about: 'of the B4 state, no document' }),
  row('diff', quick ? 20 : 60, { ...encodings, about: 'of the B4 state, no document' }),
  row('merge', quick ? 2 : 4, { ...encodings, n: 10_000, name: 'merge 10,000', about: 'mergeUpdates, no document' }),
  ...scaled('reversed', [1000, 2000, 4000], ['applyMs'], 'updates, the last one first'),
  ...scaled('crowd', [1000, 2000, 4000], ['applyMs'], 'clients, all insert at one place'),
  ...scaled('deletions', [50_000, 100_000, 200_000], ['applyMs'], 'single deleted characters'),
  ...scaled('overwrites', [2500, 5000, 10_000], ['applyMs'], 'of one key, and as many without origin'),
  ...scaled('roots', [10_000, 20_000, 40_000], ['applyMs', 'encodeMs'], 'root types'),
  ...scaled('formats', [2000, 4000, 8000], ['opsMs'], 'bold characters, insertions between them')
]
/** What the ratio to yjs must at least be. */
const targets = {
  B4: { fresh: 4, warm: 6 }, 'B4.apply': { warm: 4 }, 'B4.load': { warm: 3, encodeMs: 2 }, merge: { warm: 20 }
}
const target = ({ id }) => targets[id] ?? (/^B[123]\./.test(id) ? { warm: 1.5 } : {})

rows.sort((a, b) => order(a.id) - order(b.id))

/** Rows as people know them: B1.2 comes after B1.1. */
function order (id) {
  const known = /^B(\d)(?:\.(\d+))?$/.exec(id)
  return known === null ? 1000 : Number(known[1]) * 100 + Number(known[2] ?? 0)
}

const memory = [
  { id: 'heap.B4', n: N, name: 'B4, loaded' },
  { id: 'heap.items', n: quick ? 10_000 : 100_000, name: 'per item of a text' },
  { id: 'heap.empty', n: N, name: 'document of one character' }
]

// --- what is needed ---

const fail = message => {
  console.error(`bench: ${message}`)
  process.exit(1)
}

const major = home => {
  try {
    return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

const children = folder => existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []

const findJdk = () => {
  const home = process.env.HOME ?? ''
  const candidates = [
    process.env.EVENKEEL_JAVA_HOME, process.env.JAVA_HOME,
    ...children('/usr/lib/jvm'), ...children('/opt/java'), ...children(join(home, '.sdkman/candidates/java')), ...children(join(home, '.jdks'))
  ]
  return candidates.find(each => each !== undefined && each !== '' && major(each) >= 25) ?? fail('needs a JDK 25; set EVENKEEL_JAVA_HOME')
}

const must = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) fail(`${command} ${args.join(' ')} failed`)
}

const jar = () => children(join(here, 'target/bench')).find(each => /evenkeel-bench-[^/\\]*\.jar$/.test(each))

must(process.execPath, [join(project, 'tools/npm-install.mjs')], here)
if (!given('no-build')) must('mvn', ['-q', '-B', '-DskipTests', '-pl', 'bench', '-am', 'package'], project)
if (jar() === undefined) fail('the jar is not built')
const java = join(findJdk(), 'bin/java')

// --- running ---

const HEADERS = '-XX:+UseCompactObjectHeaders'
const engines = {
  ours: [java, HEADERS, '-jar', jar()],
  yjs: [process.execPath, '--expose-gc', join(here, 'yjs.mjs')],
  ...(given('no-ywasm') ? {} : { ywasm: [process.execPath, '--expose-gc', join(here, 'ywasm.mjs')] })
}

/** Runs a case in a fresh process and gives its lines. A process that takes too long is stopped; its lines count. */
const measure = ([command, ...args], { id, n, reps = 1 }, limit = LIMIT.ours) => new Promise((resolve, reject) => {
  const child = spawn(command, [...args, '--cases', id, '--n', String(n), '--reps', String(reps), '--trace', trace],
    { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let errors = ''
  let late = false
  const timer = setTimeout(() => { late = true; child.kill('SIGKILL') }, limit)
  child.stdout.on('data', data => { out += data })
  child.stderr.on('data', data => { errors += data })
  child.on('error', reject)
  child.on('close', code => {
    clearTimeout(timer)
    if (code !== 0 && !late) return reject(new Error(`${id}: ${command} ended with ${code}\n${errors}`))
    const lines = out.split('\n').filter(line => line.startsWith('{"case"') && line.endsWith('}')).map(line => JSON.parse(line))
    if (given('raw')) lines.forEach(line => console.error(JSON.stringify(line)))
    resolve(lines.filter(line => !line.na))
  })
})

const median = numbers => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Fresh and warm medians per measure, over all processes of an engine. */
const summarise = (processes, parts) => {
  if (processes.length === 0) return undefined
  const of = (pick, lines) => median(lines.map(pick))
  const total = line => parts.reduce((sum, part) => sum + (line[part] ?? 0), 0)
  const warmOf = lines => lines.slice(Math.floor(lines.length / 2))
  const result = { fresh: of(total, processes.map(lines => lines[0])), warm: median(processes.map(lines => of(total, warmOf(lines)))) }
  for (const part of ['opsMs', 'applyMs', 'encodeMs', 'loadMs']) {
    if (processes[0][0][part] !== undefined) result[part] = median(processes.map(lines => of(line => line[part], warmOf(lines))))
  }
  return result
}

const compare = (row, found) => {
  const seen = new Map()
  for (const [engine, processes] of Object.entries(found)) {
    for (const { check, docBytes } of processes.flat()) {
      const said = row.id === 'heap.B4' ? check : `${check} ${row.id === 'crowd' || docBytes === undefined ? '' : docBytes}`
      seen.set(said, engine)
    }
  }
  if (seen.size > 1) fail(`the engines do not agree about ${row.name}: ${[...seen].map(([said, who]) => `${who} ${said}`).join(', ')}`)
}

const run = async row => {
  const found = Object.fromEntries(Object.keys(engines).map(engine => [engine, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [engine, command] of Object.entries(engines)) {
      // What takes a minute at its first attempt is not repeated.
      const slow = found[engine].length > 0 && found[engine][0].length < row.reps
      if (slow || (round > 0 && found[engine].length === 0)) continue
      const lines = await measure(command, row, LIMIT[engine])
      if (lines.length > 0) found[engine].push(lines)
    }
  }
  compare(row, found)
  console.error(`bench: ${row.name} done`)
  return Object.fromEntries(Object.entries(found).map(([engine, processes]) => [engine, summarise(processes, row.parts)]))
}

// --- the table ---

const digits = number => number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number >= 0.1 ? number.toFixed(2) : number.toFixed(3)
const ms = number => number === undefined ? 'na' : digits(number)
const ratio = (theirs, ours) => theirs === undefined || ours === undefined ? '' : `${digits(theirs / ours)}×`

const wanted = value('rows', undefined)?.split(',')
const chosen = list => list.filter(({ id }) => wanted === undefined || wanted.includes(id))

const version = (command, args) => {
  const { stdout, stderr } = spawnSync(command, args)
  return (String(stdout) + String(stderr)).split('\n')[0]
}

const verdict = (row, ours, yjs) => Object.entries(target(row)).map(([part, least]) => {
  const name = part.replace('Ms', '')
  return `${name} ${least}${(yjs?.[part] ?? 0) / (ours?.[part] ?? Infinity) >= least ? '' : ' (**missed**)'}`
}).join(', ')

const lines = ['| row | ours fresh | warm | yjs fresh | warm | ywasm warm | **fresh** | **warm** | ops | apply | encode | load | at least |',
  '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|']
for (const each of chosen(rows)) {
  const { ours, yjs, ywasm } = await run(each)
  const parts = ['opsMs', 'applyMs', 'encodeMs', 'loadMs'].map(part => ratio(yjs?.[part], ours?.[part]))
  lines.push(`| ${[
    each.about === undefined ? each.name : `${each.name}: ${each.about}`,
    ms(ours?.fresh), ms(ours?.warm), ms(yjs?.fresh), ms(yjs?.warm), ms(ywasm?.warm),
    `**${ratio(yjs?.fresh, ours?.fresh)}**`, `**${ratio(yjs?.warm, ours?.warm)}**`, ...parts, verdict(each, ours, yjs)
  ].join(' | ')} |`)
}

const heap = []
for (const each of chosen(memory)) {
  const ours = await measure(engines.ours, each)
  const wide = await measure(engines.ours.map(arg => arg === HEADERS ? '-XX:-UseCompactObjectHeaders' : arg), each)
  const yjs = await measure(engines.yjs, each)
  compare(each, { ours: [ours], wide: [wide], yjs: [yjs] })
  const of = ([line]) => line.heapBytes / (each.id === 'heap.items' ? line.items : 1)
  const bytes = number => `${Math.round(number).toLocaleString('en')} B`
  heap.push(`| heap: ${each.name} | ${bytes(of(ours))} | ${bytes(of(wide))} | ${bytes(of(yjs))} | ${ratio(of(yjs), of(ours))} |`)
  console.error(`bench: ${each.name} done`)
}

const [cpu] = cpus()
console.log(`${cpu.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; ` +
  `${version(java, ['-version'])}, Node ${process.version}; ${rounds} fresh processes per engine and row, alternating; N = ${N}`)
console.log()
if (lines.length > 2) console.log(lines.join('\n'))
if (heap.length > 0) {
  console.log()
  console.log(['| retained | ours | without compact headers | yjs | |', '|---|--:|--:|--:|--:|', ...heap].join('\n'))
}
