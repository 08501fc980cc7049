import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError, toAppError } from '../core/app-error.ts'
import { createPlaces } from '../core/places.ts'
import { type Job, JOB_ROWS_MAX, type QueueName } from '../jobs.ts'
import type { JobProcessor, JobWorker } from './queue-backend.ts'
import type { QueueFaults } from './queue-faults.ts'

const REOPEN_MS = 1_000
/** How long closing waits for a server that does not answer, once nothing is in hand. */
const SETTLE_MS = 2_000

const ROW = Type.Object({ id: Type.String(), run: Type.Integer({ minimum: 0 }) })
const JOB_DATA = Compile(
  Type.Object({ rows: Type.Array(ROW, { minItems: 1, maxItems: JOB_ROWS_MAX }) }),
)

/** Runs the jobs of one queue. */
export interface QueueWorker {
  /** Finishes what is in hand and takes nothing new. */
  close(): Promise<void>
}

interface Options {
  readonly name: QueueName
  open(process: JobProcessor): JobWorker
  run(job: Job): Promise<void>
  /** Rows that `run` is called for at once. */
  readonly rowsAtOnceMax: number
  onError(error: AppError): void
  readonly faults: QueueFaults
}

/** Starts at once, and goes on trying while the queue's server is away. */
export function startQueueWorker(options: Options): QueueWorker {
  const { name, open, run, rowsAtOnceMax, onError, faults } = options
  const places = createPlaces(rowsAtOnceMax)
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
    const running = runJob({ name, run: begin, onError }, data)
    inHand.add(running)
    try {
      await running
      return true
    } finally {
      inHand.delete(running)
    }
  }

  /** What has not begun when closing does is left to upkeep, which finds the row. */
  const begin = (row: Job): Promise<void> =>
    places.run(async () => {
      if (!stopping.signal.aborted) await run(row)
    })

  async function stop(): Promise<void> {
    stopping.abort()
    if (current === undefined) return
    const settled = new AbortController()
    // BullMQ waits for ever to close a connection that is being re-established.
    await Promise.race([current.close(), settle(inHand, settled.signal)])
    settled.abort()
    await current.release()
  }

  // Never rejects: every failure is reported inside, and `close` ends it.
  void work()
  return { close: () => (closed ??= stop()) }
}

/** Resolves once nothing has been in hand for a while. */
async function settle(inHand: ReadonlySet<Promise<void>>, signal: AbortSignal): Promise<void> {
  do {
    await Promise.allSettled(inHand)
    await sleep(SETTLE_MS, undefined, { signal }).catch(() => {})
  } while (inHand.size > 0)
}

/** Rejects with a constant text and no cause, since BullMQ writes what it is given to the queue. */
async function runJob(
  { name, run, onError }: Pick<Options, 'name' | 'run' | 'onError'>,
  data: unknown,
): Promise<void> {
  const runRow = async (row: Job): Promise<boolean> => {
    try {
      await run(row)
      return true
    } catch (error) {
      onError(toAppError(error))
      return false
    }
  }
  const rows = parseRows(name, data, onError)
  const hasSucceeded = await Promise.all(rows.map(runRow))
  if (rows.length === 0 || hasSucceeded.includes(false)) {
    throw new Error('failed; the cause is in the log')
  }
}

/** Anyone who reaches the queue's server can write to it. */
function parseRows(name: QueueName, data: unknown, onError: Options['onError']): readonly Job[] {
  if (JOB_DATA.Check(data)) return data.rows
  onError(
    new AppError(
      'QUEUE_JOB_INVALID',
      `queue: expected ids and runs of rows in ${name}, got others`,
    ),
  )
  return []
}
