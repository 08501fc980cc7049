import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { Schema } from '../database/schema.ts'

/** How many tries a subject has in a fixed window that starts with the first one. */
export interface TryLimit {
  /** Unique among limits; ends in `-day` where the window is longer than an hour. */
  readonly name: string
  readonly max: number
  readonly windowMs: number
}

/** Counts guesses per subject: an account, a client. Subjects are stored as hashes. */
export interface Throttle {
  /**
   * Counts a try, before anything is compared, so that tries at once cannot pass together. Throws
   * `CLIENT_THROTTLED` from the try after the last allowed one until the window ends.
   */
  count(limit: TryLimit, subject: string): Promise<void>
  /** Counts like `count`; gives how many tries are left after this one, `undefined` if it was one too many. */
  take(limit: TryLimit, subject: string): Promise<number | undefined>
  /** Throws like `count` where no try is left, and counts nothing. */
  check(limit: TryLimit, subject: string): Promise<void>
  /** Forgets the tries so far: this one was right. */
  clear(limit: TryLimit, subject: string): Promise<void>
}

/** Counters in the table `throttle`, shared by all processes. */
export function createThrottle(uses: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): Throttle {
  const { database, clock } = uses
  return {
    async count(limit, subject) {
      const { count, window_started_at: startedAt } = await increase(uses, limit, subject)
      if (count > limit.max) throw throttled(limit, startedAt)
    },
    async take(limit, subject) {
      const { count } = await increase(uses, limit, subject)
      return count > limit.max ? undefined : limit.max - count
    },
    async check(limit, subject) {
      const row = await database
        .selectFrom('throttle')
        .select('window_started_at')
        .where('key', '=', rowKey(limit, subject))
        .where('count', '>=', limit.max)
        .where('window_started_at', '>', addMs(clock.now(), -limit.windowMs))
        .executeTakeFirst()
      if (row) throw throttled(limit, row.window_started_at)
    },
    async clear(limit, subject) {
      await database.deleteFrom('throttle').where('key', '=', rowKey(limit, subject)).execute()
    },
  }
}

async function increase(
  { database, clock }: { readonly database: Kysely<Schema>; readonly clock: Clock },
  limit: TryLimit,
  subject: string,
): Promise<{ readonly count: number; readonly window_started_at: Date }> {
  const now = clock.now()
  const isOver = sql`throttle.window_started_at <= ${addMs(now, -limit.windowMs)}`
  return database
    .insertInto('throttle')
    .values({ key: rowKey(limit, subject), window_started_at: now, count: 1 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`CASE WHEN ${isOver} THEN 1 ELSE throttle.count + 1 END`,
        window_started_at: sql<Date>`CASE WHEN ${isOver} THEN excluded.window_started_at
          ELSE throttle.window_started_at END`,
      }),
    )
    .returning(['count', 'window_started_at'])
    .executeTakeFirstOrThrow()
}

function rowKey(limit: TryLimit, subject: string): string {
  return `${limit.name}:${createHash('sha256').update(subject).digest('hex')}`
}

function throttled(limit: TryLimit, startedAt: Date): AppError {
  return new AppError(
    'CLIENT_THROTTLED',
    `${limit.name}: expected at most ${limit.max} tries in ${limit.windowMs / 60_000} minutes, got more`,
    { retryAt: addMs(startedAt, limit.windowMs) },
  )
}
