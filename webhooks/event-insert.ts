import type { Pool } from 'pg'
import type { EventRow } from './event-row.ts'

/** Where a row ended: its own id when it is new, otherwise the id stored before. */
export type StoredIds = ReadonlyMap<string, string>

// One parameter for the whole group: node-postgres escapes arrays of strings slowly (measured), and
// one statement is one commit. The body is text, which Postgres does not parse.
const COLUMNS = {
  id: 'text',
  source: 'text',
  provider: 'text',
  dedupe_key: 'text',
  type: 'text',
  provider_type: 'text',
  origin: 'text',
  has_password: 'boolean',
  user_id: 'text',
  email: 'text',
  name: 'text',
  locale: 'text',
  provider_reset: 'text',
  body: 'text',
  occurred_at: 'timestamptz',
  received_at: 'timestamptz',
  settled_at: 'timestamptz',
  state: 'text',
  due_at: 'timestamptz',
  queued_until: 'timestamptz',
  code: 'text',
} as const satisfies Record<keyof EventRow, string>

const NAMES = Object.keys(COLUMNS).join(', ')
const TYPED = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`)

const INSERT = `INSERT INTO event (${NAMES})
  SELECT ${NAMES} FROM json_to_recordset($1::json) AS new (${TYPED.join(', ')})
  ON CONFLICT (source, dedupe_key) DO NOTHING
  RETURNING id`

const FIND = `SELECT event.id, event.source, event.dedupe_key
  FROM json_to_recordset($1::json) AS wanted (source text, dedupe_key text)
  JOIN event USING (source, dedupe_key)`

/**
 * Commits `rows` in one statement, sorted by de-duplication key so that two groups never wait for
 * each other in a ring, and gives the stored id for each row's id.
 */
export async function insertEvents(pool: Pool, rows: readonly EventRow[]): Promise<StoredIds> {
  const firsts = new Map<string, EventRow>()
  for (const row of rows) if (!firsts.has(keyOf(row))) firsts.set(keyOf(row), row)
  const sorted = [...firsts.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)

  const inserted = await pool.query<{ id: string }>(INSERT, [JSON.stringify(sorted)])
  if (inserted.rows.length === rows.length) return new Map(rows.map((row) => [row.id, row.id]))
  // A second statement, since only a later snapshot sees the rows that this one collided with.
  return findEvents(pool, rows)
}

/** The stored ids of those `rows` whose source and key are committed; the others are left out. */
export async function findEvents(pool: Pool, rows: readonly EventRow[]): Promise<StoredIds> {
  const keys = rows.map(({ source, dedupe_key }) => ({ source, dedupe_key }))
  const found = await pool.query<{ id: string; source: string; dedupe_key: string }>(FIND, [
    JSON.stringify(keys),
  ])
  const idByKey = new Map(found.rows.map((row) => [keyOf(row), row.id]))
  return new Map(
    rows.flatMap((row) => {
      const id = idByKey.get(keyOf(row))
      return id === undefined ? [] : [[row.id, id] as const]
    }),
  )
}

function keyOf(row: { readonly source: string; readonly dedupe_key: string }): string {
  return `${row.source}\n${row.dedupe_key}`
}
