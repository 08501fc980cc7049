import type { Kysely } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/** `set → used` for the credential whose password is the present one. */
export async function markUsed(
  database: Kysely<Schema>,
  user: { readonly source: string; readonly userId: string },
  now: Date,
): Promise<void> {
  await database
    .updateTable('credential')
    .set({ state: 'used', used_at: now })
    .where('state', '=', 'set')
    .where('id', '=', (credential) =>
      credential
        .selectFrom('credential as latest')
        .select('latest.id')
        .where('latest.source', '=', user.source)
        .where('latest.user_id', '=', user.userId)
        .where('latest.kind', '=', 'password')
        // While another one is being set, nobody can say which of the two was typed.
        .where('latest.state', 'in', ['setting', 'set', 'used'])
        .orderBy('latest.occurred_at', 'desc')
        .orderBy('latest.id', 'desc')
        .limit(1),
    )
    .execute()
}
