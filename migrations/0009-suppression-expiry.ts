import { type Kysely, sql } from 'kysely'

/** Suppressions that end by themselves; one without a time lasts until it is lifted. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  `ALTER TABLE suppression ADD COLUMN expires_at timestamptz`,
  `CREATE INDEX suppression_ending ON suppression (expires_at) WHERE expires_at IS NOT NULL`,
]
