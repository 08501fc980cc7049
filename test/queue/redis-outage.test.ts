import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Job } from '../../src/jobs.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { freePort, type RedisServer, startRedisServer } from '../support/redis-server.ts'

const EVENT = 'evt_01931b2c-0000-7000-8000-000000000002'
const CALLS_MS_MAX = 10_000

const probe = await startRedisServer()
await probe?.stop()
const hasRedisServer = probe !== undefined

const open = async (redisUrl: string, errors: AppError[] = []): Promise<Queue> =>
  createQueue({
    redisUrl: new Secret(redisUrl),
    databaseUrl: new Secret('postgres://unused'),
    prefix: `{test-${randomBytes(4).toString('hex')}}`,
    onError: (error) => errors.push(error),
  })

async function started(options: { isCluster?: boolean } = {}): Promise<RedisServer> {
  const server = await startRedisServer(options)
  if (server === undefined) throw new Error('test: expected redis-server, got none')
  return server
}

/** Runs jobs until one of `run` came. */
function runsUntil(queue: Queue, run: number) {
  const seen: Job[] = []
  const came = Promise.withResolvers<readonly Job[]>()
  queue.work('sends', { concurrency: 2, rowsAtOnceMax: 64 }, async (job) => {
    seen.push(job)
    if (job.run === run) came.resolve(seen)
  })
  return came.promise
}

describe('queue without a Redis', () => {
  it(
    'fails fast to enqueue, report and ping, and closes all the same',
    async () => {
      const errors: AppError[] = []
      const queue = await open(`redis://127.0.0.1:${await freePort()}`, errors)
      const refusal = expect.objectContaining({ code: 'QUEUE_UNREACHABLE' })
      queue.work('sends', { concurrency: 1, rowsAtOnceMax: 64 }, async () => {})
      await expect(queue.enqueue('sends', [{ id: EVENT, run: 1 }])).rejects.toEqual(refusal)
      await expect(queue.counts()).rejects.toEqual(refusal)
      await expect(queue.hasSentinel()).rejects.toEqual(refusal)
      await expect(queue.ping()).rejects.toEqual(refusal)
      expect(errors.map(({ code }) => code)).toContain('QUEUE_UNREACHABLE')
      await queue.close()
    },
    CALLS_MS_MAX * 4,
  )
})

describe.runIf(hasRedisServer)('queue on a Redis that fails', () => {
  let server: RedisServer
  let queue: Queue
  let errors: AppError[]

  beforeEach(async () => {
    server = await started()
    errors = []
    queue = await open(server.url, errors)
  })
  afterEach(async () => {
    await queue.close()
    await server.stop()
  })

  it('works on by itself when Redis is killed and comes back empty', async () => {
    const console = [vi.spyOn(globalThis.console, 'error'), vi.spyOn(globalThis.console, 'warn')]
    const came = runsUntil(queue, 2)
    await queue.plantSentinel()
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await server.kill()
    await expect(queue.enqueue('sends', [{ id: EVENT, run: 1 }])).rejects.toEqual(
      expect.objectContaining({ code: 'QUEUE_UNREACHABLE' }),
    )
    await server.restart()
    await vi.waitFor(() => queue.enqueue('sends', [{ id: EVENT, run: 2 }]), CALLS_MS_MAX)
    expect((await came).map(({ run }) => run)).toContain(2)
    expect(await queue.hasSentinel()).toBe(false)
    expect(errors.map(({ code }) => code)).toContain('QUEUE_UNREACHABLE')
    for (const spy of console) expect(spy).not.toHaveBeenCalled()
  })

  it('closes while Redis is gone, with nothing on the console', async () => {
    const spy = vi.spyOn(globalThis.console, 'error')
    const inHand = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const worker = queue.work('sends', { concurrency: 1, rowsAtOnceMax: 64 }, async () => {
      begun.resolve()
      await inHand.promise
    })
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await begun.promise
    await server.kill()
    const closed = worker.close()
    inHand.resolve()
    await closed
    expect(spy).not.toHaveBeenCalled()
  })

  it('works on after FLUSHALL under a running worker', async () => {
    const redis = new Redis(server.url)
    const came = runsUntil(queue, 2)
    await queue.plantSentinel()
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await redis.flushall()
    expect(await queue.hasSentinel()).toBe(false)
    await queue.enqueue('sends', [{ id: EVENT, run: 2 }])
    expect((await came).map(({ run }) => run)).toContain(2)
    redis.disconnect()
  })

  it('never sends the text of a thrown error to Redis, not even for a moment', async () => {
    // Over a bare socket: ioredis fails when the first commands come along with MONITOR's answer.
    const monitor = connect(server.port, '127.0.0.1').setEncoding('utf8')
    let commands = ''
    monitor.on('data', (text: string) => (commands += text))
    monitor.write('MONITOR\r\n')
    await vi.waitFor(() => expect(commands).toContain('+OK'))
    const failed = Promise.withResolvers<void>()
    queue.work('sends', { concurrency: 1, rowsAtOnceMax: 64 }, async () => {
      failed.resolve()
      throw new Error('canary-41d7 with an address')
    })
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    await failed.promise
    await vi.waitFor(async () => expect((await queue.counts()).sends.active).toBe(0), CALLS_MS_MAX)
    await vi.waitFor(() => expect(commands).toContain('the cause is in the log'))
    expect(commands).toContain(EVENT)
    expect(commands).not.toContain('canary-41d7')
    monitor.destroy()
  })

  it('refuses a job that somebody else wrote, and does not run it', async () => {
    const ran: Job[] = []
    const redis = new Redis(server.url)
    await queue.enqueue('sends', [{ id: EVENT, run: 1 }])
    const [key] = (await redis.keys('*:sends:evt_*')).filter((name) => name.endsWith('-1'))
    expect(key).toBeDefined()
    await redis.hset(key ?? '', 'data', JSON.stringify({ id: 7, run: 'one' }))
    queue.work('sends', { concurrency: 1, rowsAtOnceMax: 64 }, async (job) => void ran.push(job))
    await vi.waitFor(
      () => expect(errors.map(({ code }) => code)).toEqual(['QUEUE_JOB_INVALID']),
      CALLS_MS_MAX,
    )
    expect(ran).toEqual([])
    redis.disconnect()
  })
})

describe.runIf(hasRedisServer)('queue on a Redis Cluster', () => {
  it('enqueues, runs and counts', async () => {
    const server = await started({ isCluster: true })
    onTestFinished(() => server.stop())
    const errors: AppError[] = []
    const queue = await open(`redis+cluster://127.0.0.1:${server.port}`, errors)
    await queue.plantSentinel()
    const jobs = Array.from({ length: 10 }, (_, index) => ({ id: EVENT, run: index + 1 }))
    await queue.enqueue('sends', jobs)
    const seen: number[] = []
    queue.work(
      'sends',
      { concurrency: 3, rowsAtOnceMax: 64 },
      async ({ run }) => void seen.push(run),
    )
    await vi.waitFor(() => expect(seen).toHaveLength(10), CALLS_MS_MAX)
    await vi.waitFor(async () => {
      expect((await queue.counts()).sends).toEqual({ waiting: 0, active: 0, delayed: 0 })
    }, CALLS_MS_MAX)
    expect(await queue.hasSentinel()).toBe(true)
    await queue.ping()
    await queue.close()
    expect(errors).toEqual([])
  })
})
