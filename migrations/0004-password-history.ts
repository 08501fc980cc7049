import { type Kysely, sql } from 'kysely'

/** The passwords that users of the built-in directory had before, and the event that they chose one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  // At most 24 rows a user, so the key's first columns are index enough.
  `CREATE TABLE builtin_password_history (
    source text NOT NULL,
    user_id text NOT NULL,
    password_hash text NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (source, user_id, password_hash),
    FOREIGN KEY (source, user_id) REFERENCES builtin_user ON DELETE CASCADE
  )`,
  `ALTER TABLE event DROP CONSTRAINT event_type_check`,
  // Every row that is there meets the narrower rule, so none needs to be looked at.
  `ALTER TABLE event ADD CONSTRAINT event_type_check CHECK (type IN ('user.created',
    'password.reset_requested', 'password.changed', 'ignored')) NOT VALID`,
]
