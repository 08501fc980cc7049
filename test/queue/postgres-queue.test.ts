import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/redis-server.ts'

const EVENT = 'evt_01931b2c-0000-7000-8000-000000000003'

describe('queue on postgres', () => {
  let test: TestDatabase
  let errors: AppError[]
  const open = (): Promise<Queue> =>
    createQueue({ databaseUrl: new Secret(test.url), onError: (error) => errors.push(error) })

  beforeEach(async () => {
    errors = []
    test = await createTestDatabase()
  })
  afterEach(() => test.close())

  it('brings its schema up when several processes start at once', async () => {
    const queues = await Promise.all(Array.from({ length: 8 }, open))
    for (const queue of queues) await queue.ping()
    const { rows } = await test.pool.query('SELECT version FROM bullmq.migration ORDER BY version')
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map((row) => row.version)).size).toBe(rows.length)
    await Promise.all(queues.map((queue) => queue.close()))
    expect(errors).toEqual([])
  })

  it('keeps out of the schema of the application', async () => {
    const tables = async () => {
      const { rows } = await test.pool.query(
        `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
      )
      return rows
    }
    const before = await tables()
    const queue = await open()
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await queue.close()
    expect(await tables()).toEqual(before)
  })

  it('works on when the server drops every connection', async () => {
    const queue = await open()
    const seen: number[] = []
    queue.work(
      'sends',
      { concurrency: 2, rowsAtOnceMax: 64 },
      async ({ run }) => void seen.push(run),
    )
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await vi.waitFor(() => expect(seen).toEqual([1]), 10_000)
    await test.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name <> 'doorkey' AND datname = current_database()`,
    )
    await vi.waitFor(() => queue.enqueue('sends', [{ id: EVENT, run: 2 }]), 10_000)
    await vi.waitFor(() => expect(seen).toEqual([1, 2]), 10_000)
    await queue.close()
    expect(errors.map(({ code }) => code)).toContain('QUEUE_UNREACHABLE')
  })
})

describe('queue without a Postgres', () => {
  it('does not open', async () => {
    const databaseUrl = new Secret(`postgres://postgres@127.0.0.1:${await freePort()}/postgres`)
    await expect(createQueue({ databaseUrl, onError: () => {} })).rejects.toEqual(
      expect.objectContaining({ code: 'QUEUE_UNREACHABLE' }),
    )
  })
})
