import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { expectMigrated } from '../database/migrate.ts'
import { pingDatabase } from '../database/ping-database.ts'
import type { Schema } from '../database/schema.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryName,
  DirectoryTools,
  DirectoryUser,
  NewDirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { wasUsed } from './builtin/password-history.ts'
import { createPasswordStore, type NewPassword } from './builtin/password-store.ts'

const CAPABILITIES = {
  mustChange: true,
  expiry: true,
  createsUsers: true,
  findsUsers: true,
  enforcesPolicy: true,
  validity: true,
} as const

/**
 * Doorkey's own directory, in the table `builtin_user`: argon2id hashes, must-change, expiry,
 * history and the period in which an account is valid. It creates a user it does not know. Apps log users in against it by
 * `POST /v1/credentials/verify`, and `/v1/credentials/change` lets these choose a password.
 */
export function builtinDirectory(): DirectoryFactory {
  return { id: 'builtin', capabilities: CAPABILITIES, create: createBuiltinDirectory }
}

export const guide: DirectoryGuide = {
  name: 'Built-in',
  setup: [
    'Nothing: a source without `directory` uses it, and keeps its users in Doorkey’s own database.',
    'Log users in with `POST /v1/credentials/verify` and a key of an operator.',
    'On `must_change`, ask for a new password and send it with the old one: `POST /v1/credentials/change`.',
  ],
  config: 'directory: builtinDirectory(),',
  permissions: ['None beyond Doorkey’s own database.'],
  limits: ['It is a place for passwords, not an identity provider: no sessions and no tokens.'],
  mustChange: 'Yes: `must_change` in the answer of `/v1/credentials/verify`.',
  testedAgainst: 'PostgreSQL itself',
  sources: [],
}

function createBuiltinDirectory(tools: DirectoryTools): Directory {
  const passwords = createPasswordStore(tools)
  return {
    id: 'builtin',
    capabilities: CAPABILITIES,
    async setPassword(user, password, options) {
      const hash = await tools.hasher.hash(password)
      if (options.signal.aborted) {
        throw unknownOutcome('to finish in time', 'the end of the call', options.signal.reason)
      }
      const isStored = await passwords.store(newPassword(user, hash, options)).catch((cause) => {
        throw unknownOutcome('an answer from Postgres', 'none', cause)
      })
      if (isStored) return
      const message = 'builtin: expected a password of ours, got a chosen one'
      throw new AppError('PASSWORD_CHOSEN', message)
    },
    hasChosenPassword: (userId) => passwords.hasChosen(userId),
    hasUsed: (userId, password) =>
      wasUsed(
        { ...tools, now: tools.clock.now(), history: tools.policy?.history },
        userId,
        password,
      ),
    findUser: (by) => findUser(tools, by, tools.database),
    createUser: (user) => createUser(tools, user),
    async check() {
      await pingDatabase(tools.database)
      await expectMigrated(tools.database)
    },
  }
}

async function findUser(
  { source }: DirectoryTools,
  by: DirectoryName,
  database: Kysely<Schema>,
): Promise<DirectoryUser | undefined> {
  const users = database
    .selectFrom('builtin_user')
    .select(['user_id', 'email', 'name', 'locale'])
    .where('source', '=', source)
  const named =
    'id' in by
      ? users.where('user_id', '=', by.id)
      : users.where(sql`lower(email)`, '=', sql`lower(${by.email})`)
  const found = await named.limit(2).execute()
  const [user] = found
  // Who is meant is open when two users share an address.
  if (!user || found.length > 1) return undefined
  const { user_id: id, email, name, locale } = user
  return { id, ...(email && { email }), ...(name && { name }), ...(locale && { locale }) }
}

/** Two calls for one address at once make one user: the second one waits for the first. */
async function createUser(tools: DirectoryTools, user: NewDirectoryUser): Promise<DirectoryUser> {
  const { source, database, clock } = tools
  return database.transaction().execute(async (transaction) => {
    const key = `builtin ${source} ${user.email.toLowerCase()}`
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
    const known = await findUser(tools, { email: user.email }, transaction)
    if (known) return known
    const id = randomUUID()
    await transaction
      .insertInto('builtin_user')
      .values({
        source,
        user_id: id,
        email: user.email,
        name: user.name ?? null,
        locale: user.locale ?? null,
        created_at: clock.now(),
        password_hash: null,
        must_change: false,
        chosen_by_user: false,
        expires_at: null,
        password_set_at: null,
        valid_from: user.validFrom ?? null,
        valid_until: user.validUntil ?? null,
      })
      .execute()
    return { id, ...user }
  })
}

function newPassword(
  { id, email, name, locale }: DirectoryUser,
  hash: string,
  { mustChange, chosenByUser, expiresAt, mayReplaceChosen }: SetPasswordOptions,
): NewPassword {
  return {
    userId: id,
    email: email ?? null,
    name: name ?? null,
    locale: locale ?? null,
    hash,
    mustChange,
    chosenByUser,
    expiresAt,
    mayReplaceChosen,
  }
}

function unknownOutcome(expected: string, got: string, cause: unknown): AppError {
  const message = `builtin: expected ${expected}, got ${got}`
  return new AppError('DIRECTORY_UNKNOWN_OUTCOME', message, { cause })
}
