import type { Kysely } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Messages per turn. */
const BATCH_MAX = 500

/**
 * Destroys mail bytes once they are not needed: at `delivered`, at the latest `shredAfterMs` after
 * `accepted`, and when a mail has ended otherwise. The sealed password or token and a provider's
 * own link or code go with them. `failed` and `held` keep theirs until the credential expires.
 */
export async function shred({
  database,
  clock,
  shredAfterMs,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly shredAfterMs: number
}): Promise<number> {
  const now = clock.now()
  return database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom('message')
      .select(['id', 'credential_id', 'event_id'])
      .where('content', 'is not', null)
      .where('state', 'not in', ['planned', 'rendered', 'sending', 'unknown'])
      .where((row) =>
        row.or([
          row('state', 'in', ['delivered', 'expired', 'superseded', 'suppressed']),
          row.and([
            row('state', 'in', ['accepted', 'bounced', 'complained']),
            row('settled_at', '<=', addMs(now, -shredAfterMs)),
          ]),
        ]),
      )
      .limit(BATCH_MAX)
      .forUpdate()
      .skipLocked()
      .execute()
    if (due.length === 0) return 0
    await transaction
      .updateTable('message')
      .set({ content: null })
      .where(
        'id',
        'in',
        due.map((message) => message.id),
      )
      .execute()
    await transaction
      .updateTable('event')
      .set({ provider_reset: null })
      .where(
        'id',
        'in',
        due.map((message) => message.event_id),
      )
      .where('provider_reset', 'is not', null)
      .execute()
    const credentials = due.flatMap((message) => message.credential_id ?? [])
    if (credentials.length > 0) {
      await transaction
        .updateTable('credential')
        .set({ secret: null })
        .where('id', 'in', credentials)
        .execute()
    }
    return due.length
  })
}
