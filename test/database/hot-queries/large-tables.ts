/** Rows of each large table. */
export const ROWS = 200_000

export const LARGE_TABLES = [
  'event',
  'credential',
  'message',
  'attempt',
  'builtin_user',
  'account_request',
  'reveal',
  'outbox',
  'delivery',
]

/** One row in 200 is open; the others are settled, as after months of work. */
export function fillStatements(): readonly string[] {
  const series = `generate_series(1, ${ROWS}) AS n`
  return [
    `INSERT INTO event (id, source, provider, dedupe_key, type, provider_type, origin, has_password,
       user_id, email, occurred_at, received_at, state, due_at)
     SELECT 'evt_' || n, 'source' || n % 3, 'authgear', 'key-' || n, 'user.created', 'user.created',
       'invited', false, 'user-' || n, 'user-' || n || '@example.com', now() - n * interval '1 second',
       now() - n * interval '1 second', CASE WHEN n % 200 = 0 THEN 'received' ELSE 'done' END,
       now() - n * interval '1 second' FROM ${series}`,
    `INSERT INTO credential (id, event_id, source, user_id, purpose, kind, state, must_change,
       expiry_enforced, occurred_at, issued_at, expires_at)
     SELECT 'cred_' || n, 'evt_' || n, 'source' || n % 3, 'user-' || n, 'created', 'password',
       CASE WHEN n % 200 = 1 THEN 'set' ELSE 'used' END, true, true, now(), now(),
       now() + (n - 100) * interval '1 second' FROM ${series}`,
    `INSERT INTO message (id, event_id, credential_id, source, template, locale, locale_rule,
       to_address, state, planned_at, settled_at, due_at)
     SELECT 'msg_' || n, 'evt_' || n, 'cred_' || n, 'source' || n % 3, 'password-issued', 'en',
       'default', 'user-' || n || '@example.com',
       CASE WHEN n % 200 = 2 THEN 'rendered' WHEN n % 200 = 3 THEN 'planned' ELSE 'accepted' END,
       now(), now() - n * interval '1 second', now() - n * interval '1 second' FROM ${series}`,
    `INSERT INTO attempt (id, subject_id, kind, started_at, outcome, reference)
     SELECT 'att_' || n, 'msg_' || n, 'send-email', now(), 'ok', 'ses-' || n FROM ${series}`,
    `INSERT INTO builtin_user (source, user_id, email, must_change, chosen_by_user, created_at)
     SELECT 'source' || n % 3, 'user-' || n, 'user-' || n || '@example.com', true, false, now()
     FROM ${series}`,
    `INSERT INTO account_request (event_id, source, act, email, user_id, delivery, password, must_change,
       message_id, created_at)
     SELECT 'evt_' || n, 'source' || n % 3, (ARRAY['create-user', 'forgot-password'])[1 + n % 2],
       'user-' || n || '@example.com', 'user-' || n, 'reset-link',
       CASE WHEN n % 200 = 4 THEN 'sealed' END, false, 'msg_' || n, now() FROM ${series}`,
    `INSERT INTO reveal (credential_id, token_hash, secret, created_at, opened_at)
     SELECT 'cred_' || n, md5(n::text), CASE WHEN n % 200 = 1 THEN 'sealed' END, now(),
       CASE WHEN n % 200 <> 1 THEN now() END FROM ${series}`,
    `INSERT INTO outbox (subject, subject_id, state, at, told_at)
     SELECT 'message', 'msg_' || n, 'accepted', now(), CASE WHEN n % 200 <> 5 THEN now() END
     FROM ${series}`,
    `INSERT INTO delivery (id, outbox_number, subscriber, type, source, event, state, created_at,
       settled_at, due_at)
     SELECT 'dlv_' || n, n, 'automation', 'mail.accepted', 'source' || n % 3, '{}',
       CASE WHEN n % 200 = 6 THEN 'waiting' ELSE 'done' END, now(),
       CASE WHEN n % 200 <> 6 THEN now() END, now() FROM ${series}`,
    'ANALYZE',
  ]
}
