// Installs the pinned packages of the folder that this runs in when they are missing or when the lock file has changed since.

import { existsSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const here = process.cwd()
const versions = file => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'))
  return JSON.stringify(Object.entries(packages).filter(([path]) => path !== '').map(([path, { version }]) => [path, version]).sort())
}
const installed = join(here, 'node_modules', '.package-lock.json')
if (!existsSync(installed) || versions(installed) !== versions(join(here, 'package-lock.json'))) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' })
  process.exit(status ?? 1)
}
