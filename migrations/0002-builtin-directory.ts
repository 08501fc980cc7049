import { type Kysely, sql } from 'kysely'

/** The users of the built-in directory. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  `CREATE TABLE builtin_user (
    source text NOT NULL,
    user_id text NOT NULL,
    email text,
    name text,
    locale text,
    password_hash text,
    must_change boolean NOT NULL,
    chosen_by_user boolean NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    password_set_at timestamptz,
    PRIMARY KEY (source, user_id)
  ) WITH (fillfactor = 85)`,
  `CREATE INDEX builtin_user_email ON builtin_user (source, lower(email))`,
]
