import { type Kysely, type Selectable, sql } from 'kysely'
import { addMs, type Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import { decoyHash, type PasswordHasher } from '../credentials/password-hasher.ts'
import type { PasswordPolicy } from '../credentials/policy.ts'
import type { BuiltinUserTable, Schema } from '../database/schema.ts'
import type { BuiltinAccount } from './builtin/change-password.ts'
import { markUsed } from './builtin/mark-used.ts'

const DAY_MS = 86_400_000

/** Who wants in: by id, or by address in any case. */
export type LoginName = { readonly userId: string } | { readonly email: string }

/**
 * | the password is | and | status |
 * | --- | --- | --- |
 * | the user's | of an account that is not valid yet | `invalid` |
 * | the user's | expired, or its account is no longer valid | `expired` |
 * | the user's | to be changed, or chosen and older than the policy lets it be | `must_change` |
 * | the user's | neither | `ok` |
 * | another, or nobody or two users go by that name | | `invalid` |
 */
export type LoginStatus = 'ok' | 'must_change' | 'expired' | 'invalid'

/** Who logs in, and with what. */
export type Login = LoginName & { readonly source: string; readonly password: Secret }

/** Checks passwords of the built-in directory. */
export interface BuiltinLogin {
  /**
   * Every answer takes one argon2id hash, so that its time does not tell whether a user exists. The
   * first login with an issued password ends its credential `used`.
   */
  verify(login: Login): Promise<LoginStatus>
  /** The same without any trace, and with the account that the password opened. */
  open(login: Login): Promise<OpenedAccount>
}

export type OpenedAccount =
  | { readonly status: 'ok' | 'must_change' | 'expired'; readonly account: BuiltinAccount }
  | { readonly status: 'invalid' }

type User = Selectable<BuiltinUserTable>

interface BuiltinLoginUses {
  readonly database: Kysely<Schema>
  readonly hasher: PasswordHasher
  readonly clock: Clock
  /** The policy of a source, for how old a chosen password may be. Default: of any age. */
  readonly policyOf?: (source: string) => PasswordPolicy | undefined
}

/** Reads `builtin_user`; writes only `credential.state`. */
export function createBuiltinLogin(uses: BuiltinLoginUses): BuiltinLogin {
  const { database, hasher, clock } = uses
  const decoy = decoyHash()
  const open = async (login: Login): Promise<OpenedUser> => {
    const user = isStorable(login) ? await findUser(database, login.source, login) : undefined
    const isTheirs = await hasher.verify(user?.password_hash ?? decoy, login.password)
    const validFrom = user?.valid_from ?? null
    const isEarly = validFrom !== null && validFrom > clock.now()
    if (!user?.password_hash || !isTheirs || isEarly) return { status: 'invalid' }
    const account = accountOf(user, user.password_hash)
    return { status: statusOf(uses, user), account, isChosen: user.chosen_by_user }
  }
  return {
    open,
    async verify(login) {
      const opened = await open(login)
      const isIssued = opened.status !== 'invalid' && !opened.isChosen
      if (isIssued && opened.status !== 'expired') {
        await markUsed(database, opened.account, clock.now())
      }
      return opened.status
    },
  }
}

type OpenedUser =
  | (Extract<OpenedAccount, { account: BuiltinAccount }> & { readonly isChosen: boolean })
  | { readonly status: 'invalid' }

function statusOf(
  { clock, policyOf }: BuiltinLoginUses,
  user: User,
): 'ok' | 'must_change' | 'expired' {
  const now = clock.now()
  const ends = [user.expires_at, user.valid_until].filter((end) => end !== null)
  if (ends.some((end) => end <= now)) return 'expired'
  const days = policyOf?.(user.source)?.expiresAfterDays
  const isOld =
    days !== undefined &&
    user.chosen_by_user &&
    user.password_set_at !== null &&
    user.password_set_at <= addMs(now, -days * DAY_MS)
  return user.must_change || isOld ? 'must_change' : 'ok'
}

function accountOf(user: User, hash: string): BuiltinAccount {
  const { source, user_id: userId, email, name, locale } = user
  return { source, userId, email, name, locale, hash }
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

/** Postgres cannot hold NUL, so no user is called that; asking for one would be an error. */
function isStorable(name: LoginName): boolean {
  return !('userId' in name ? name.userId : name.email).includes('\0')
}
