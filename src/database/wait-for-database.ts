import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { AppError } from '../core/app-error.ts'

const RETRY_MS = 1_000

/**
 * Resolves once Postgres answers; says each second that it waits. Throws `DATABASE_UNREACHABLE`
 * after `seconds`.
 */
export async function waitForDatabase<T>(
  database: Kysely<T>,
  seconds: number,
  say: (line: string) => void,
): Promise<void> {
  for (let second = 0; ; second += 1) {
    try {
      await sql`SELECT 1`.execute(database)
      return
    } catch (cause) {
      // The driver's message may quote the URL; its code says enough.
      const got = causeCode(cause)
      if (second >= seconds) {
        const message = `postgres: expected an answer at DATABASE_URL, got ${got}`
        throw new AppError('DATABASE_UNREACHABLE', message, { cause })
      }
      say(`postgres: no answer at DATABASE_URL (${got}); trying again`)
      await sleep(RETRY_MS)
    }
  }
}

function causeCode(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded && typeof error.code === 'string' ? error.code : 'none in time'
}
