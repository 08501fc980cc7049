import type { Kysely } from 'kysely'
import type { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { AttemptTable, Schema } from '../database/schema.ts'

/** Every try at an outside effect: written before it is made, finished with what came back. */
export interface AttemptLog {
  /** Records that a try begins; commit before the effect. Gives the attempt's id. */
  begin(builder: Kysely<Schema>, kind: AttemptTable['kind'], subjectId: string): Promise<string>
  /** It happened. `reference` is the other side's id for it. */
  succeed(builder: Kysely<Schema>, attemptId: string, reference?: string): Promise<void>
  /**
   * It did not, or nobody knows: `unknown` errors leave the attempt `unknown`, and its `reference` is
   * the way by which it was tried.
   */
  fail(builder: Kysely<Schema>, attemptId: string, error: AppError): Promise<void>
  /** By which way the last try went that nobody answered; `undefined` where it named none. */
  lastUnknown(builder: Kysely<Schema>, subjectId: string): Promise<string | undefined>
}

export function createAttemptLog({
  clock,
  ids,
  count,
}: {
  readonly clock: Clock
  readonly ids: Ids
  /** Counts each end; `code` is empty on success. */
  readonly count: (kind: string, outcome: string, code: string) => void
}): AttemptLog {
  return {
    async begin(builder, kind, subjectId) {
      const id = ids.next('attempt')
      await builder
        .insertInto('attempt')
        .values({ id, kind, subject_id: subjectId, started_at: clock.now(), outcome: 'started' })
        .execute()
      return id
    },

    async succeed(builder, attemptId, reference) {
      const ended = await builder
        .updateTable('attempt')
        .set({ outcome: 'ok', finished_at: clock.now(), reference: reference ?? null })
        .where('id', '=', attemptId)
        .returning('kind')
        .executeTakeFirst()
      if (ended) count(ended.kind, 'ok', '')
    },

    async fail(builder, attemptId, { code, message, retry, via }) {
      const outcome = retry === 'unknown' ? 'unknown' : 'failed'
      const ended = await builder
        .updateTable('attempt')
        .set({ outcome, finished_at: clock.now(), code, cause: message, reference: via ?? null })
        .where('id', '=', attemptId)
        .returning('kind')
        .executeTakeFirst()
      if (ended) count(ended.kind, outcome, code)
    },

    async lastUnknown(builder, subjectId) {
      const last = await builder
        .selectFrom('attempt')
        .select('reference')
        .where('subject_id', '=', subjectId)
        .where('outcome', '=', 'unknown')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return last?.reference ?? undefined
    },
  }
}
