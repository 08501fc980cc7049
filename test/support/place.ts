import { Redis } from 'ioredis'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { type FakeSes, startFakeSes } from '../../src/testing/fake-ses.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'

export type QueueKind = 'postgres' | 'redis'

/** The servers of one test: nobody else writes to them, so it may empty, kill and search them. */
export interface Place {
  readonly queue: QueueKind
  readonly store: TestDatabase
  readonly ses: FakeSes
  /** Where the queue is in Redis. */
  readonly redis: RedisServer | undefined
  /** Throws the queue away: `FLUSHALL`, or every row of BullMQ's tables. */
  loseQueue(): Promise<void>
  close(): Promise<void>
}

/** Both kinds of queue; Redis is available where a `redis-server` can be started. */
export async function queueKinds(): Promise<
  readonly { readonly name: QueueKind; readonly isAvailable: boolean }[]
> {
  const probe = await startRedisServer()
  await probe?.stop()
  return [
    { name: 'postgres', isAvailable: true },
    { name: 'redis', isAvailable: probe !== undefined },
  ]
}

export async function openPlace(queue: QueueKind): Promise<Place> {
  const redis = queue === 'redis' ? await startRedisServer() : undefined
  if (queue === 'redis' && redis === undefined) {
    throw new Error('place: expected redis-server, got none')
  }
  const store = await createTestDatabase()
  const ses = await startFakeSes()
  return {
    queue,
    store,
    ses,
    redis,
    loseQueue: () => (redis ? flush(redis) : truncate(store)),
    async close() {
      await ses.close()
      await store.close()
      await redis?.stop()
    },
  }
}

async function flush({ url }: RedisServer): Promise<void> {
  const client = new Redis(url)
  await client.flushall()
  client.disconnect()
}

const TRIES_MAX = 20

async function truncate({ pool }: TestDatabase): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT 'bullmq.' || table_name AS name FROM information_schema.tables
     WHERE table_schema = 'bullmq' AND table_name <> 'migration'`,
  )
  if (rows.length === 0) throw new Error("place: expected BullMQ's tables, got none")
  const truncation = `TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`
  for (let tries = 1; ; tries += 1) {
    try {
      await pool.query(truncation)
      return
    } catch (error) {
      // It takes every table, in an order of its own, from workers that are using them.
      const isDeadlock = error instanceof pg.DatabaseError && error.code === '40P01'
      if (!isDeadlock || tries === TRIES_MAX) throw error
    }
  }
}
