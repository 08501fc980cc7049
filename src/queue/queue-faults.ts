import { AppError, toAppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'

const REPEAT_MS = 10_000

/** Where the errors of connections and of BullMQ's own loops end. */
export interface QueueFaults {
  /** Passes the error on, unless one with the same code went out within the last 10 s. */
  report(error: unknown): void
  /** The server answers again: the next outage is reported at once. */
  recovered(): void
}

/** One report per outage and 10 s: a server that is down for an hour must not fill the log. */
export function createQueueFaults(options: {
  readonly clock: Clock
  onError(error: AppError): void
}): QueueFaults {
  const reportedAt = new Map<string, number>()
  return {
    report(error) {
      const fault = queueError(error)
      const now = options.clock.now().getTime()
      const last = reportedAt.get(fault.code)
      if (last !== undefined && now - last < REPEAT_MS) return
      reportedAt.set(fault.code, now)
      options.onError(fault)
    },
    recovered: () => void reportedAt.delete('QUEUE_UNREACHABLE'),
  }
}

/** What a queue, Redis or Postgres error means to us. */
export function queueError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof Error) || isProgrammingError(error)) return toAppError(error)
  // The original may carry the command and its arguments (for AUTH: the password).
  const cause = new Error(error.message)
  const code = 'code' in error ? error.code : undefined
  if (isLostJob(error, code)) {
    return new AppError('QUEUE_JOB_LOST', `queue: expected to hold the job, got ${error.message}`, {
      cause,
    })
  }
  const got = typeof code === 'string' ? code : error.name
  return new AppError('QUEUE_UNREACHABLE', `queue: expected its server to answer, got ${got}`, {
    cause,
  })
}

/** BullMQ's own codes are negative numbers; its lock renewal has a message only. */
function isLostJob(error: Error, code: unknown): boolean {
  return (typeof code === 'number' && code < 0) || error.message.startsWith('could not renew lock')
}

function isProgrammingError(error: Error): boolean {
  return (
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  )
}
