import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Job, QueueName } from '../jobs.ts'
import type { JobProcessor, JobWorker } from './queue-backend.ts'
import type { QueueFaults } from './queue-faults.ts'

const REOPEN_MS = 1_000
/** How long closing waits for a server that does not answer, once nothing is in hand. */
const SETTLE_MS = 2_000

/** Runs the jobs of one queue. */
export interface QueueWorker {
  /** Finishes what is in hand and takes nothing new. */
  close(): Promise<void>
}

interface Options {
  readonly name: QueueName
  open(process: JobProcessor): JobWorker
  run(job: Job): Promise<void>
  onError(error: AppError): void
  readonly faults: QueueFaults
}

/** Starts at once, and goes on trying while the queue's server is away. */
export function startQueueWorker({ name, open, run, onError, faults }: Options): QueueWorker {
  const stopping = new AbortController()
  const inHand = new Set<Promise<void>>()
  let current: JobWorker | undefined
  let closed: Promise<void> | undefined

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      current = open(take)
      try {
        await current.waitUntilReady()
        await current.run()
        return
      } catch (error) {
        faults.report(error)
        // BullMQ remembers a failed first connection for ever, so a new worker is opened.
        await current.release()
        await sleep(REOPEN_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  async function take(data: unknown): Promise<boolean> {
    // A fetch that was under way when closing began may still bring a job.
    if (stopping.signal.aborted) return false
    const running = runJob({ name, run, onError }, data)
    inHand.add(running)
    try {
      await running
      return true
    } finally {
      inHand.delete(running)
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    if (current === undefined) return
    const settled = new AbortController()
    const settle = async (): Promise<void> => {
      do {
        await Promise.allSettled(inHand)
        await sleep(SETTLE_MS, undefined, { signal: settled.signal }).catch(() => {})
      } while (inHand.size > 0)
    }
    // BullMQ waits for ever to close a connection that is being re-established.
    await Promise.race([current.close(), settle()])
    settled.abort()
    await current.release()
  }

  // Never rejects: every failure is reported inside, and `close` ends it.
  void work()
  return { close: () => (closed ??= stop()) }
}

/** Rejects with a constant text and no cause, since BullMQ writes what it is given to the queue. */
async function runJob(
  { name, run, onError }: Pick<Options, 'name' | 'run' | 'onError'>,
  data: unknown,
): Promise<void> {
  const runParsed = async () => run(parseJob(name, data))
  const hasSucceeded = await runParsed().then(
    () => true,
    (error: unknown) => {
      onError(toAppError(error))
      return false
    },
  )
  if (!hasSucceeded) throw new Error('failed; the cause is in the log')
}

/** Anyone who reaches the queue's server can write to it. */
function parseJob(name: QueueName, data: unknown): Job {
  if (typeof data === 'object' && data !== null && 'id' in data && 'run' in data) {
    const { id, run } = data
    if (typeof id === 'string' && typeof run === 'number' && Number.isSafeInteger(run)) {
      return { id, run }
    }
  }
  throw new AppError('QUEUE_JOB_INVALID', `queue: expected an id and a run in ${name}, got neither`)
}
