import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows per turn. */
const BATCH_MAX = 500

export interface SettleSendsParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly unknown: { readonly afterMs: number; readonly then: 'resend' | 'hold' }
}

/**
 * Settles sends that nobody answers for:
 *
 * | found | becomes |
 * | --- | --- |
 * | `sending`, claim lapsed, an attempt had begun | `unknown`, due after the window |
 * | `sending`, claim lapsed, no attempt had begun | `rendered`, due now |
 * | `unknown` past its window, sent again before or not to be resent | `held` for an operator |
 */
export async function settleSends(parts: SettleSendsParts): Promise<void> {
  await settleLapsed(parts)
  await holdUnknown(parts)
}

async function settleLapsed({ database, clock, unknown }: SettleSendsParts): Promise<void> {
  const now = clock.now()
  const cause = 'send-email: expected an answer within the claim, got none'
  await database.transaction().execute(async (transaction) => {
    const lapsed = await sql<{ id: string; begun: boolean }>`
      UPDATE message SET
        state = CASE WHEN tried.begun THEN 'unknown' ELSE 'rendered' END,
        unknown_since = CASE WHEN tried.begun THEN ${now}::timestamptz END,
        due_at = CASE WHEN tried.begun THEN ${addMs(now, unknown.afterMs)} ELSE ${now}::timestamptz END,
        attempts = attempts + 1, claimed_until = NULL, queued_until = NULL,
        code = CASE WHEN tried.begun THEN 'TRANSPORT_UNKNOWN_OUTCOME' END,
        cause = CASE WHEN tried.begun THEN ${cause} END
      FROM (
        SELECT id, EXISTS (
          SELECT FROM attempt WHERE subject_id = message.id AND outcome = 'started'
        ) AS begun
        FROM message WHERE state = 'sending' AND claimed_until <= ${now}
        LIMIT ${BATCH_MAX} FOR UPDATE SKIP LOCKED
      ) AS tried
      WHERE message.id = tried.id
      RETURNING message.id, tried.begun`.execute(transaction)
    const begun = lapsed.rows.filter((row) => row.begun).map((row) => row.id)
    if (begun.length === 0) return
    await transaction
      .updateTable('attempt')
      .set({ outcome: 'unknown', finished_at: now, code: 'TRANSPORT_UNKNOWN_OUTCOME', cause })
      .where('subject_id', 'in', begun)
      .where('outcome', '=', 'started')
      .execute()
  })
}

async function holdUnknown({ database, clock, unknown }: SettleSendsParts): Promise<void> {
  const now = clock.now()
  await database
    .updateTable('message')
    .set({ state: 'held', settled_at: now, queued_until: null })
    .where('id', 'in', (select) =>
      select
        .selectFrom('message')
        .select('id')
        .where('state', '=', 'unknown')
        .where('due_at', '<=', now)
        .$if(unknown.then === 'resend', (query) => query.where('unknown_resends', '>', 0))
        .limit(BATCH_MAX)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}
