import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Secret } from '../core/secret.ts'
import type { Schema } from './schema.ts'

/** A pool and the typed queries over it. */
export interface Database {
  readonly kysely: Kysely<Schema>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: Secret
  /** Measured: 20 are slower than 10 on two cores. Default 10. */
  readonly connectionsMax?: number
  /** Called when an idle connection breaks; the pool replaces it. */
  onError(error: Error): void
}

/** Opens a pool; nothing connects before the first query. */
export function openDatabase({ url, connectionsMax = 10, onError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: connectionsMax,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // A statement that hangs must not hold a claim for ever.
    statement_timeout: 30_000,
    // Ends what waits on a connection that has gone silent, which the server cannot.
    query_timeout: 35_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'doorkey',
  })
  pool.on('error', onError)
  // A connection that breaks while it is checked out emits too, and without a listener ends the
  // process; the query in hand is rejected anyway.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, pool, close: () => kysely.destroy() }
}
