import type { Kysely } from 'kysely'
import type { PasswordPolicy } from '../../credentials/policy.ts'
import type { Schema } from '../../database/schema.ts'
import { markUsed } from './mark-used.ts'
import { rememberReplaced } from './password-history.ts'

/** An account of the built-in directory whose password was typed. */
export interface BuiltinAccount {
  readonly source: string
  readonly userId: string
  readonly email: string | null
  readonly name: string | null
  readonly locale: string | null
  /** What the typed password was compared with. */
  readonly hash: string
}

/**
 * Puts the chosen password in the place of the one that `account` was opened with, ends the issued
 * credential `used`, and remembers the old hash where the policy has a history. False, and nothing
 * changes, when the password is another one by now. Of many at once with one old password, the first
 * to lock the row wins.
 */
export async function changePassword(
  database: Kysely<Schema>,
  account: BuiltinAccount,
  {
    hash,
    now,
    policy: { history },
  }: { readonly hash: string; readonly now: Date; readonly policy: PasswordPolicy },
): Promise<boolean> {
  const { source, userId } = account
  const present = await database
    .selectFrom('builtin_user')
    .select('password_hash')
    .where('source', '=', source)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (present?.password_hash !== account.hash) return false
  if (history) {
    await rememberReplaced(database, source, [{ userId, chosenByUser: true }], history, now)
  }
  await markUsed(database, { source, userId }, now)
  await database
    .updateTable('builtin_user')
    .set({
      password_hash: hash,
      must_change: false,
      chosen_by_user: true,
      expires_at: null,
      password_set_at: now,
    })
    .where('source', '=', source)
    .where('user_id', '=', userId)
    .execute()
  return true
}
