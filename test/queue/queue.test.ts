import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import type { Job } from '../../src/jobs.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { PLACES, type QueuePlace } from './queue-place.ts'

const EVENT = 'evt_01931b2c-0000-7000-8000-000000000001'
const NOTHING = { waiting: 0, active: 0, delayed: 0 }

for (const { name, isAvailable, create } of PLACES) {
  describe.runIf(isAvailable)(`queue on ${name}`, () => {
    let place: QueuePlace
    let queue: Queue

    beforeEach(async () => {
      place = await create()
      queue = await place.open()
    })
    afterEach(async () => {
      await queue.close()
      await place.close()
    })

    /** Starts a worker and gives what it ran, once it ran `count` jobs. */
    function runs(count: number, then: (job: Job) => Promise<void> = async () => {}) {
      const seen: Job[] = []
      const enough = Promise.withResolvers<readonly Job[]>()
      const worker = queue.work('passwords', { concurrency: 4, rowsAtOnceMax: 64 }, async (job) => {
        seen.push(job)
        if (seen.length === count) enough.resolve(seen)
        await then(job)
      })
      return { seen, enough: enough.promise, worker }
    }

    const emptied = () =>
      expect
        .poll(async () => (await queue.counts()).passwords, { timeout: 10_000 })
        .toEqual(NOTHING)

    it('names its backend and answers a ping', async () => {
      await queue.ping()
      expect(queue.backend).toBe(name)
    })

    it('runs each enqueued job once', async () => {
      const jobs = Array.from({ length: 20 }, (_, run) => ({ id: EVENT, run }))
      await queue.enqueue('passwords', jobs)
      const { seen, enough } = runs(20)
      await enough
      await emptied()
      expect(seen.toSorted((a, b) => a.run - b.run)).toEqual(jobs)
      expect(place.errors).toEqual([])
    })

    it('puts up to 16 rows into a job when they are enqueued together, and runs each once', async () => {
      const jobs = Array.from({ length: 20 }, (_, run) => ({ id: EVENT, run }))
      await queue.enqueueTogether('passwords', jobs)
      expect((await queue.counts()).passwords).toEqual({ ...NOTHING, waiting: 2 })
      const { seen, enough } = runs(20)
      await enough
      await emptied()
      expect(seen.toSorted((a, b) => a.run - b.run)).toEqual(jobs)
      expect(place.errors).toEqual([])
    })

    it('runs the other rows of a job of which one fails, and reports that one', async () => {
      const thrown = new AppError('DIRECTORY_UNREACHABLE', 'the second of three')
      const { seen, enough } = runs(3, async ({ run }) => {
        if (run === 2) throw thrown
      })
      const jobs = [1, 2, 3].map((run) => ({ id: EVENT, run }))
      await queue.enqueueTogether('passwords', jobs)
      await enough
      await emptied()
      expect(seen).toEqual(jobs)
      expect(place.errors).toEqual([thrown])
    })

    it('runs no more rows at once than it may, and on close leaves those not begun', async () => {
      const inHand = Promise.withResolvers<void>()
      const seen: Job[] = []
      const worker = queue.work('passwords', { concurrency: 4, rowsAtOnceMax: 2 }, async (job) => {
        seen.push(job)
        await inHand.promise
      })
      const jobs = Array.from({ length: 20 }, (_, run) => ({ id: EVENT, run }))
      await queue.enqueueTogether('passwords', jobs)
      await expect.poll(() => seen.length).toBe(2)
      const closed = worker.close()
      inHand.resolve()
      await closed
      expect(seen).toHaveLength(2)
    })

    it('keeps the queues apart', async () => {
      await queue.enqueue('renders', [{ id: 'msg_1', run: 1 }])
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      const { enough } = runs(1)
      expect(await enough).toEqual([{ id: EVENT, run: 1 }])
      await emptied()
      expect((await queue.counts()).renders).toEqual({ ...NOTHING, waiting: 1 })
    })

    it('holds one job for one id and run, however often it is enqueued', async () => {
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      await queue.enqueue('passwords', [
        { id: EVENT, run: 1 },
        { id: EVENT, run: 1 },
      ])
      expect((await queue.counts()).passwords).toEqual({ ...NOTHING, waiting: 1 })
      const { seen, enough } = runs(1)
      await enough
      await emptied()
      expect(seen).toEqual([{ id: EVENT, run: 1 }])
    })

    it('runs a row again when it is queued with a higher run', async () => {
      const { enough } = runs(2)
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      await emptied()
      await queue.enqueue('passwords', [{ id: EVENT, run: 2 }])
      expect(await enough).toEqual([
        { id: EVENT, run: 1 },
        { id: EVENT, run: 2 },
      ])
    })

    it('stores the id and the run of a job and nothing else about it', async () => {
      await queue.enqueue('passwords', [{ id: EVENT, run: 7 }])
      const stored = await place.dump()
      const data = stored.match(/\{[^{}]*\\?"id\\?":\\?"evt_[^{}]*\}/g) ?? []
      expect(data.length).toBeGreaterThan(0)
      const own = data
        .map((text) => text.replaceAll('\\', ''))
        .filter((text) => text.includes('run'))
      expect(own.length).toBeGreaterThan(0)
      for (const text of own) expect(text).toContain(`"id":"${EVENT}"`)
      expect(stored).not.toContain('@')
    })

    it('leaves nothing of a job behind, whether it succeeded or failed', async () => {
      const { enough } = runs(2, async ({ run }) => {
        if (run === 2) throw new Error('no')
      })
      await queue.enqueue('passwords', [
        { id: EVENT, run: 1 },
        { id: EVENT, run: 2 },
      ])
      await enough
      await emptied()
      const jobs = (await place.dump())
        .split('\n')
        .filter((line) => line.includes(EVENT) && !/events? /.test(line))
      expect(jobs).toEqual([])
    })

    it('reports what a job threw, and keeps its text out of the queue', async () => {
      const thrown = new AppError('DIRECTORY_UNREACHABLE', 'canary-9f2c in an error')
      const { enough } = runs(1, async () => {
        throw thrown
      })
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      await enough
      await emptied()
      expect(place.errors).toEqual([thrown])
      expect(await place.dump()).not.toContain('canary-9f2c')
    })

    it('finishes what is in hand on close, and takes nothing new', async () => {
      const inHand = Promise.withResolvers<void>()
      const { seen, enough, worker } = runs(1, () => inHand.promise)
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      await enough
      const closed = worker.close()
      await queue.enqueue('passwords', [{ id: EVENT, run: 2 }])
      await expect
        .poll(async () => (await queue.counts()).passwords)
        .toEqual({ ...NOTHING, active: 1, waiting: 1 })
      inHand.resolve()
      await closed
      expect(seen).toEqual([{ id: EVENT, run: 1 }])
      expect((await queue.counts()).passwords).toEqual({ ...NOTHING, waiting: 1 })
      expect(place.errors).toEqual([])
    })

    it('has a sentinel that vanishes with the contents', async () => {
      expect(await queue.hasSentinel()).toBe(false)
      await queue.plantSentinel()
      await queue.plantSentinel()
      expect(await queue.hasSentinel()).toBe(true)
      await place.lose()
      expect(await queue.hasSentinel()).toBe(false)
    })

    it('goes on when everything is lost under a running worker, and reports the lost job', async () => {
      const inHand = Promise.withResolvers<void>()
      const { seen, enough } = runs(2, ({ run }) =>
        run === 1 ? inHand.promise : Promise.resolve(),
      )
      await queue.enqueue('passwords', [{ id: EVENT, run: 1 }])
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(1)
      await place.lose()
      inHand.resolve()
      await expect.poll(() => place.errors.map(({ code }) => code)).toEqual(['QUEUE_JOB_LOST'])
      await queue.enqueue('passwords', [{ id: EVENT, run: 2 }])
      await enough
      await emptied()
      expect(place.errors.map(({ code }) => code)).toEqual(['QUEUE_JOB_LOST'])
    })
  })
}
