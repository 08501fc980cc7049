import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../core/clock.ts'
import type { PasswordHasher } from '../../credentials/password-hasher.ts'
import type { PasswordPolicy } from '../../credentials/policy.ts'
import { batched } from '../../database/batched.ts'
import { RELAXED_COMMIT } from '../../database/relaxed-commit.ts'
import type { Schema } from '../../database/schema.ts'
import { rememberReplaced } from './password-history.ts'

/** A hashed password and whose it is. */
export interface NewPassword {
  readonly userId: string
  readonly email: string | null
  readonly name: string | null
  readonly locale: string | null
  readonly hash: string
  readonly mustChange: boolean
  readonly chosenByUser: boolean
  readonly expiresAt: Date | null
  /** False: a password that the user chose stays. */
  readonly mayReplaceChosen: boolean
}

/** The passwords of one source in `builtin_user`. */
export interface PasswordStore {
  /** False when the user chose the password that is there, and it may not be replaced. */
  store(password: NewPassword): Promise<boolean>
  /** True when the user has a password and chose it. */
  hasChosen(userId: string): Promise<boolean>
}

/** This many hashes wait for a thread when the hashes are what everything waits for. */
const MANY_HASHES = 4
/** How long hashed passwords then gather: together they cost the threads far less than one by one. */
const REST_MS = 50

interface PasswordStoreUses {
  readonly source: string
  readonly database: Kysely<Schema>
  readonly hasher: Pick<PasswordHasher, 'waiting'>
  readonly clock: Clock
  /** With a `history`, replaced passwords are remembered. */
  readonly policy?: PasswordPolicy
}

export function createPasswordStore(uses: PasswordStoreUses): PasswordStore {
  const { hasher } = uses
  const restMs = (): number => (hasher.waiting() >= MANY_HASHES ? REST_MS : 0)
  return {
    store: batched((passwords) => storeAll(uses, passwords), { restMs }),
    hasChosen: batched((userIds) => haveChosen(uses, userIds)),
  }
}

/** One statement takes a user once, and one answer to whether chosen passwords may be replaced. */
async function storeAll(
  uses: PasswordStoreUses,
  passwords: readonly NewPassword[],
): Promise<readonly boolean[]> {
  const stored = new Set<NewPassword>()
  let left = passwords
  while (left.length > 0) {
    const mayReplace = left[0]?.mayReplaceChosen === true
    const firsts = new Map<string, NewPassword>()
    for (const one of left) {
      if (one.mayReplaceChosen === mayReplace && !firsts.has(one.userId)) {
        firsts.set(one.userId, one)
      }
    }
    const group = [...firsts.values()]
    for (const userId of await upsert(uses, group, mayReplace)) {
      const password = firsts.get(userId)
      if (password) stored.add(password)
    }
    left = left.filter((one) => firsts.get(one.userId) !== one)
  }
  return passwords.map((password) => stored.has(password))
}

/**
 * What an event leaves out is kept as it was. Gives the ids of users whose password it is now. The
 * commit does not wait for the disk: whoever sets a password records it in the same database
 * afterwards, and sets it again where that is not done.
 */
async function upsert(
  { source, database, clock, policy }: PasswordStoreUses,
  passwords: readonly NewPassword[],
  mayReplaceChosen: boolean,
): Promise<readonly string[]> {
  const now = clock.now()
  const sorted = passwords.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  const write = (on: Kysely<Schema>) => upsertSorted(on, source, sorted, mayReplaceChosen, now)
  const history = policy?.history
  // Where chosen passwords stay, none is replaced that had to be remembered.
  if (!history || !mayReplaceChosen) return write(database)
  return database.transaction().execute(async (transaction) => {
    await rememberReplaced(transaction, source, sorted, history, now)
    return write(transaction)
  })
}

async function upsertSorted(
  database: Kysely<Schema>,
  source: string,
  sorted: readonly NewPassword[],
  mayReplaceChosen: boolean,
  now: Date,
): Promise<readonly string[]> {
  const rows = sorted.map((password) => ({
    user_id: password.userId,
    email: password.email,
    name: password.name,
    locale: password.locale,
    password_hash: password.hash,
    must_change: password.mustChange,
    chosen_by_user: password.chosenByUser,
    expires_at: password.expiresAt,
  }))
  const stored = await sql<{ user_id: string }>`
    WITH ${sql.raw(RELAXED_COMMIT)}
    INSERT INTO builtin_user (source, user_id, email, name, locale, password_hash, must_change,
      chosen_by_user, expires_at, created_at, password_set_at)
    SELECT ${source}, user_id, email, name, locale, password_hash, must_change, chosen_by_user,
      expires_at, ${now}, ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS new (user_id text, email text,
      name text, locale text, password_hash text, must_change boolean, chosen_by_user boolean,
      expires_at timestamptz), relaxed
    ON CONFLICT (source, user_id) DO UPDATE SET
      email = coalesce(excluded.email, builtin_user.email),
      name = coalesce(excluded.name, builtin_user.name),
      locale = coalesce(excluded.locale, builtin_user.locale),
      password_hash = excluded.password_hash, must_change = excluded.must_change,
      chosen_by_user = excluded.chosen_by_user, expires_at = excluded.expires_at,
      password_set_at = excluded.password_set_at
    WHERE ${mayReplaceChosen} OR NOT builtin_user.chosen_by_user
    RETURNING user_id`.execute(database)
  return stored.rows.map((row) => row.user_id)
}

async function haveChosen(
  { source, database }: PasswordStoreUses,
  userIds: readonly string[],
): Promise<readonly boolean[]> {
  const users = await database
    .selectFrom('builtin_user')
    .select('user_id')
    .where('source', '=', source)
    .where('user_id', '=', sql<string>`ANY(${userIds}::text[])`)
    .where('password_hash', 'is not', null)
    .where('chosen_by_user', '=', true)
    .execute()
  const chosen = new Set(users.map((user) => user.user_id))
  return userIds.map((userId) => chosen.has(userId))
}
