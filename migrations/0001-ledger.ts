import { type Kysely, sql } from 'kysely'

/** Events, credentials, messages and attempts: what came, what was made of it, what was sent. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

const SCHEDULED = `
  run integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  queued_until timestamptz,
  claimed_until timestamptz,
  code text,
  cause text`

// Open rows are few and settled rows are many, so every index that the hot path uses is partial.
// fillfactor leaves room for the state changes of a row to stay on its page.
const STATEMENTS = [
  `CREATE TABLE event (
    id text PRIMARY KEY,
    source text NOT NULL,
    provider text NOT NULL,
    dedupe_key text NOT NULL,
    type text NOT NULL CHECK (type IN ('user.created', 'password.reset_requested', 'ignored')),
    provider_type text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('invited', 'self', 'unknown')),
    has_password boolean NOT NULL,
    user_id text,
    email text,
    name text,
    locale text,
    provider_reset text,
    body text,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    state text NOT NULL CHECK (state IN ('received', 'working', 'done', 'ignored', 'superseded',
      'no_address', 'suppressed', 'failed')),
    ${SCHEDULED},
    UNIQUE (source, dedupe_key)
  ) WITH (fillfactor = 85)`,
  `ALTER TABLE event ALTER COLUMN body SET STORAGE EXTERNAL`,
  `CREATE INDEX event_open ON event (source, due_at) WHERE state IN ('received', 'working')`,
  `CREATE INDEX event_queued ON event (source, queued_until)
    WHERE queued_until IS NOT NULL AND state IN ('received', 'working')`,
  `CREATE INDEX event_user ON event (source, user_id)`,
  `CREATE INDEX event_shreddable ON event (settled_at)
    WHERE settled_at IS NOT NULL AND (body IS NOT NULL OR provider_reset IS NOT NULL)`,

  `CREATE TABLE credential (
    id text PRIMARY KEY,
    event_id text NOT NULL REFERENCES event (id),
    source text NOT NULL,
    user_id text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('created', 'reset')),
    kind text NOT NULL CHECK (kind IN ('password', 'reset-link', 'reset-code', 'provider-reset')),
    state text NOT NULL CHECK (state IN ('issued', 'setting', 'set', 'used', 'expired',
      'superseded', 'failed')),
    secret text,
    token_hash text,
    must_change boolean NOT NULL,
    expiry_enforced boolean NOT NULL,
    occurred_at timestamptz NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    set_at timestamptz,
    used_at timestamptz
  ) WITH (fillfactor = 85)`,
  // A credential that failed may be made anew when its event is replayed.
  `CREATE UNIQUE INDEX credential_once ON credential (event_id) WHERE state <> 'failed'`,
  `CREATE UNIQUE INDEX credential_once_created ON credential (source, user_id)
    WHERE purpose = 'created' AND state <> 'failed'`,
  `CREATE INDEX credential_user ON credential (source, user_id, occurred_at DESC)`,
  `CREATE INDEX credential_expiring ON credential (expires_at)
    WHERE state IN ('issued', 'setting', 'set')`,

  `CREATE TABLE message (
    id text PRIMARY KEY,
    event_id text NOT NULL REFERENCES event (id),
    credential_id text REFERENCES credential (id),
    source text NOT NULL,
    template text NOT NULL,
    locale text NOT NULL,
    locale_rule text NOT NULL,
    to_address text NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'rendered', 'sending', 'unknown', 'held',
      'accepted', 'delivered', 'bounced', 'complained', 'failed', 'superseded', 'suppressed',
      'expired')),
    content bytea,
    accepted_id text,
    unknown_resends integer NOT NULL DEFAULT 0,
    planned_at timestamptz NOT NULL,
    rendered_at timestamptz,
    unknown_since timestamptz,
    accepted_at timestamptz,
    settled_at timestamptz,
    ${SCHEDULED},
    UNIQUE (event_id, template)
  ) WITH (fillfactor = 70)`,
  // Sealed bytes do not compress; trying costs half a millisecond a mail.
  `ALTER TABLE message ALTER COLUMN content SET STORAGE EXTERNAL`,
  `CREATE INDEX message_open ON message (source, due_at)
    WHERE state IN ('planned', 'rendered', 'sending', 'unknown')`,
  `CREATE INDEX message_queued ON message (source, queued_until)
    WHERE queued_until IS NOT NULL AND state IN ('planned', 'rendered', 'sending', 'unknown')`,
  `CREATE INDEX message_lapsed ON message (claimed_until) WHERE state = 'sending'`,
  `CREATE INDEX message_credential ON message (credential_id)`,
  `CREATE INDEX message_unknown ON message (due_at) WHERE state = 'unknown'`,
  `CREATE INDEX message_shreddable ON message (settled_at) WHERE content IS NOT NULL
    AND state IN ('accepted', 'delivered', 'bounced', 'complained')`,
  `CREATE INDEX message_kept ON message (id)
    WHERE content IS NOT NULL AND state IN ('failed', 'held')`,

  `CREATE TABLE attempt (
    id text PRIMARY KEY,
    subject_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('set-password', 'send-email')),
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    outcome text NOT NULL CHECK (outcome IN ('started', 'ok', 'failed', 'unknown')),
    code text,
    cause text,
    reference text
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX attempt_subject ON attempt (subject_id, started_at)`,
  `CREATE INDEX attempt_reference ON attempt (reference) WHERE reference IS NOT NULL`,

  `CREATE TABLE lease (
    source text NOT NULL,
    user_id text NOT NULL,
    owner text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (source, user_id)
  )`,
  `CREATE INDEX lease_old ON lease (expires_at)`,
  `CREATE TABLE circuit (
    key text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('wait', 'circuit')),
    until timestamptz NOT NULL,
    code text NOT NULL,
    cause text NOT NULL,
    opened_at timestamptz NOT NULL
  )`,
  `CREATE TABLE suppression (
    address text PRIMARY KEY,
    reason text NOT NULL,
    created_at timestamptz NOT NULL
  )`,
  `CREATE TABLE throttle (
    key text PRIMARY KEY,
    window_started_at timestamptz NOT NULL,
    count integer NOT NULL
  )`,
  `CREATE INDEX throttle_old ON throttle (window_started_at)`,
  `CREATE TABLE setting (
    key text PRIMARY KEY,
    value text NOT NULL
  )`,
]
