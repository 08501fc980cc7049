import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../core/app-error.ts'
import { type GuardedProcess, spawnGuarded } from './guarded-process.ts'
import type { RunAs } from './run-command.ts'

const START_MS_MAX = 30_000
const STOP_MS_MAX = 10_000
const READY = 'database system is ready to accept connections'

/** Nothing of the statements, whose values may be personal, reaches the log. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

export interface PostgresServerOptions {
  readonly postgres: string
  readonly data: string
  readonly port: number
  readonly home: string
  readonly user: RunAs | undefined
  log(line: string): void
}

/** Resolves when the server takes connections. Throws `EMBEDDED_FAILED`. */
export async function startPostgresServer(
  options: PostgresServerOptions,
): Promise<{ stop(): Promise<void> }> {
  const { postgres, data, port, home, user, log } = options
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Ended by SIGINT, which is Postgres's fast shutdown.
  const child = spawnGuarded(postgres, ['-D', data, '-p', `${port}`, ...settings], {
    cwd: home,
    user,
  })
  const exited = once(child, 'exit').then(
    () => {},
    (error: Error) => log(error.message),
  )
  const stop = () => stopServer(child, exited)
  const ready = Promise.withResolvers<string | undefined>()
  let lastFault = 'nothing'
  child.stdout.resume()
  createInterface({ input: child.stderr }).on('line', (line) => {
    log(line)
    if (/FATAL|PANIC/.test(line)) lastFault = line
    if (line.includes(READY)) ready.resolve(undefined)
  })
  const timer = new AbortController()
  const late = sleep(START_MS_MAX, `nothing for ${START_MS_MAX} ms`, { signal: timer.signal })
  const fault = await Promise.race([ready.promise, exited.then(() => lastFault), late])
  timer.abort()
  if (fault === undefined) return { stop }
  await stop()
  throw new AppError('EMBEDDED_FAILED', `embedded postgres: expected it to start, got ${fault}`)
}

async function stopServer(child: GuardedProcess, exited: Promise<void>): Promise<void> {
  child.stdin.end()
  const timer = new AbortController()
  const late = sleep(STOP_MS_MAX, true, { signal: timer.signal })
  if ((await Promise.race([exited, late])) === true && child.pid !== undefined) {
    process.kill(-child.pid, 'SIGKILL')
    await exited
  }
  timer.abort()
}
