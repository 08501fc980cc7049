import { chmodSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Environment } from '../config/environment.ts'
import { AppError } from '../core/app-error.ts'
import { EMBEDDED_DIRECTORY, makeEmbeddedSecrets } from './secrets.ts'
import { startEmbeddedPostgres } from './postgres.ts'
import { type EmbeddedSes, startEmbeddedSes } from './ses.ts'

const PREFERRED_PORT = 3_000

/** What embedded mode adds, and the servers that it runs. */
export interface EmbeddedEnvironment {
  /** The given environment with what was missing filled in. */
  readonly environment: Environment
  /** What was filled in, for libraries that read the process's variables themselves. */
  readonly added: Readonly<Record<string, string>>
  readonly directory: string
  /** The emulator, where no SES endpoint was given. */
  readonly ses: EmbeddedSes | undefined
  stop(): Promise<void>
}

/**
 * Fills in what a laptop lacks: an embedded PostgreSQL without `DATABASE_URL`, an embedded SES
 * without `AWS_ENDPOINT_URL_SES`, and generated keys and secrets, all under `.doorkey/` (0700) and
 * on 127.0.0.1. Throws `CONFIG_INVALID` with `NODE_ENV=production`.
 */
export async function startEmbedded(
  given: Environment,
  log: (line: string) => void,
): Promise<EmbeddedEnvironment> {
  refuseProduction(given)
  mkdirSync(EMBEDDED_DIRECTORY, { recursive: true, mode: 0o700 })
  chmodSync(EMBEDDED_DIRECTORY, 0o700)
  const added: Record<string, string> = {}
  const add = (name: string, value: string): void => {
    if (!given[name]) added[name] = value
  }
  for (const [name, value] of Object.entries(makeEmbeddedSecrets())) add(name, value)
  add('PORT', String(await freePort(PREFERRED_PORT)))
  add('PUBLIC_URL', `http://127.0.0.1:${given['PORT'] || added['PORT']}`)
  add('AWS_REGION', 'eu-west-1')

  let isStopping = false
  // A server's routine lines would drown what the reader is to see.
  const logUnusual = (line: string): void => {
    if (!isStopping && !/ (LOG|HINT|DETAIL|STATEMENT):  /.test(line)) log(line)
  }
  const [postgres, ses] = await Promise.all([
    given['DATABASE_URL']
      ? undefined
      : startEmbeddedPostgres({ directory: EMBEDDED_DIRECTORY, log: logUnusual }),
    given['AWS_ENDPOINT_URL_SES'] ? undefined : startEmbeddedSes(),
  ])
  if (postgres) added['DATABASE_URL'] = postgres.url.reveal()
  if (ses) {
    // Real keys must not reach the emulator, nor the emulator's reach anybody.
    Object.assign(added, {
      AWS_ENDPOINT_URL_SES: ses.endpoint,
      AWS_ACCESS_KEY_ID: 'embedded',
      AWS_SECRET_ACCESS_KEY: 'embedded',
      AWS_SESSION_TOKEN: '',
    })
  }
  return {
    environment: { ...given, ...added },
    added,
    directory: EMBEDDED_DIRECTORY,
    ses,
    async stop() {
      isStopping = true
      await ses?.stop()
      await postgres?.stop()
    },
  }
}

function refuseProduction(given: Environment): void {
  if (given['NODE_ENV'] !== 'production') return
  throw new AppError(
    'CONFIG_INVALID',
    'config: expected DOORKEY_EMBEDDED to be unset with NODE_ENV=production, got 1',
  )
}

/** `preferred`, or any free port where something else has that one. */
async function freePort(preferred: number): Promise<number> {
  return (await takenPort(preferred)) ?? (await takenPort(0)) ?? preferred
}

/** The port that the system gave for `port`, free again; `undefined` where it is taken. */
function takenPort(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const server = createServer()
  server.once('error', () => resolve(undefined))
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
  })
  return promise
}
