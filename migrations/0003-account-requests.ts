import { type Kysely, sql } from 'kysely'

/** What operators, apps and users ask of Doorkey itself, links that reveal, and who did what. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const STATEMENTS = [
  `CREATE TABLE account_request (
    event_id text PRIMARY KEY REFERENCES event (id),
    source text NOT NULL,
    act text NOT NULL CHECK (act IN ('create-user', 'reset-password', 'forgot-password',
      'renew-link')),
    requested_by text,
    email text,
    user_id text,
    delivery text NOT NULL CHECK (delivery IN ('password', 'reveal-link', 'setup-link',
      'reset-link', 'reset-code', 'none')),
    password text,
    must_change boolean NOT NULL,
    valid_from timestamptz,
    valid_until timestamptz,
    message_id text,
    created_at timestamptz NOT NULL
  )`,
  // A provider's own event of a user that Doorkey made is told by these.
  `CREATE INDEX account_request_email ON account_request (source, email)
    WHERE act = 'create-user'`,
  `CREATE INDEX account_request_user ON account_request (source, user_id)
    WHERE act = 'create-user'`,
  `CREATE INDEX account_request_password ON account_request (event_id)
    WHERE password IS NOT NULL`,

  `ALTER TABLE credential DROP CONSTRAINT credential_kind_check`,
  `ALTER TABLE credential ADD CONSTRAINT credential_kind_check CHECK (kind IN ('password',
    'reset-link', 'reset-code', 'setup-link', 'provider-reset')) NOT VALID`,

  `CREATE TABLE reveal (
    credential_id text PRIMARY KEY REFERENCES credential (id),
    token_hash text NOT NULL,
    secret text,
    created_at timestamptz NOT NULL,
    opened_at timestamptz,
    opener_hash text,
    open_until timestamptz
  )`,
  `CREATE INDEX reveal_kept ON reveal (credential_id) WHERE secret IS NOT NULL`,

  `CREATE TABLE audit (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    client_ip text,
    action text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused')),
    source text,
    subject text,
    details text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL
  )`,

  `ALTER TABLE builtin_user ADD COLUMN valid_from timestamptz, ADD COLUMN valid_until timestamptz`,
]
