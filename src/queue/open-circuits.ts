import type { Kysely } from 'kysely'
import { ERROR_CODES } from '../core/error-codes.ts'
import type { Schema } from '../database/schema.ts'
import { scopeOf } from './circuits.ts'

/** More scopes and causes than any installation has at once. */
const CIRCUITS_MAX = 200

/** One reason for which a directory, a transport, or a source's mails wait. */
export interface OpenCircuit {
  /** `directory:<source>`, `transport:<id>`, or `transport:<id>/<source>`. */
  readonly scope: string
  /** The one source that waits; absent where all do. */
  readonly source: string | undefined
  /** `wait` ends by time, `circuit` by a probe that succeeds. */
  readonly kind: 'wait' | 'circuit'
  readonly code: string
  readonly cause: string
  readonly remedy: string
  readonly openedAt: Date
  /** When a job tries again; in the past where none has come yet. */
  readonly until: Date
}

/** Everything that waits now and why, the oldest first. */
export async function readOpenCircuits(
  database: Kysely<Schema>,
  now: Date,
): Promise<readonly OpenCircuit[]> {
  const rows = await database
    .selectFrom('circuit')
    .selectAll()
    // A wait that is over holds nobody, though its row stays until the next success.
    .where((row) => row.or([row('kind', '=', 'circuit'), row('until', '>', now)]))
    .orderBy('opened_at')
    .orderBy('key')
    .limit(CIRCUITS_MAX)
    .execute()
  return rows.map((row) => {
    const scope = scopeOf(row)
    const { kind, code, cause, opened_at: openedAt, until } = row
    const [, source] = /^(?:directory:|transport:[^/]+\/)(.+)$/.exec(scope) ?? []
    return { scope, source, kind, code, cause, remedy: remedyOf(code), openedAt, until }
  })
}

function remedyOf(code: string): string {
  const known = Object.entries(ERROR_CODES).find(([name]) => name === code)
  // A row of a newer release, after going back to an older one.
  return known?.[1].remedy ?? `Look up ${code} in the docs/errors.md of the release that wrote it.`
}
