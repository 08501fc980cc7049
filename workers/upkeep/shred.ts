import { type Kysely, sql, type Transaction } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows per turn and kind. */
const BATCH_MAX = 500

interface ShredParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  /** How long an accepted mail and an ended event keep their contents. */
  readonly shredAfterMs: number
}

/**
 * Destroys what is not needed any more, each in bounded batches:
 *
 * | what | when |
 * | --- | --- |
 * | mail bytes, and the sealed password or token they were made from | by feedback at `delivered`, or `shredAfterMs` after the mail was accepted; for `failed` and `held` once the credential has ended |
 * | an operator's password that waits to be set | once a credential has taken it over, or `shredAfterMs` after its event ended |
 * | a webhook's body, and the provider's own link or code | `shredAfterMs` after its event ended, unless a mail of it is still open or `held` |
 */
export async function shred(parts: ShredParts): Promise<number> {
  return (await shredMails(parts)) + (await shredEvents(parts)) + (await shredPasswords(parts))
}

async function shredMails({ database, clock, shredAfterMs }: ShredParts): Promise<number> {
  const now = clock.now()
  return database.transaction().execute(async (transaction) => {
    const sent = await findSent(transaction, addMs(now, -shredAfterMs))
    const due = [...sent, ...(await findUseless(transaction, now))]
    if (due.length === 0) return 0
    const ids = due.map((message) => message.id)
    await transaction.updateTable('message').set({ content: null }).where('id', 'in', ids).execute()
    const credentialIds = due.flatMap((message) => message.credential_id ?? [])
    if (credentialIds.length > 0) {
      await transaction
        .updateTable('credential')
        .set({ secret: null })
        .where('id', 'in', credentialIds)
        .execute()
    }
    return due.length
  })
}

/** Mails that left long enough ago; those that ended unsent lost their bytes as they ended. */
function findSent(transaction: Transaction<Schema>, before: Date) {
  return transaction
    .selectFrom('message')
    .select(['id', 'credential_id'])
    .where('content', 'is not', null)
    .where('state', 'in', ['accepted', 'delivered', 'bounced', 'complained'])
    .where('settled_at', '<=', before)
    .limit(BATCH_MAX)
    .forUpdate()
    .skipLocked()
    .execute()
}

/** Mails kept for a replay that can come to nothing: their credential has ended. */
function findUseless(transaction: Transaction<Schema>, now: Date) {
  return transaction
    .selectFrom('message')
    .select(['id', 'credential_id'])
    .where('content', 'is not', null)
    .where('state', 'in', ['failed', 'held'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('credential')
            .select('credential.id')
            .whereRef('credential.id', '=', 'message.credential_id')
            .where('credential.state', 'in', ['issued', 'setting', 'set'])
            .where('credential.expires_at', '>', now),
        ),
      ),
    )
    .limit(BATCH_MAX)
    .forUpdate()
    .skipLocked()
    .execute()
}

async function shredEvents({ database, clock, shredAfterMs }: ShredParts): Promise<number> {
  const endedBefore = addMs(clock.now(), -shredAfterMs)
  const shredded = await sql`
    UPDATE event SET body = NULL, provider_reset = NULL
    WHERE id IN (
      SELECT id FROM event
      WHERE settled_at <= ${endedBefore} AND (body IS NOT NULL OR provider_reset IS NOT NULL)
        AND NOT EXISTS (
          SELECT FROM message WHERE message.event_id = event.id
            AND message.state IN ('planned', 'rendered', 'sending', 'unknown', 'held')
        )
      LIMIT ${BATCH_MAX} FOR UPDATE SKIP LOCKED
    )`.execute(database)
  return Number(shredded.numAffectedRows ?? 0n)
}

async function shredPasswords({ database, clock, shredAfterMs }: ShredParts): Promise<number> {
  const endedBefore = addMs(clock.now(), -shredAfterMs)
  const shredded = await sql`
    UPDATE account_request SET password = NULL
    WHERE event_id IN (
      SELECT account_request.event_id FROM account_request
      JOIN event ON event.id = account_request.event_id
      WHERE account_request.password IS NOT NULL
        AND (event.settled_at <= ${endedBefore} OR EXISTS (
          SELECT FROM credential
          WHERE credential.event_id = event.id AND credential.state <> 'failed'
        ))
      LIMIT ${BATCH_MAX} FOR UPDATE OF account_request SKIP LOCKED
    )`.execute(database)
  return Number(shredded.numAffectedRows ?? 0n)
}
