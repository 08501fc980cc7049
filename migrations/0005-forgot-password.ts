import { type Kysely, sql } from 'kysely'

/** Open reset codes are looked up by source; ending a user's sessions is an attempt of its own. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  `CREATE INDEX credential_open_code ON credential (source, expires_at)
    WHERE kind = 'reset-code' AND state = 'set'`,

  `ALTER TABLE attempt DROP CONSTRAINT attempt_kind_check`,
  `ALTER TABLE attempt ADD CONSTRAINT attempt_kind_check CHECK (kind IN ('set-password',
    'send-email', 'end-sessions')) NOT VALID`,
]
