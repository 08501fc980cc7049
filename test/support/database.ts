import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'

export interface TestDatabase {
  readonly url: string
  readonly database: Database['kysely']
  readonly pool: Database['pool']
  close(): Promise<void>
}

/** A migrated database of its own, cloned from the run's template; close it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl')
  const template = inject('templateDatabase')
  const name = `doorkey_test_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = databaseUrl(serverUrl, name)
  const opened = openDatabase({ url: new Secret(url), onError: () => {} })
  return {
    url,
    database: opened.kysely,
    pool: opened.pool,
    async close() {
      await opened.close()
      await runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** `serverUrl` with another database name. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement on the server's own database. */
export async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
