import { randomInt } from 'node:crypto'
import type { AppError } from '../core/app-error.ts'
import { addMs } from '../core/clock.ts'
import { backoffMs, CIRCUIT_PROBE_MS, type QueueName, USER_ABSENT_MS } from '../jobs.ts'

/** How long a rate limit without a stated end is waited for. */
const WAIT_DEFAULT_MS = 5_000

/**
 * What becomes of a row after an error:
 *
 * | class | then | attempt used |
 * | --- | --- | --- |
 * | `backoff`, `unknown` | `retry` at a jittered time, or `fail` when the schedule is used up | yes |
 * | `DIRECTORY_USER_NOT_FOUND` | `retry` for ten minutes, then `fail` | yes |
 * | `wait` | `hold-back` until the other side allows it | no |
 * | `circuit` | `hold-back` until the next probe | no |
 * | `never` | `fail` | yes |
 *
 * A send whose outcome is unknown never comes here: `send-email` settles it by itself.
 */
export type FailureDecision =
  | { readonly then: 'retry'; readonly at: Date }
  | { readonly then: 'hold-back'; readonly kind: 'wait' | 'circuit'; readonly at: Date }
  | { readonly then: 'fail' }

/** Decides once, from the error's code. `attempts` counts this failed one too. */
export function decideFailure(
  queue: QueueName,
  error: AppError,
  attempts: number,
  now: Date,
  random: () => number = randomFraction,
): FailureDecision {
  switch (error.retry) {
    case 'wait':
      return { then: 'hold-back', kind: 'wait', at: error.retryAt ?? addMs(now, WAIT_DEFAULT_MS) }
    case 'circuit':
      return { then: 'hold-back', kind: 'circuit', at: addMs(now, CIRCUIT_PROBE_MS) }
    case 'never':
      return { then: 'fail' }
    case 'backoff':
    case 'unknown': {
      const wait =
        error.code === 'DIRECTORY_USER_NOT_FOUND'
          ? absentMs(attempts, random)
          : backoffMs(queue, attempts, random)
      return wait === undefined ? { then: 'fail' } : { then: 'retry', at: addMs(now, wait) }
    }
  }
}

/** At least the wait itself: whoever is waited for needs the time, not the directory. */
function absentMs(attempts: number, random: () => number): number | undefined {
  const wait = USER_ABSENT_MS[attempts - 1]
  return wait === undefined ? undefined : Math.round(wait * (1 + random() / 10))
}

/** Uniform in [0, 1). */
function randomFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32
}
