import { AppError } from '../../../src/core/app-error.ts'
import type { Session } from './session.ts'

/** Shorter than any server keeps an idle connection (RFC 5321: five minutes; some: a quarter of one). */
const IDLE_MS = 10_000
/** Some servers end a connection after a hundred mails. */
const MAILS_MAX = 90

/** Sessions kept open between mails, never more than a bound. */
export interface SessionPool {
  /**
   * Runs with a session of its own, once one is free. Whatever fails closes it, and nothing is tried
   * again. Throws `TRANSPORT_UNREACHABLE` when the signal ends first, and what opening throws.
   */
  use<T>(signal: AbortSignal, run: (session: Session) => Promise<T>): Promise<T>
  close(): void
}

interface Idle {
  readonly session: Session
  readonly mails: number
  readonly timer: NodeJS.Timeout
}

export function createSessionPool({
  open,
  sessionsMax,
}: {
  readonly open: (signal: AbortSignal) => Promise<Session>
  readonly sessionsMax: number
}): SessionPool {
  const idle = new Set<Idle>()
  const turns = createTurns(sessionsMax)
  let isClosed = false

  const keep = (session: Session, mails: number): void => {
    if (isClosed || mails >= MAILS_MAX || !session.isOpen()) return session.close()
    const timer = setTimeout(() => {
      idle.delete(entry)
      session.close()
    }, IDLE_MS)
    timer.unref()
    const entry = { session, mails, timer }
    idle.add(entry)
  }

  const takeIdle = (): Idle | undefined => {
    for (const entry of idle) {
      idle.delete(entry)
      clearTimeout(entry.timer)
      if (entry.session.isOpen()) return entry
    }
    return undefined
  }

  return {
    async use(signal, run) {
      await turns.take(signal)
      try {
        const { session, mails } = takeIdle() ?? { session: await open(signal), mails: 0 }
        const result = await run(session)
        keep(session, mails + 1)
        return result
      } finally {
        turns.give()
      }
    },
    close() {
      isClosed = true
      for (let entry = takeIdle(); entry; entry = takeIdle()) entry.session.close()
    },
  }
}

/** At most `max` at once, the others in the order in which they came. */
function createTurns(max: number): {
  take(signal: AbortSignal): Promise<void>
  give(): void
} {
  const waiting = new Set<() => void>()
  let free = max
  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        const late = (): void => {
          waiting.delete(go)
          const message = 'smtp: expected a free connection in time, got none'
          reject(new AppError('TRANSPORT_UNREACHABLE', message))
        }
        const go = (): void => {
          waiting.delete(go)
          signal.removeEventListener('abort', late)
          free -= 1
          resolve()
        }
        if (signal.aborted) return late()
        if (free > 0) return go()
        signal.addEventListener('abort', late, { once: true })
        waiting.add(go)
      })
    },
    give() {
      free += 1
      for (const go of waiting) return go()
    },
  }
}
