import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import type { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { createTestDatabase } from '../support/database.ts'
import { testRedisUrl } from '../support/redis.ts'

/** Where a queue lives, seen from below: everything that its server stores. */
export interface QueuePlace {
  readonly errors: AppError[]
  open(): Promise<Queue>
  /** Everything stored, as text. */
  dump(): Promise<string>
  /** Throws everything away. */
  lose(): Promise<void>
  close(): Promise<void>
}

/** Postgres always; Redis where the run found one. */
export const PLACES = [
  { name: 'postgres', isAvailable: true, create: createPostgresPlace },
  { name: 'redis', isAvailable: testRedisUrl() !== undefined, create: createRedisPlace },
] as const

async function createPostgresPlace(): Promise<QueuePlace> {
  const test = await createTestDatabase()
  const errors: AppError[] = []
  const tables = async (): Promise<readonly string[]> => {
    const { rows } = await test.pool.query<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables
       WHERE table_schema = 'bullmq' AND table_name <> 'migration'`,
    )
    return rows.map((row) => `bullmq.${row.table_name}`)
  }
  return {
    errors,
    open: () =>
      createQueue({ databaseUrl: new Secret(test.url), onError: (error) => errors.push(error) }),
    async dump() {
      const texts = []
      for (const table of await tables()) {
        const { rows } = await test.pool.query(`SELECT row_to_json(t) AS row FROM ${table} t`)
        texts.push(...rows.map((row) => `${table} ${JSON.stringify(row)}`))
      }
      return texts.join('\n')
    },
    async lose() {
      await test.pool.query(`TRUNCATE ${(await tables()).join(', ')} CASCADE`)
    },
    close: () => test.close(),
  }
}

async function createRedisPlace(): Promise<QueuePlace> {
  const url = testRedisUrl()
  if (url === undefined) throw new Error('test: expected a Redis, got none')
  const prefix = `{test-${randomBytes(6).toString('hex')}}`
  const redis = new Redis(url)
  const errors: AppError[] = []
  const keys = () => redis.keys(`${prefix}:*`)
  const lose = async (): Promise<void> => {
    const present = await keys()
    if (present.length > 0) await redis.del(...present)
  }
  return {
    errors,
    open: () =>
      createQueue({
        redisUrl: new Secret(url),
        databaseUrl: new Secret('postgres://unused'),
        prefix,
        onError: (error) => errors.push(error),
      }),
    dump: () => dumpRedis(redis, prefix),
    lose,
    async close() {
      await lose()
      redis.disconnect()
    },
  }
}

/** Every key and value below `prefix`, whatever its type. */
export async function dumpRedis(redis: Redis, prefix: string): Promise<string> {
  const texts = []
  for (const key of await redis.keys(`${prefix}:*`)) {
    const readers: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, '0', '-1', 'WITHSCORES'),
      stream: () => redis.xrange(key, '-', '+'),
    }
    const type = await redis.type(key)
    const read = readers[type]
    // A key may have gone since it was listed.
    if (read === undefined && type !== 'none') throw new Error(`test: unknown type ${type}`)
    texts.push(`${key} ${JSON.stringify(await read?.())}`)
  }
  return texts.join('\n')
}
