import { type Kysely, sql } from 'kysely'

/** What operators ask for by name: one address, and what failed. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  `CREATE INDEX event_address ON event (lower(email), id) WHERE email IS NOT NULL`,
  `CREATE INDEX event_failed ON event (id) WHERE state = 'failed'`,
  `CREATE INDEX message_failed ON message (id) WHERE state IN ('failed', 'held', 'bounced', 'complained')`,
]
