import type { Kysely } from 'kysely'
import type { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { Schema } from '../database/schema.ts'
import { CIRCUIT_PROBE_MS } from '../jobs.ts'

/** How long one process goes without looking at a circuit that was closed. */
const CLOSED_FOR_MS = 500

export type CircuitKey = `directory:${string}` | `transport:${string}`

/** Whether an effect may be tried now. */
export type Passage =
  | { readonly open: true; readonly probe: boolean }
  | { readonly open: false; readonly until: Date; readonly code: string; readonly cause: string }

/**
 * Which directories and transports must wait, one row each, shared by all processes.
 * `wait` rows end by time; `circuit` rows let one job through every minute until one succeeds.
 */
export interface Circuits {
  /** Asked before every effect. */
  enter(key: CircuitKey): Promise<Passage>
  /** Records why `key` must wait and until when. */
  hold(key: CircuitKey, kind: 'wait' | 'circuit', until: Date, error: AppError): Promise<void>
  /** A success: closes `key`. */
  close(key: CircuitKey): Promise<void>
}

export function createCircuits({
  database,
  clock,
}: {
  database: Kysely<Schema>
  clock: Clock
}): Circuits {
  const closedUntil = new Map<CircuitKey, number>()

  return {
    async enter(key) {
      const now = clock.now()
      if ((closedUntil.get(key) ?? 0) > now.getTime()) return { open: true, probe: false }
      const row = await database
        .selectFrom('circuit')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst()
      if (!row) {
        closedUntil.set(key, now.getTime() + CLOSED_FOR_MS)
        return { open: true, probe: false }
      }
      const { code, cause } = row
      if (row.until > now) return { open: false, until: row.until, code, cause }
      if (row.kind === 'wait') return { open: true, probe: true }
      const until = addMs(now, CIRCUIT_PROBE_MS)
      const won = await database
        .updateTable('circuit')
        .set({ until })
        .where('key', '=', key)
        .where('until', '<=', now)
        .executeTakeFirst()
      return won.numUpdatedRows === 1n
        ? { open: true, probe: true }
        : { open: false, until, code, cause }
    },

    async hold(key, kind, until, error) {
      closedUntil.delete(key)
      const row = { kind, until, code: error.code, cause: error.message }
      await database
        .insertInto('circuit')
        .values({ key, opened_at: clock.now(), ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute()
    },

    async close(key) {
      await database.deleteFrom('circuit').where('key', '=', key).execute()
    },
  }
}
