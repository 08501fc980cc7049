import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { Secret } from '../core/secret.ts'
import { secretDigest } from '../credentials/secret-digest.ts'
import type { OperatorKeyTable } from '../database/operator-tables.ts'
import type { Schema } from '../database/schema.ts'
import type { AuditLog } from '../ops/audit-log.ts'
import type { Operator } from './operator.ts'
import { isScope, type Scope, SOURCE_SCOPES } from './scopes.ts'

const KEY_BYTES = 32
/** What every key starts with, so that scanners of leaked secrets know one. */
const PREFIX = 'dk_'
/** A key in use is noted once in that time, not at each request. */
const NOTED_EVERY_MS = 60_000
const KEYS_MAX = 1_000

/** What a new key is to be. */
export interface KeyWish {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The only sources it may name; null for all. */
  readonly sources: readonly string[] | null
  /** Null for a key that lasts until it is revoked. */
  readonly expiresAt: Date | null
}

/** Who makes or revokes a key. */
export interface KeyChange {
  readonly operator: string
  readonly clientIp: string | null
}

/** A stored key; what it is made of cannot be had back. */
export interface StoredKey extends KeyWish {
  readonly id: string
  readonly createdAt: Date
  readonly createdBy: string
  /** To the minute. */
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
  readonly revokedBy: string | null
}

/** The keys in the table `operator_key`; every change is audited in its own transaction. */
export interface OperatorKeys {
  /**
   * Makes a key of 256 random bits; `key` is seen here and never again. Throws `REQUEST_INVALID` for
   * sources with a scope that names none, which would let the key see all.
   */
  create(
    wish: KeyWish,
    by: KeyChange,
  ): Promise<{ readonly key: Secret; readonly stored: StoredKey }>
  /** Newest first, revoked and expired ones included; 1,000 at most. */
  list(): Promise<readonly StoredKey[]>
  /** Ends a key at once, and gives it; again, it changes nothing. Throws `NOT_FOUND`. */
  revoke(id: string, by: KeyChange): Promise<StoredKey>
  /** Whose key this is; `undefined` where it is unknown, revoked or expired. */
  find(key: Secret): Promise<Operator | undefined>
  /** The holder of the key with this id, while it lasts. */
  findById(id: string): Promise<Operator | undefined>
}

export function createOperatorKeys(uses: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly ids: Ids
  readonly audit: Pick<AuditLog, 'record'>
}): OperatorKeys {
  const { database } = uses
  return {
    create: (wish, by) => create(uses, wish, by),
    revoke: (id, by) => revoke(uses, id, by),
    async list() {
      const query = database.selectFrom('operator_key').selectAll()
      return (await query.orderBy('id', 'desc').limit(KEYS_MAX).execute()).map(storedKey)
    },
    async find(key) {
      const query = database.selectFrom('operator_key').selectAll()
      return holder(uses, await query.where('key_hash', '=', hashOf(key)).executeTakeFirst())
    },
    async findById(id) {
      const query = database.selectFrom('operator_key').selectAll()
      return holder(uses, await query.where('id', '=', id).executeTakeFirst())
    },
  }
}

type Uses = Parameters<typeof createOperatorKeys>[0]
type KeyRow = Selectable<OperatorKeyTable>

async function create({ database, clock, ids, audit }: Uses, wish: KeyWish, by: KeyChange) {
  const wide = wish.scopes.find((scope) => !SOURCE_SCOPES.has(scope))
  if (wish.sources !== null && wide !== undefined) {
    throw new AppError(
      'REQUEST_INVALID',
      `keys: expected sources with the scopes users and verify only, got them with ${wide}`,
    )
  }
  const key = new Secret(`${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`)
  const row = await database.transaction().execute(async (transaction) => {
    const made = await transaction
      .insertInto('operator_key')
      .values({
        id: ids.next('key'),
        name: wish.name,
        key_hash: hashOf(key),
        scopes: [...new Set(wish.scopes)],
        sources: wish.sources && [...wish.sources],
        created_at: clock.now(),
        created_by: by.operator,
        expires_at: wish.expiresAt,
        last_used_at: null,
        revoked_at: null,
        revoked_by: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const details = { key: made.id, scopes: made.scopes, sources: made.sources }
    await audit.record({ ...by, ...entry('key.create'), details }, transaction)
    return made
  })
  return { key, stored: storedKey(row) }
}

async function revoke({ database, clock, audit }: Uses, id: string, by: KeyChange) {
  return database.transaction().execute(async (transaction) => {
    const revoked = await transaction
      .updateTable('operator_key')
      .set({ revoked_at: clock.now(), revoked_by: by.operator })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (revoked) {
      await audit.record({ ...by, ...entry('key.revoke'), details: { key: id } }, transaction)
      return storedKey(revoked)
    }
    const query = transaction.selectFrom('operator_key').selectAll().where('id', '=', id)
    const before = await query.executeTakeFirst()
    if (before) return storedKey(before)
    throw new AppError('NOT_FOUND', 'keys: expected the id of a key, got another')
  })
}

const entry = (action: string) =>
  ({ action, outcome: 'done', source: null, subject: null }) as const

/** Notes the use, once a minute. */
async function holder(
  { database, clock }: Uses,
  row: KeyRow | undefined,
): Promise<Operator | undefined> {
  const now = clock.now()
  if (!row || row.revoked_at || (row.expires_at && row.expires_at <= now)) return undefined
  if (!row.last_used_at || row.last_used_at <= addMs(now, -NOTED_EVERY_MS)) {
    const query = database.updateTable('operator_key').set({ last_used_at: now })
    await query.where('id', '=', row.id).execute()
  }
  const { id, name, sources } = row
  return { id, name, sources, scopes: new Set(row.scopes.filter(isScope)) }
}

function storedKey(row: KeyRow): StoredKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    sources: row.sources,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  }
}

function hashOf(key: Secret): string {
  return secretDigest(key).toString('hex')
}
