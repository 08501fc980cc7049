import type { Kysely, Selectable, Transaction } from 'kysely'
import { parseAddress } from '../core/address.ts'
import type { Clock } from '../core/clock.ts'
import type { Schema, SuppressionTable } from '../database/schema.ts'
import type { AuditEntry, AuditLog } from '../ops/audit-log.ts'

export type Suppression = Selectable<SuppressionTable>

/** Who asks for it. */
interface Operator {
  readonly operator: string
  readonly clientIp: string | null
}

/** The addresses that must not be mailed, for operators. Capitals make no difference. */
export interface SuppressionList {
  /** Newest first. */
  latest(max: number): Promise<readonly Suppression[]>
  find(address: string): Promise<Suppression | undefined>
  /**
   * Suppresses without an end; false where the address is suppressed so already. Audited. Throws
   * `ADDRESS_INVALID`.
   */
  add(address: string, by: Operator): Promise<boolean>
  /** Lets it be mailed again; false where nothing kept it from that. Audited. */
  lift(address: string, by: Operator): Promise<boolean>
}

/** What is kept as the reason of one that an operator made. */
const BY_OPERATOR = 'suppressed by an operator'

interface Uses {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly audit: AuditLog
}

export function createSuppressionList(uses: Uses): SuppressionList {
  const { database } = uses
  return {
    latest: (max) =>
      database
        .selectFrom('suppression')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('address')
        .limit(max)
        .execute(),
    find: (address) =>
      database
        .selectFrom('suppression')
        .selectAll()
        .where('address', '=', address.toLowerCase())
        .executeTakeFirst(),
    add: async (address, by) => add(uses, parseAddress(address).toLowerCase(), by),
    lift: (address, by) => lift(uses, address.toLowerCase(), by),
  }
}

function add(uses: Uses, address: string, by: Operator): Promise<boolean> {
  const row = { reason: BY_OPERATOR, created_at: uses.clock.now(), expires_at: null }
  return audited(uses, { ...by, action: 'suppression.add', subject: address }, async (open) => {
    const { numInsertedOrUpdatedRows } = await open
      .insertInto('suppression')
      .values({ address, ...row })
      .onConflict((conflict) =>
        conflict.column('address').doUpdateSet(row).where('suppression.expires_at', 'is not', null),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  })
}

function lift(uses: Uses, address: string, by: Operator): Promise<boolean> {
  return audited(uses, { ...by, action: 'suppression.lift', subject: address }, async (open) => {
    const { numDeletedRows } = await open
      .deleteFrom('suppression')
      .where('address', '=', address)
      .executeTakeFirst()
    return numDeletedRows === 1n
  })
}

/** The change and its audit together; nothing is audited where nothing changed. */
function audited(
  { database, audit }: Uses,
  entry: Operator & Pick<AuditEntry, 'action' | 'subject'>,
  change: (transaction: Transaction<Schema>) => Promise<boolean>,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const hasChanged = await change(transaction)
    if (hasChanged) {
      await audit.record({ ...entry, outcome: 'done', source: null, details: {} }, transaction)
    }
    return hasChanged
  })
}
