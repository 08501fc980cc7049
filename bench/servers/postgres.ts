import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Environment } from '../../src/config/environment.ts'
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'

/** A database of the bench's own, and which server holds it. */
export interface BenchDatabase {
  readonly url: string
  readonly how: string
  /** Drops the database. */
  close(): Promise<void>
}

interface Server {
  readonly url: string
  readonly how: string
  stop(): Promise<void>
}

/** On the server of `DATABASE_URL`, else on the default port, else on an embedded one. */
export async function openBenchDatabase(environment: Environment): Promise<BenchDatabase> {
  const server = await findServer(environment)
  const name = `doorkey_bench_${randomBytes(6).toString('hex')}`
  await runOn(server.url, `CREATE DATABASE ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return {
    url: url.href,
    how: server.how,
    async close() {
      await runOn(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await server.stop()
    },
  }
}

async function findServer(environment: Environment): Promise<Server> {
  const stop = async (): Promise<void> => {}
  const named = environment['DATABASE_URL']
  if (named) return { url: named, how: await describe(named, 'from DATABASE_URL'), stop }
  for (const user of ['postgres', environment['USER'] ?? 'root']) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`
    const how = await describe(url, 'on port 5432').catch(() => undefined)
    if (how) return { url, how, stop }
  }
  return startEmbedded()
}

async function startEmbedded(): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), 'doorkey-bench-'))
  const server = await startEmbeddedPostgres({ directory, log: () => {} })
  const url = server.url.reveal()
  return {
    url,
    how: await describe(url, 'embedded'),
    async stop() {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function describe(url: string, where: string): Promise<string> {
  const [row] = await runOn(url, 'SHOW server_version')
  return `PostgreSQL ${row?.server_version.split(' ')[0]} ${where}`
}

async function runOn(
  connectionString: string,
  statement: string,
): Promise<readonly { readonly server_version: string }[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return (await client.query<{ server_version: string }>(statement)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
