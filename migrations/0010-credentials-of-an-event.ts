import { type Kysely, sql } from 'kysely'

/** Finds every credential of an event, those that failed too: answers to requests, pages of events. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw('CREATE INDEX credential_event ON credential (event_id)').execute(database)
}
