#!/usr/bin/env node
// Plain JavaScript that old Nodes can read: Doorkey itself is TypeScript, which Node 24 runs
// directly. An older Node hands over to the one that `npm ci` installs as a dev dependency.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

const entry = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const installedNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  await import(new URL('../src/cli/main.ts', import.meta.url).href)
} else if (existsSync(installedNode)) {
  runWith(installedNode)
} else {
  console.error(
    `doorkey: expected Node ${NODE_MAJOR_MIN} or later, got ${process.versions.node}; ` +
      'run `npm ci` in the checkout, which installs one, or update Node',
  )
  process.exitCode = 1
}

/** Runs the same command with another Node, as if it were this process. */
function runWith(node) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends its signals to the whole group, so the child has them already.
  for (const signal of SIGNALS) {
    process.on(signal, () => (signal !== 'SIGTERM' && process.stdin.isTTY) || child.kill(signal))
  }
  child.on('error', (error) => {
    console.error(`doorkey: expected ${node} to start, got ${error.code}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}
