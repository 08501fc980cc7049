import {
  createPostgresBackend as bullBackend,
  isPgPool,
  type PgPool,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq'
import pg from 'pg'
import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import {
  EVENT_STREAM,
  type JobProcessor,
  type JobWorker,
  type QueueBackend,
  toBullProcessor,
  WORKER_OPTIONS,
} from './queue-backend.ts'
import type { QueueFaults } from './queue-faults.ts'

/** BullMQ's own schema, apart from Doorkey's tables. */
const SCHEMA = 'bullmq'
const PRODUCER_CONNECTIONS = 3
/** One of them listens. */
const WORKER_CONNECTIONS = 4

interface Options {
  readonly url: Secret
  readonly faults: QueueFaults
}

/**
 * BullMQ on Postgres, its schema brought up to date. Several processes may start at once: BullMQ
 * migrates in one transaction under an advisory lock. Throws `QUEUE_UNREACHABLE`,
 * `MIGRATION_FAILED`.
 */
export async function createPostgresBackend({ url, faults }: Options): Promise<QueueBackend> {
  const producers = openPool(url, PRODUCER_CONNECTIONS, faults)

  function openWorker(name: string, process: JobProcessor, concurrency: number): JobWorker {
    const pool = openPool(url, WORKER_CONNECTIONS, faults)
    let released: Promise<void> | undefined
    const worker = new Worker(
      name,
      toBullProcessor(process),
      { ...WORKER_OPTIONS, connection: bullPool(pool), concurrency },
      bullBackend,
    )
    worker.on('error', faults.report)
    worker.on('ready', faults.recovered)
    return {
      waitUntilReady: () => worker.waitUntilReady(),
      run: () => worker.run(),
      close: () => worker.close(),
      // Closing may meet the reopening of an outage; a pool ends once.
      release: () => (released ??= pool.end()),
    }
  }

  try {
    await migrateQueue(producers)
  } catch (error) {
    await producers.end()
    throw error
  }
  return {
    kind: 'postgres',
    openQueue(name) {
      const connection = bullPool(producers)
      const queue = new Queue(name, { connection, streams: EVENT_STREAM }, bullBackend)
      queue.on('error', faults.report)
      return queue
    },
    openWorker,
    whenReady: async () => {},
    ping: async () => void (await producers.query('SELECT 1')),
    close: () => producers.end(),
  }
}

function openPool(url: Secret, max: number, faults: QueueFaults): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: 30_000,
    application_name: 'doorkey-queue',
    onConnect: prepareSession,
  })
  // BullMQ adds a listener for each queue that shares the pool.
  pool.setMaxListeners(0)
  pool.on('error', faults.report)
  // As in src/database/database.ts: one that breaks while checked out would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * BullMQ leaves the search path of a pool that it is given alone. A commit need not reach the disk,
 * because losing the queue loses nothing. The pool awaits what this gives, though its types do not
 * say so.
 */
function prepareSession(client: pg.ClientBase): unknown {
  return client.query(`SET search_path TO ${SCHEMA}; SET synchronous_commit TO off`)
}

/** The same pool in BullMQ's own, looser type. */
function bullPool(pool: unknown): PgPool {
  if (isPgPool(pool)) return pool
  throw new AppError('UNEXPECTED', 'queue: expected a pool that BullMQ takes, got another')
}

async function migrateQueue(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client, SCHEMA)
  } catch (error) {
    const got = error instanceof pg.DatabaseError ? `SQLSTATE ${error.code}` : 'another failure'
    throw new AppError('MIGRATION_FAILED', `queue: expected BullMQ's schema, got ${got}`, {
      cause: error,
    })
  } finally {
    client.release()
  }
}
