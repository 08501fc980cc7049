import { sql } from 'kysely'
import { AppError } from '../core/app-error.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryTools,
  DirectoryUser,
  SetPasswordOptions,
} from './directory.ts'

const CAPABILITIES = { mustChange: true, expiry: true } as const

/**
 * Doorkey's own directory, in the table `builtin_user`: argon2id hashes, must-change and expiry. It
 * creates a user it does not know. Apps log users in against it by `POST /v1/credentials/verify`.
 */
export function builtinDirectory(): DirectoryFactory {
  return { id: 'builtin', capabilities: CAPABILITIES, create: createBuiltinDirectory }
}

function createBuiltinDirectory(tools: DirectoryTools): Directory {
  return {
    id: 'builtin',
    capabilities: CAPABILITIES,
    async setPassword(user, password, options) {
      const hash = await tools.hasher.hash(password)
      if (options.signal.aborted) {
        throw unknownOutcome('to finish in time', 'the end of the call', options.signal.reason)
      }
      try {
        await storePassword(tools, user, hash, options)
      } catch (cause) {
        if (cause instanceof AppError) throw cause
        throw unknownOutcome('an answer from Postgres', 'none', cause)
      }
    },
    async hasChosenPassword(userId) {
      const user = await tools.database
        .selectFrom('builtin_user')
        .select('chosen_by_user')
        .where('source', '=', tools.source)
        .where('user_id', '=', userId)
        .where('password_hash', 'is not', null)
        .executeTakeFirst()
      return user?.chosen_by_user ?? false
    },
  }
}

async function storePassword(
  { source, database, clock }: DirectoryTools,
  user: DirectoryUser,
  hash: string,
  options: SetPasswordOptions,
): Promise<void> {
  const now = clock.now()
  const password = {
    password_hash: hash,
    must_change: options.mustChange,
    chosen_by_user: options.chosenByUser,
    expires_at: options.expiresAt,
    password_set_at: now,
  }
  const stored = await database
    .insertInto('builtin_user')
    .values({
      source,
      user_id: user.id,
      email: user.email ?? null,
      name: user.name ?? null,
      locale: user.locale ?? null,
      created_at: now,
      ...password,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['source', 'user_id'])
        .doUpdateSet({
          // What an event leaves out is kept as it was.
          email: sql`coalesce(excluded.email, builtin_user.email)`,
          name: sql`coalesce(excluded.name, builtin_user.name)`,
          locale: sql`coalesce(excluded.locale, builtin_user.locale)`,
          ...password,
        })
        .where(({ or, eb, lit }) =>
          or([lit(options.mayReplaceChosen), eb('builtin_user.chosen_by_user', '=', false)]),
        ),
    )
    .executeTakeFirst()
  if (stored.numInsertedOrUpdatedRows === 0n) {
    throw new AppError('PASSWORD_CHOSEN', 'builtin: expected a password of ours, got a chosen one')
  }
}

function unknownOutcome(expected: string, got: string, cause: unknown): AppError {
  const message = `builtin: expected ${expected}, got ${got}`
  return new AppError('DIRECTORY_UNKNOWN_OUTCOME', message, { cause })
}
