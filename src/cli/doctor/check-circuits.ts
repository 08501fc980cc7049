import type { Kysely } from 'kysely'
import { toAppError } from '../../core/app-error.ts'
import { expectMigrated } from '../../database/migrate.ts'
import type { Schema } from '../../database/schema.ts'
import { type OpenCircuit, readOpenCircuits } from '../../queue/open-circuits.ts'
import type { Finding } from './finding.ts'

const check = 'circuits'

/** What the running processes have stopped, each cause by itself. Changes nothing. */
export async function checkCircuits(
  database: Kysely<Schema>,
  now: Date,
): Promise<readonly Finding[]> {
  try {
    await expectMigrated(database)
    const open = await readOpenCircuits(database, now)
    if (open.length === 0) return [{ check, status: 'ok', detail: 'nothing is stopped' }]
    return open.map(findingOf)
  } catch (thrown) {
    const { code, message, remedy } = toAppError(thrown)
    return [{ check, status: 'skipped', detail: `(${code}) ${message}`, remedy }]
  }
}

function findingOf({ scope, source, kind, code, cause, remedy, openedAt }: OpenCircuit): Finding {
  const finding = {
    check,
    // A wait ends by itself.
    status: kind === 'wait' ? 'warning' : 'failed',
    detail: `${scope} waits since ${openedAt.toISOString()}: (${code}) ${cause}`,
    remedy,
  } as const
  return source === undefined ? finding : { source, ...finding }
}
