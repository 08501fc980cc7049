import { type Kysely, sql } from 'kysely'

/** Every change of state that automations can be told of, and who has been told. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
}

// Written by triggers, so that no statement can change a state and forget to tell, or tell of a
// change that was rolled back. A row holds no more than which change it was: the rows that it names
// are never deleted, and what they say of the user stays where it is.
const STATEMENTS = [
  `CREATE TABLE outbox (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL CHECK (subject IN ('event', 'credential', 'message', 'reveal')),
    subject_id text NOT NULL,
    state text NOT NULL,
    code text,
    at timestamptz NOT NULL,
    told_at timestamptz
  )`,
  `CREATE INDEX outbox_untold ON outbox (number) WHERE told_at IS NULL`,

  `CREATE TABLE delivery (
    id text PRIMARY KEY,
    outbox_number bigint NOT NULL,
    subscriber text NOT NULL,
    type text NOT NULL,
    source text NOT NULL,
    event jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    run integer NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    queued_until timestamptz,
    claimed_until timestamptz,
    code text,
    cause text,
    UNIQUE (outbox_number, subscriber)
  ) WITH (fillfactor = 85)`,
  `CREATE INDEX delivery_open ON delivery (source, due_at) WHERE state = 'waiting'`,
  `CREATE INDEX delivery_queued ON delivery (source, queued_until)
    WHERE queued_until IS NOT NULL AND state = 'waiting'`,
  `CREATE INDEX delivery_settled ON delivery (settled_at) WHERE settled_at IS NOT NULL`,

  `CREATE FUNCTION doorkey_tell_scheduled() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO outbox (subject, subject_id, state, code, at)
    VALUES (TG_TABLE_NAME, NEW.id, NEW.state, NEW.code, clock_timestamp());
    RETURN NULL;
  END $$`,
  `CREATE FUNCTION doorkey_tell_credential() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO outbox (subject, subject_id, state, at)
    VALUES ('credential', NEW.id, NEW.state, clock_timestamp());
    RETURN NULL;
  END $$`,
  `CREATE FUNCTION doorkey_tell_reveal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO outbox (subject, subject_id, state, at)
    VALUES ('reveal', NEW.credential_id, 'opened', clock_timestamp());
    RETURN NULL;
  END $$`,

  // An event is told of when a worker first takes it: the intake has nothing to wait for.
  `CREATE TRIGGER tell AFTER UPDATE OF state ON event FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND (NEW.state = 'working' OR NEW.state IN
      ('ignored', 'superseded', 'no_address', 'suppressed', 'failed')))
    EXECUTE FUNCTION doorkey_tell_scheduled()`,
  // What has happened before Doorkey writes of it is done when its row is made.
  `CREATE TRIGGER tell_new AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.type = 'password.changed')
    EXECUTE FUNCTION doorkey_tell_scheduled()`,
  `CREATE TRIGGER tell AFTER UPDATE OF state ON message FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('held', 'accepted', 'delivered',
      'bounced', 'complained', 'failed', 'suppressed', 'expired'))
    EXECUTE FUNCTION doorkey_tell_scheduled()`,
  `CREATE TRIGGER tell AFTER UPDATE OF state ON credential FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('set', 'used', 'expired',
      'superseded', 'failed'))
    EXECUTE FUNCTION doorkey_tell_credential()`,
  // A link or code that no directory has to hear of is set when its row is made.
  `CREATE TRIGGER tell_new AFTER INSERT ON credential FOR EACH ROW
    WHEN (NEW.state = 'set')
    EXECUTE FUNCTION doorkey_tell_credential()`,
  `CREATE TRIGGER tell AFTER UPDATE OF opened_at ON reveal FOR EACH ROW
    WHEN (OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL)
    EXECUTE FUNCTION doorkey_tell_reveal()`,
]
