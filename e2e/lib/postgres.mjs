// A PostgreSQL for tests: the one that EVENKEEL_TEST_DATABASE_URL names, else one that the storage module's tests start in the same way.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import pg from 'pg'
import { inTime } from './until.mjs'

const CLASS_PATH = fileURLToPath(new URL('../target/postgres.classpath', import.meta.url))
const MAIN = 'dev.evenkeel.adapters.db.PostgresForTests'
const JDK = 25

let schemas = 0

export class Postgres {
  #child

  static async start () {
    const given = process.env.EVENKEEL_TEST_DATABASE_URL
    if (given) return new Postgres(given)
    const child = spawn(join(findJdk(), 'bin', 'java'), ['-cp', readFileSync(CLASS_PATH, 'utf8').trim(), MAIN], { stdio: ['pipe', 'pipe', 'pipe'] })
    process.on('exit', () => child.kill())
    let err = ''
    child.stderr.on('data', chunk => { err += chunk })
    const line = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', text => { if (text.startsWith('jdbc:')) resolve(text) })
      child.on('exit', code => reject(new Error(`No PostgreSQL (exit code ${code}):\n${err}`)))
    })
    return new Postgres(await inTime('PostgreSQL', line, 300_000), child)
  }

  constructor (url, child) {
    this.url = url
    this.#child = child
  }

  /** A JDBC URL whose schema is new and empty, and a connection of our own in it. */
  async freshSchema () {
    const schema = `e2e_${process.pid}_${Date.now()}_${++schemas}`
    const url = new URL(this.url.replace(/^jdbc:/, ''))
    url.searchParams.set('currentSchema', schema)
    const sql = new pg.Client({
      host: url.hostname,
      port: Number(url.port || 5432),
      database: url.pathname.slice(1),
      user: url.searchParams.get('user') ?? url.username,
      password: url.searchParams.get('password') ?? url.password
    })
    await sql.connect()
    await sql.query(`CREATE SCHEMA ${schema}`)
    await sql.query(`SET search_path = ${schema}`)
    return { url: `jdbc:${url}`, sql }
  }

  async stop () {
    if (!this.#child) return
    this.#child.removeAllListeners('exit')
    const ended = new Promise(resolve => this.#child.once('exit', resolve))
    // It runs until its input ends.
    this.#child.stdin.end()
    if (this.#child.exitCode === null) await inTime('the end of PostgreSQL', ended)
  }
}

// Where the script looks too.
function findJdk () {
  const candidates = [process.env.EVENKEEL_JAVA_HOME, process.env.JAVA_HOME]
  for (const folder of ['/usr/lib/jvm', '/usr/java', '/opt/java', '/opt', '/Library/Java/JavaVirtualMachines', join(process.env.HOME ?? '', '.sdkman/candidates/java'), join(process.env.HOME ?? '', '.jdks')]) {
    if (existsSync(folder)) {
      candidates.push(...readdirSync(folder).flatMap(name => [join(folder, name), join(folder, name, 'Contents/Home')]))
    }
  }
  const found = candidates.find(home => home && isEnough(home))
  if (!found) throw new Error(`Found no JDK ${JDK} or newer; set EVENKEEL_JAVA_HOME`)
  return found
}

function isEnough (home) {
  const release = join(home, 'release')
  if (!existsSync(release)) return false
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1]) >= JDK
}
