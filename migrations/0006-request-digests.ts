import { type Kysely, sql } from 'kysely'

/** What an account request asked for, as a keyed digest: a reused key with another body is told by it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE account_request ADD COLUMN digest text').execute(database)
}
