import type { Kysely, Transaction } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Messages per turn. */
const BATCH_MAX = 500

/**
 * Destroys mail bytes once they are not needed: at `delivered`, at the latest `shredAfterMs` after
 * `accepted`, and when a mail has ended otherwise. The sealed password or token and a provider's
 * own link or code go with them. `failed` and `held` keep theirs until the credential expires.
 */
export async function shred(parts: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly shredAfterMs: number
}): Promise<number> {
  const acceptedBefore = addMs(parts.clock.now(), -parts.shredAfterMs)
  return parts.database.transaction().execute(async (transaction) => {
    const due = await findDue(transaction, acceptedBefore)
    if (due.length === 0) return 0
    const ids = due.map((message) => message.id)
    await transaction.updateTable('message').set({ content: null }).where('id', 'in', ids).execute()
    const eventIds = due.map((message) => message.event_id)
    await transaction
      .updateTable('event')
      .set({ provider_reset: null })
      .where('id', 'in', eventIds)
      .where('provider_reset', 'is not', null)
      .execute()
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

function findDue(transaction: Transaction<Schema>, acceptedBefore: Date) {
  return transaction
    .selectFrom('message')
    .select(['id', 'credential_id', 'event_id'])
    .where('content', 'is not', null)
    .where('state', 'not in', ['planned', 'rendered', 'sending', 'unknown'])
    .where((row) =>
      row.or([
        row('state', 'in', ['delivered', 'expired', 'superseded', 'suppressed']),
        row.and([
          row('state', 'in', ['accepted', 'bounced', 'complained']),
          row('settled_at', '<=', acceptedBefore),
        ]),
      ]),
    )
    .limit(BATCH_MAX)
    .forUpdate()
    .skipLocked()
    .execute()
}
