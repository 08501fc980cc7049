import type { Kysely } from 'kysely'
import type { Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Credentials per turn. */
const BATCH_MAX = 500

/** Ends credentials past their expiry, and every mail of theirs that has not left. */
export async function expire({
  database,
  clock,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): Promise<number> {
  const now = clock.now()
  return database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom('credential')
      .select('id')
      .where('state', 'in', ['issued', 'setting', 'set'])
      .where('expires_at', '<=', now)
      .limit(BATCH_MAX)
      .forUpdate()
      .skipLocked()
      .execute()
    const ids = due.map((credential) => credential.id)
    if (ids.length === 0) return 0
    await transaction
      .updateTable('credential')
      .set({ state: 'expired', secret: null })
      .where('id', 'in', ids)
      .execute()
    await transaction
      .updateTable('message')
      .set({ state: 'expired', settled_at: now, content: null, queued_until: null })
      .where('credential_id', 'in', ids)
      .where('state', 'in', ['planned', 'rendered', 'unknown', 'held'])
      .execute()
    // A failed mail stays failed, but nothing can be replayed from it any more.
    await transaction
      .updateTable('message')
      .set({ content: null })
      .where('credential_id', 'in', ids)
      .where('state', '=', 'failed')
      .execute()
    return ids.length
  })
}
