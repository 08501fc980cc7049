import {
  type Job as BullJob,
  type Queue,
  WaitingError,
  type Worker,
  type WorkerOptions,
} from 'bullmq'

/** What Doorkey uses of a BullMQ queue. */
export type JobQueue = Pick<Queue, 'add' | 'addBulk' | 'getJob' | 'getJobCounts' | 'close'>

/** What Doorkey uses of a BullMQ worker; it runs once `run()` is called. */
export interface JobWorker extends Pick<Worker, 'waitUntilReady' | 'run' | 'close'> {
  /** Drops the worker's connections, whatever still waits on them. */
  release(): Promise<void>
}

/** Given the data of one job as it was found in the queue; `false` leaves the job to others. */
export type JobProcessor = (data: unknown) => Promise<boolean>

/** Everything that differs between Redis and Postgres. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres'
  openQueue(name: string): JobQueue
  openWorker(name: string, process: JobProcessor, concurrency: number): JobWorker
  /** Resolves once commands can be sent; rejects or waits otherwise. */
  whenReady(): Promise<void>
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * A killed process's job is free after 30 to 45 s. It may stall any number of times: workers are
 * idempotent, and whether a row is still to be done is for Postgres to say.
 */
export const WORKER_OPTIONS = {
  autorun: false,
  lockDuration: 30_000,
  stalledInterval: 15_000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1_000,
} as const satisfies Partial<WorkerOptions>

/** Nobody reads BullMQ's event stream, so it is kept as short as it can be. */
export const EVENT_STREAM = { events: { maxLen: 0 } } as const

/** The processor as BullMQ wants it. */
export function toBullProcessor(process: JobProcessor) {
  return async (job: Pick<BullJob, 'data' | 'moveToWait'>, token?: string): Promise<void> => {
    if (await process(job.data)) return
    await job.moveToWait(token)
    throw new WaitingError()
  }
}
