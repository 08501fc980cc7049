import { type Kysely, type Selectable, sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import { decoyHash, type PasswordHasher } from '../credentials/password-hasher.ts'
import type { BuiltinUserTable, Schema } from '../database/schema.ts'

/** Who wants in: by id, or by address in any case. */
export type LoginName = { readonly userId: string } | { readonly email: string }

/**
 * | the password is | and | status |
 * | --- | --- | --- |
 * | the user's | expired | `expired` |
 * | the user's | to be changed | `must_change` |
 * | the user's | neither | `ok` |
 * | another, or nobody or two users go by that name | | `invalid` |
 */
export type LoginStatus = 'ok' | 'must_change' | 'expired' | 'invalid'

/** Checks passwords of the built-in directory. */
export interface BuiltinLogin {
  /**
   * Every answer takes one argon2id hash, so that its time does not tell whether a user exists. The
   * first login with an issued password ends its credential `used`.
   */
  verify(
    login: LoginName & { readonly source: string; readonly password: Secret },
  ): Promise<LoginStatus>
}

type User = Selectable<BuiltinUserTable>

/** Reads `builtin_user`; writes only `credential.state`. */
export function createBuiltinLogin(uses: {
  readonly database: Kysely<Schema>
  readonly hasher: PasswordHasher
  readonly clock: Clock
}): BuiltinLogin {
  const { database, hasher, clock } = uses
  const decoy = decoyHash()
  return {
    async verify(login) {
      const user = isStorable(login) ? await findUser(database, login.source, login) : undefined
      const isTheirs = await hasher.verify(user?.password_hash ?? decoy, login.password)
      if (!user || !isTheirs) return 'invalid'
      const now = clock.now()
      if (user.expires_at && user.expires_at <= now) return 'expired'
      if (!user.chosen_by_user) await markUsed(database, user, now)
      return user.must_change ? 'must_change' : 'ok'
    },
  }
}

async function findUser(
  database: Kysely<Schema>,
  source: string,
  name: LoginName,
): Promise<User | undefined> {
  const users = database.selectFrom('builtin_user').selectAll().where('source', '=', source)
  if ('userId' in name) return users.where('user_id', '=', name.userId).executeTakeFirst()
  const found = await users
    .where(sql`lower(email)`, '=', sql`lower(${name.email})`)
    .limit(2)
    .execute()
  // Whose password it would be is open when two users share an address.
  return found.length === 1 ? found[0] : undefined
}

/** `set → used` for the credential whose password is the present one. */
async function markUsed(database: Kysely<Schema>, user: User, now: Date): Promise<void> {
  await database
    .updateTable('credential')
    .set({ state: 'used', used_at: now })
    .where('state', '=', 'set')
    .where('id', '=', (credential) =>
      credential
        .selectFrom('credential as latest')
        .select('latest.id')
        .where('latest.source', '=', user.source)
        .where('latest.user_id', '=', user.user_id)
        .where('latest.kind', '=', 'password')
        // While another one is being set, nobody can say which of the two was typed.
        .where('latest.state', 'in', ['setting', 'set', 'used'])
        .orderBy('latest.occurred_at', 'desc')
        .orderBy('latest.id', 'desc')
        .limit(1),
    )
    .execute()
}

/** Postgres cannot hold NUL, so no user is called that; asking for one would be an error. */
function isStorable(name: LoginName): boolean {
  return !('userId' in name ? name.userId : name.email).includes('\0')
}
