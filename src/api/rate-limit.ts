import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'

/** Requests of one key in one window, at one process. */
const REQUESTS_MAX = 1_200
const WINDOW_MS = 60_000
const KEYS_MAX = 10_000

/** Keeps one key from keeping the others waiting. */
export interface RateLimit {
  /** Counts a request, and gives the headers that tell how many are left. Throws `RATE_LIMITED`. */
  take(operator: string): Readonly<Record<string, string>>
}

/** Fixed windows in memory: 1,200 requests a minute and key, at each process. */
export function createRateLimit({
  clock,
  max = REQUESTS_MAX,
}: {
  readonly clock: Clock
  readonly max?: number
}): RateLimit {
  const windows = new Map<string, { readonly endsAt: Date; count: number }>()
  return {
    take(operator) {
      const now = clock.now()
      let window = windows.get(operator)
      if (!window || window.endsAt <= now) {
        // Keys are few; forgetting all of them lets each ask once more, no more than that.
        if (windows.size >= KEYS_MAX) windows.clear()
        window = { endsAt: addMs(now, WINDOW_MS), count: 0 }
        windows.set(operator, window)
      }
      window.count += 1
      if (window.count > max) {
        const expected = `api: expected at most ${max} requests a minute with one key, got more`
        throw new AppError('RATE_LIMITED', expected, { retryAt: window.endsAt })
      }
      const seconds = Math.ceil((window.endsAt.getTime() - now.getTime()) / 1_000)
      return {
        'ratelimit-limit': String(max),
        'ratelimit-remaining': String(max - window.count),
        'ratelimit-reset': String(seconds),
      }
    },
  }
}
