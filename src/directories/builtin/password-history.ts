import { type Kysely, sql } from 'kysely'
import type { Secret } from '../../core/secret.ts'
import { addMs } from '../../core/clock.ts'
import type { PasswordHasher } from '../../credentials/password-hasher.ts'
import { type PasswordPolicy, POLICY } from '../../credentials/policy.ts'
import type { Schema } from '../../database/schema.ts'

const DAY_MS = 86_400_000

type History = NonNullable<PasswordPolicy['history']>

/** Whose password is about to be replaced, and whether by one that the user chose. */
export interface Replacement {
  readonly userId: string
  readonly chosenByUser: boolean
}

/**
 * Keeps the present hashes of users whose password is replaced in the same transaction, and drops
 * what `history` asks for no longer. One issued password that replaces another leaves no trace: the
 * user never had the first, and a retry sets the same one again. The caller sorts users by id.
 */
export async function rememberReplaced(
  database: Kysely<Schema>,
  source: string,
  replacements: readonly Replacement[],
  history: History,
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(
    replacements.map(({ userId, chosenByUser }) => ({ user_id: userId, chosen: chosenByUser })),
  )
  await sql`INSERT INTO builtin_password_history (source, user_id, password_hash, replaced_at)
    SELECT builtin_user.source, builtin_user.user_id, builtin_user.password_hash, ${now}
    FROM json_to_recordset(${rows}::json) AS new (user_id text, chosen boolean)
    JOIN builtin_user ON builtin_user.source = ${source} AND builtin_user.user_id = new.user_id
    WHERE builtin_user.password_hash IS NOT NULL AND (new.chosen OR builtin_user.chosen_by_user)
    ORDER BY builtin_user.user_id
    FOR UPDATE OF builtin_user
    ON CONFLICT DO NOTHING`.execute(database)
  const userIds = replacements.map(({ userId }) => userId)
  await sql`DELETE FROM builtin_password_history AS old USING (
      SELECT source, user_id, password_hash, row_number() OVER (
        PARTITION BY user_id ORDER BY replaced_at DESC, password_hash) AS place
      FROM builtin_password_history
      WHERE source = ${source} AND user_id = ANY(${userIds}::text[])
    ) AS ranked
    WHERE ranked.place > ${keptMax(history)} AND old.source = ranked.source
      AND old.user_id = ranked.user_id AND old.password_hash = ranked.password_hash`.execute(
    database,
  )
}

/**
 * True when `password` is the user's present one or, where the policy has a `history`, one of those
 * before. Without it only an issued one counts, which must not become the chosen one (ASVS 6.4.1).
 * At most 25 hashes are compared, one after another.
 */
export async function wasUsed(
  {
    source,
    database,
    hasher,
    now,
    history,
  }: {
    readonly source: string
    readonly database: Kysely<Schema>
    readonly hasher: PasswordHasher
    readonly now: Date
    readonly history: History | undefined
  },
  userId: string,
  password: Secret,
): Promise<boolean> {
  const present = await database
    .selectFrom('builtin_user')
    .select(['password_hash', 'chosen_by_user'])
    .where('source', '=', source)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const isCompared = history !== undefined || present?.chosen_by_user === false
  const hashes = isCompared && present?.password_hash ? [present.password_hash] : []
  if (history) {
    const replaced = await database
      .selectFrom('builtin_password_history')
      .select(['password_hash', 'replaced_at'])
      .where('source', '=', source)
      .where('user_id', '=', userId)
      .orderBy('replaced_at', 'desc')
      .orderBy('password_hash')
      .limit(POLICY.historyMax)
      .execute()
    const since = addMs(now, -(history.days ?? 0) * DAY_MS)
    const counted = replaced.filter(
      (one, place) => place < (history.last ?? 1) - 1 || one.replaced_at > since,
    )
    hashes.push(...counted.map((one) => one.password_hash))
  }
  for (const hash of hashes) {
    if (await hasher.verify(hash, password)) return true
  }
  return false
}

/** Beside the present one. */
function keptMax({ last = 1, days }: History): number {
  return days === undefined ? last - 1 : POLICY.historyMax
}
