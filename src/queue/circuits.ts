import type { Kysely, Selectable } from 'kysely'
import type { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { CircuitTable, Schema } from '../database/schema.ts'
import { CIRCUIT_PROBE_MS } from '../jobs.ts'

/** How long one process goes without looking at a scope that was closed. */
const CLOSED_FOR_MS = 500

/** What a cause stops: a directory, a transport, or one source's mails by it (`transport:ses/acme`). */
export type CircuitScope = `directory:${string}` | `transport:${string}`

/** Whether an effect may be tried now. */
export type Passage =
  | {
      readonly open: true
      /** The circuits that this try probes; its success closes them. */
      readonly probes: readonly string[]
    }
  | {
      readonly open: false
      readonly scope: string
      readonly until: Date
      readonly code: string
      readonly cause: string
    }

/**
 * Why directories and transports must wait: one row for each cause in each scope, shared by all
 * processes. A cause is an error's code, so two causes are both seen, and neither ends the other.
 *
 * | rows of the scopes of an effect | the effect |
 * | --- | --- |
 * | none | may be tried |
 * | one whose time has not come | waits for the last of these times |
 * | all past, `wait` only | may be tried; a success ends them |
 * | all past, some `circuit` | one is tried as the probe, the others wait a minute; a success closes them |
 */
export interface Circuits {
  /** Asked before every effect, with all scopes that it is in. */
  enter(...scopes: readonly CircuitScope[]): Promise<Passage>
  /** Records why `scope` must wait and until when. */
  hold(scope: CircuitScope, kind: 'wait' | 'circuit', until: Date, error: AppError): Promise<void>
  /** The probe learned nothing of these: whatever comes next may probe them. */
  release(probes: readonly string[], except?: CircuitKey): Promise<void>
  /** The probe succeeded. */
  close(probes: readonly string[]): Promise<void>
}

/** One cause in one scope. */
export type CircuitKey = `${CircuitScope}#${string}`

export function circuitKey(scope: CircuitScope, code: string): CircuitKey {
  return `${scope}#${code}`
}

/** The scope of a row; those written before causes were told apart have no other part. */
export function scopeOf({ key }: Pick<CircuitRow, 'key'>): string {
  return key.split('#')[0] ?? key
}

type CircuitRow = Selectable<CircuitTable>

export function createCircuits({
  database,
  clock,
}: {
  database: Kysely<Schema>
  clock: Clock
}): Circuits {
  const closedUntil = new Map<CircuitScope, number>()

  return {
    async enter(...scopes) {
      const now = clock.now()
      if (scopes.every((scope) => (closedUntil.get(scope) ?? 0) > now.getTime())) {
        return { open: true, probes: [] }
      }
      const rows = await rowsOf(database, scopes).execute()
      if (rows.length === 0) {
        for (const scope of scopes) closedUntil.set(scope, now.getTime() + CLOSED_FOR_MS)
      }
      return judge(rows, now) ?? probe(database, scopes, now)
    },

    async hold(scope, kind, until, error) {
      closedUntil.delete(scope)
      const row = { kind, until, code: error.code, cause: error.message }
      await database
        .insertInto('circuit')
        .values({ key: circuitKey(scope, error.code), opened_at: clock.now(), ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute()
    },

    async release(probes, except) {
      const keys = probes.filter((key) => key !== except)
      if (keys.length === 0) return
      const until = clock.now()
      await database.updateTable('circuit').set({ until }).where('key', 'in', keys).execute()
    },

    async close(probes) {
      if (probes.length === 0) return
      await database.deleteFrom('circuit').where('key', 'in', probes).execute()
    },
  }
}

/** In an order of their own, so that two who lock them never wait for each other. */
function rowsOf(database: Kysely<Schema>, scopes: readonly CircuitScope[]) {
  return database
    .selectFrom('circuit')
    .selectAll()
    .where((row) => row.fn('split_part', ['key', row.val('#'), row.val(1)]), 'in', scopes)
    .orderBy('key')
}

/** `undefined` where it takes a probe. */
function judge(rows: readonly CircuitRow[], now: Date): Passage | undefined {
  const waiting = rows.filter(({ until }) => until > now)
  const last = waiting.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0]
  if (last) return waitFor(last, last.until)
  if (rows.some(({ kind }) => kind === 'circuit')) return undefined
  return { open: true, probes: rows.map(({ key }) => key) }
}

function waitFor(row: CircuitRow, until: Date): Passage {
  return { open: false, scope: scopeOf(row), until, code: row.code, cause: row.cause }
}

/** One of all who come takes every circuit at once, and so is the only probe of each of them. */
function probe(
  database: Kysely<Schema>,
  scopes: readonly CircuitScope[],
  now: Date,
): Promise<Passage> {
  return database.transaction().execute(async (transaction) => {
    const rows = await rowsOf(transaction, scopes).forUpdate().execute()
    const passage = judge(rows, now)
    if (passage) return passage
    const keys = rows.map(({ key }) => key)
    await transaction
      .updateTable('circuit')
      .set({ until: addMs(now, CIRCUIT_PROBE_MS) })
      .where('key', 'in', keys)
      .where('kind', '=', 'circuit')
      .execute()
    return { open: true, probes: keys }
  })
}
