import type { Logger } from 'pino'
import type { AppError } from '../core/app-error.ts'
import type { Metrics } from './metrics.ts'

/** Row ids and other words that are safe to log. */
export type StepFields = Readonly<Record<string, string | number | boolean | null>>

/** One line and one count per step of a job: ids only, never an address or a secret. */
export interface StepLog {
  /** An event entered a state. */
  event(event: { readonly id: string; readonly source: string }, state: string, code?: string): void
  /** A message entered a state. */
  message(message: MessageIds, state: string, fields?: StepFields): void
  /** A mail was accepted, this long after its webhook was received. */
  accepted(message: MessageIds, seconds: number): void
  /** A job or chore failed; what becomes of its row is decided by the error's class. */
  failure(job: string, error: AppError, fields: StepFields): void
}

interface MessageIds {
  readonly id: string
  readonly event_id: string
  readonly source: string
}

/** Errors that are part of the day's work, not of an operator's. */
const QUIET_CLASSES: ReadonlySet<string> = new Set(['wait'])

export function createStepLog({ log, metrics }: { log: Logger; metrics: Metrics }): StepLog {
  const message: StepLog['message'] = ({ id, event_id, source }, state, fields) => {
    metrics.message(source, state)
    log.info({ message: id, event: event_id, source, state, ...fields }, 'message')
  }
  return {
    event({ id, source }, state, code) {
      metrics.event(source, state)
      log.info({ event: id, source, state, ...(code && { code }) }, 'event')
    },
    message,
    accepted(ids, seconds) {
      metrics.postToAccepted(seconds)
      message(ids, 'accepted', { seconds: Math.round(seconds * 1_000) / 1_000 })
    },
    failure(job, error, fields) {
      metrics.failure(job, error.code)
      const level = QUIET_CLASSES.has(error.retry) ? 'info' : 'error'
      log[level](
        { job, ...fields, errorCode: error.code, retry: error.retry, err: error },
        'failed',
      )
    },
  }
}
