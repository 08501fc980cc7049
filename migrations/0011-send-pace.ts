import { type Kysely, sql } from 'kysely'

/** How fast mails may leave, for all processes together. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE send_pace (
        transport text PRIMARY KEY,
        per_second double precision NOT NULL CHECK (per_second > 0),
        per_day bigint,
        sent_in_day bigint,
        read_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL
      ) WITH (fillfactor = 50)`,
    )
    .execute(database)
}
