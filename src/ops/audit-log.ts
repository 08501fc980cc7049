import { createHash } from 'node:crypto'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { maskAddress } from '../core/mask-address.ts'
import type { KeyedDigest } from '../credentials/keyed-digest.ts'
import type { AuditTable, Schema } from '../database/schema.ts'

/** What the first row's hash covers instead of a row before it. */
const GENESIS = '0'.repeat(64)
const LOCK = 'doorkey audit'
const ROWS_AT_ONCE = 1_000

/** Values that need no masking: codes, counts, flags and our own ids. Never a secret or an address. */
export type AuditDetails = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>

export interface AuditEntry {
  /** The operator's id. */
  readonly operator: string
  readonly clientIp: string | null
  /** Such as `user.create`. */
  readonly action: string
  readonly outcome: 'done' | 'refused'
  readonly source: string | null
  /** Whom it is about: a user's id or an address; one with an @ is kept masked, with its digest. */
  readonly subject: string | null
  readonly details: AuditDetails
}

/** Where the chain ends, to be kept elsewhere: rows cut off the end are missed by that alone. */
export type ChainVerdict =
  | { readonly isWhole: true; readonly rows: number; readonly head: string }
  | { readonly isWhole: false; readonly brokenAt: string; readonly cause: string }

/** Who did what; written once, never changed. */
export interface AuditLog {
  /**
   * Appends a row, in `transaction` where what it tells of must not happen without it. Writers wait
   * for one another until their transactions end, so this is the last statement of one.
   */
  record(entry: AuditEntry, transaction?: Transaction<Schema>): Promise<void>
  /** As `verifyAuditChain`. */
  verify(): Promise<ChainVerdict>
}

/**
 * A chain: each row's hash covers the row and the hash before it, so that nothing can be changed,
 * left out or put in between without changing every row after it.
 */
export function createAuditLog(uses: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly digest: KeyedDigest
}): AuditLog {
  const { database, clock, digest } = uses
  const append = async (entry: AuditEntry, transaction: Transaction<Schema>): Promise<void> => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(transaction)
    const last = await transaction
      .selectFrom('audit')
      .select(['number', 'hash'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const row = {
      number: String(BigInt(last?.number ?? 0) + 1n),
      at: clock.now(),
      operator: entry.operator,
      client_ip: entry.clientIp,
      action: entry.action,
      outcome: entry.outcome,
      source: entry.source,
      subject: entry.subject === null ? null : namedSafely(entry.subject, digest),
      details: canonicalJson(entry.details),
      previous_hash: last?.hash ?? GENESIS,
    }
    await transaction
      .insertInto('audit')
      .values({ ...row, hash: hashOf(row) })
      .execute()
  }
  return {
    record: (entry, transaction) =>
      transaction
        ? append(entry, transaction)
        : database.transaction().execute((own) => append(entry, own)),
    verify: () => verifyAuditChain(database),
  }
}

/** Equal addresses have equal digests, so that one user's rows can be found by whoever has the keys. */
function namedSafely(subject: string, digest: KeyedDigest): string {
  if (!subject.includes('@')) return subject
  return `${maskAddress(subject)} ${digest.of('audit address', subject.toLowerCase())}`
}

/** Walks the whole chain and names the first row that is changed, missing or out of place. */
export async function verifyAuditChain(database: Kysely<Schema>): Promise<ChainVerdict> {
  let [number, head] = [0n, GENESIS]
  for (;;) {
    const rows = await database
      .selectFrom('audit')
      .selectAll()
      .where('number', '>', String(number))
      .orderBy('number')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const cause = faultOf(row, number + 1n, head)
      if (cause !== undefined) return { isWhole: false, brokenAt: row.number, cause }
      number += 1n
      head = row.hash
    }
    if (rows.length < ROWS_AT_ONCE) return { isWhole: true, rows: Number(number), head }
  }
}

function faultOf(row: Selectable<AuditTable>, number: bigint, head: string): string | undefined {
  if (BigInt(row.number) !== number) return `expected row ${number} before it, got none`
  if (row.previous_hash !== head) return 'expected the hash of the row before, got another'
  if (row.hash !== hashOf(row)) return 'expected the hash of what the row says, got another'
  return undefined
}

function hashOf(row: Omit<Selectable<AuditTable>, 'hash'>): string {
  const { number, at, operator, client_ip: clientIp, action, outcome, source, subject } = row
  const { details, previous_hash: previous } = row
  const fields = [number, at.toISOString(), operator, clientIp, action, outcome, source, subject]
  const text = JSON.stringify([...fields, details, previous])
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Keys in order, no spaces: one text for one meaning. */
function canonicalJson(details: AuditDetails): string {
  const entries = Object.entries(details).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify(Object.fromEntries(entries))
}
