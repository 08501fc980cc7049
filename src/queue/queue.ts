import { AppError } from '../core/app-error.ts'
import { type Clock, systemClock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import { type Job, JOB_ROWS_MAX, JOBS, QUEUE_NAMES, type QueueName } from '../jobs.ts'
import { createPostgresBackend } from './postgres-backend.ts'
import type { JobQueue, QueueBackend } from './queue-backend.ts'
import { createQueueFaults, queueError } from './queue-faults.ts'
import { type QueueWorker, startQueueWorker } from './queue-worker.ts'
import { createRedisBackend } from './redis-backend.ts'
import { parseRedisUrl } from './redis-url.ts'

const DEADLINE_MS = 5_000
const SENTINEL = 'sentinel'
const SENTINEL_DELAY_MS = 365 * 24 * 3_600_000
/** A job runs once and leaves nothing: what it did, and whether it is done, is in Postgres. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const

/** Jobs that wait, run and are to run later. */
export interface QueueCounts {
  readonly waiting: number
  readonly active: number
  readonly delayed: number
}

/**
 * The to-do list. It may lose everything at any time, and runs a job at least once. Every call ends
 * within 5 s, with `QUEUE_UNREACHABLE` when the server does not answer.
 */
export interface Queue {
  readonly backend: 'redis' | 'postgres'
  /** A job whose id and run are still in the queue is left out silently. */
  enqueue(name: QueueName, jobs: readonly Job[]): Promise<void>
  /**
   * As `enqueue`, but several rows make one job, for which BullMQ and its server do no more than for
   * a row. Nothing is left out, so this is for rows that have just come to this queue.
   */
  enqueueTogether(name: QueueName, jobs: readonly Job[]): Promise<void>
  /** A rejection of `run` goes to `onError`, and the job is gone: the row says what comes next. */
  work(name: QueueName, options: WorkOptions, run: (job: Job) => Promise<void>): QueueWorker
  counts(): Promise<Readonly<Record<QueueName, QueueCounts>>>
  /** Whether the sentinel is there; it vanishes with the queue's contents. */
  hasSentinel(): Promise<boolean>
  plantSentinel(): Promise<void>
  ping(): Promise<void>
  /** Closes the workers first. */
  close(): Promise<void>
}

export interface WorkOptions {
  /** Jobs taken from the queue at once. */
  readonly concurrency: number
  /** Rows that `run` is called for at once; a job with more of them starts them in turn. */
  readonly rowsAtOnceMax: number
}

export interface QueueOptions {
  /** See `parseRedisUrl` for the forms; without it the queue is in Postgres. */
  readonly redisUrl?: Secret | undefined
  readonly databaseUrl: Secret
  /** Redis only. Keep the braces: a cluster then holds a queue's keys together. */
  readonly prefix?: string
  readonly clock?: Clock
  /** Faults of connections come at most once per outage and 10 s; the queue recovers by itself. */
  onError(error: AppError): void
}

/** Opens the queue. An absent Redis is waited for; an absent Postgres is `QUEUE_UNREACHABLE`. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const { onError, clock = systemClock } = options
  const faults = createQueueFaults({ onError, clock })
  const backend = await openBackend(options, faults)
  const sentinel = backend.openQueue(SENTINEL)
  const queues = forEachQueue((name) => backend.openQueue(name))
  const workers = new Set<QueueWorker>()

  return {
    backend: backend.kind,
    async enqueue(name, jobs) {
      if (jobs.length === 0) return
      const bulk = jobs.map((job) => toBullJob(name, [job]))
      await answered(backend, () => queues[name].addBulk(bulk))
    },
    async enqueueTogether(name, jobs) {
      if (jobs.length === 0) return
      const bulk = inGroups(jobs).map((group) => toBullJob(name, group))
      await answered(backend, () => queues[name].addBulk(bulk))
    },
    work(name, { concurrency, rowsAtOnceMax }, run) {
      const worker = startQueueWorker({
        name,
        open: (process) => backend.openWorker(name, process, concurrency),
        run,
        rowsAtOnceMax,
        onError,
        faults,
      })
      workers.add(worker)
      return worker
    },
    counts: () => answered(backend, () => countAll(queues)),
    hasSentinel: () =>
      answered(backend, async () => (await sentinel.getJob(SENTINEL)) !== undefined),
    async plantSentinel() {
      const jobOptions = { ...JOB_OPTIONS, jobId: SENTINEL, delay: SENTINEL_DELAY_MS }
      await answered(backend, () => sentinel.add(SENTINEL, {}, jobOptions))
    },
    ping: () => answered(backend, () => backend.ping()),
    async close() {
      await Promise.all([...workers].map((worker) => worker.close()))
      await Promise.all([sentinel, ...Object.values(queues)].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** A row alone is told apart by its id and run; a group gets an id from BullMQ. */
function toBullJob(name: QueueName, [first, ...others]: readonly [Job, ...Job[]]) {
  const rows = [first, ...others].map(({ id, run }) => ({ id, run }))
  const jobId = others.length === 0 ? { jobId: `${first.id}-${first.run}` } : {}
  return { name: JOBS[name].name, data: { rows }, opts: { ...JOB_OPTIONS, ...jobId } }
}

function inGroups(jobs: readonly Job[]): (readonly [Job, ...Job[]])[] {
  const groups: [Job, ...Job[]][] = []
  for (const job of jobs) {
    const last = groups.at(-1)
    if (last && last.length < JOB_ROWS_MAX) last.push(job)
    else groups.push([job])
  }
  return groups
}

async function openBackend(
  { redisUrl, databaseUrl, prefix = '{doorkey}' }: QueueOptions,
  faults: ReturnType<typeof createQueueFaults>,
): Promise<QueueBackend> {
  if (redisUrl) return createRedisBackend({ target: parseRedisUrl(redisUrl), prefix, faults })
  try {
    return await createPostgresBackend({ url: databaseUrl, faults })
  } catch (error) {
    throw queueError(error)
  }
}

async function countAll(
  queues: Readonly<Record<QueueName, JobQueue>>,
): Promise<Record<QueueName, QueueCounts>> {
  const counts = forEachQueue(() => NONE)
  for (const name of QUEUE_NAMES) {
    counts[name] = { ...NONE, ...(await queues[name].getJobCounts('waiting', 'active', 'delayed')) }
  }
  return counts
}

function forEachQueue<T>(make: (name: QueueName) => T): Record<QueueName, T> {
  return {
    passwords: make('passwords'),
    renders: make('renders'),
    sends: make('sends'),
    automations: make('automations'),
  }
}

const NONE: QueueCounts = { waiting: 0, active: 0, delayed: 0 }

/** Runs `ask` once the server is there, and gives up on either after the deadline. */
async function answered<T>(backend: QueueBackend, ask: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const got = `nothing for ${DEADLINE_MS} ms`
  const timer = setTimeout(
    () =>
      reject(new AppError('QUEUE_UNREACHABLE', `queue: expected its server to answer, got ${got}`)),
    DEADLINE_MS,
  )
  try {
    return await Promise.race([backend.whenReady().then(ask), late])
  } catch (error) {
    throw queueError(error)
  } finally {
    clearTimeout(timer)
  }
}
