import { type Kysely, sql } from 'kysely'
import { vi } from 'vitest'
import type { Schema } from '../../src/database/schema.ts'

/** The minute, or the quarter of an hour, that a test does not want to wait. */
const LONG_AGO = sql<Date>`now() - interval '1 second'`

/** As if everything that waits had waited long enough: retries, circuits, unknown sends. */
export async function makeDue(database: Kysely<Schema>): Promise<void> {
  await database.updateTable('circuit').set({ until: LONG_AGO }).execute()
  await database
    .updateTable('event')
    .set({ due_at: LONG_AGO })
    .where('state', '=', 'working')
    .where('claimed_until', 'is', null)
    .execute()
  await database
    .updateTable('message')
    .set({ due_at: LONG_AGO })
    .where('state', 'in', ['planned', 'rendered', 'unknown'])
    .where('claimed_until', 'is', null)
    .execute()
}

/** As if a minute had passed since a process died: nobody answers for what it had in hand. */
export async function lapseClaims(database: Kysely<Schema>): Promise<void> {
  for (const table of ['event', 'message'] as const) {
    const rows = database.updateTable(table)
    await rows.set({ claimed_until: LONG_AGO }).where('claimed_until', 'is not', null).execute()
    await rows.set({ queued_until: LONG_AGO }).where('queued_until', 'is not', null).execute()
  }
  await database.updateTable('lease').set({ expires_at: LONG_AGO }).execute()
}

export interface Waiting {
  /** Default 60 s. */
  readonly withinMs?: number
  /** Bring every retry forward, again and again. */
  readonly hurries?: boolean
}

/**
 * Resolves once every event and every message has ended; otherwise says what has not, and what the
 * log complains about.
 */
export async function whenSettled(
  database: Kysely<Schema>,
  logLines: () => readonly string[],
  { withinMs = 60_000, hurries = false }: Waiting = {},
): Promise<void> {
  await vi.waitFor(
    async () => {
      if (hurries) await makeDue(database)
      const open = await openRows(database)
      if (open.length === 0) return
      const complaints = logLines().filter((line) => /"level":"(?:warn|error)"/.test(line))
      const lines = [`expected every row to end, got ${open.join(', ')}`, ...complaints.slice(-5)]
      throw new Error(lines.join('\n'))
    },
    { timeout: withinMs, interval: 25 },
  )
}

async function openRows(database: Kysely<Schema>): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    SELECT count(*) || ' × event ' || state || coalesce(' ' || code, '') AS line
    FROM event WHERE state IN ('received', 'working') GROUP BY state, code
    UNION ALL
    SELECT count(*) || ' × message ' || state || coalesce(' ' || code, '')
    FROM message WHERE state IN ('planned', 'rendered', 'sending', 'unknown')
    GROUP BY state, code`.execute(database)
  return rows.map(({ line }) => line)
}
