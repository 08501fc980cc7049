import { addMs, type Clock } from '../core/clock.ts'

const WINDOW_MS = 60_000
const FAILURES_MAX = 30
const CLIENTS_MAX = 10_000

/** Counts wrongly signed requests per client address. */
export interface FailureLimit {
  /** Records a failure; gives when to come back once there were too many in a minute. */
  record(clientIp: string): Date | undefined
}

/**
 * Fixed windows in memory, per process. It only ever changes the answer to a request that has
 * failed already, so it can keep no correctly signed one out; of many clients the oldest is
 * forgotten.
 */
export function createFailureLimit(clock: Clock): FailureLimit {
  const clients = new Map<string, { count: number; readonly endsAt: Date }>()
  return {
    record(clientIp) {
      const now = clock.now()
      const known = clients.get(clientIp)
      const window =
        known && known.endsAt > now ? known : { count: 0, endsAt: addMs(now, WINDOW_MS) }
      window.count += 1
      // Set anew, so that the map's order is by last failure.
      clients.delete(clientIp)
      clients.set(clientIp, window)
      const [oldest] = clients.keys()
      if (clients.size > CLIENTS_MAX && oldest !== undefined) clients.delete(oldest)
      return window.count > FAILURES_MAX ? window.endsAt : undefined
    },
  }
}
