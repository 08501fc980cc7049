import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { NullableTimestamp, Scheduled, Timestamp } from './column-types.ts'
import type { DeliveryTable, OutboxTable } from './lifecycle-tables.ts'
import type { OperatorKeyTable } from './operator-tables.ts'

export type EventState =
  | 'received'
  | 'working'
  | 'done'
  | 'ignored'
  | 'superseded'
  | 'no_address'
  | 'suppressed'
  | 'failed'

export type CredentialKind =
  | 'password'
  | 'reset-link'
  | 'reset-code'
  | 'setup-link'
  | 'provider-reset'

/** How a requested credential reaches its user. */
export type RequestedDelivery =
  | 'password'
  | 'reveal-link'
  | 'setup-link'
  | 'reset-link'
  | 'reset-code'
  | 'none'

export type CredentialState =
  | 'issued'
  | 'setting'
  | 'set'
  | 'used'
  | 'expired'
  | 'superseded'
  | 'failed'

export type MessageState =
  | 'planned'
  | 'rendered'
  | 'sending'
  | 'unknown'
  | 'held'
  | 'accepted'
  | 'delivered'
  | 'bounced'
  | 'complained'
  | 'failed'
  | 'superseded'
  | 'suppressed'
  | 'expired'

export type AttemptOutcome = 'started' | 'ok' | 'failed' | 'unknown'

export interface EventTable extends Scheduled {
  id: string
  source: string
  provider: string
  dedupe_key: string
  /** `password.changed` is Doorkey's own: a user of the built-in directory chose a password. */
  type: 'user.created' | 'password.reset_requested' | 'password.changed' | 'ignored'
  provider_type: string
  origin: 'invited' | 'self' | 'unknown'
  has_password: boolean
  user_id: string | null
  email: string | null
  name: string | null
  locale: string | null
  /** Sealed JSON `{url?, code?, expiresAt?}` that the provider itself issued. */
  provider_reset: string | null
  /** The sealed raw body. */
  body: string | null
  /** The provider's time, clamped to receipt ± 5 minutes; decides order. */
  occurred_at: Timestamp
  received_at: Timestamp
  settled_at: NullableTimestamp
  state: EventState
}

export interface CredentialTable {
  id: string
  event_id: string
  source: string
  user_id: string
  purpose: 'created' | 'reset'
  kind: CredentialKind
  state: CredentialState
  /** Sealed password, token or code; null once shredded. */
  secret: string | null
  /** SHA-256 of a link's token, hex. */
  token_hash: string | null
  must_change: boolean
  /** The directory confirmed that it enforces the expiry, so a mail may name it. */
  expiry_enforced: boolean
  occurred_at: Timestamp
  issued_at: Timestamp
  expires_at: Timestamp
  set_at: NullableTimestamp
  used_at: NullableTimestamp
}

export interface MessageTable extends Scheduled {
  id: string
  event_id: string
  credential_id: string | null
  source: string
  template: string
  locale: string
  /** Which rule chose the locale: `event`, `source` or `default`. */
  locale_rule: string
  to_address: string
  state: MessageState
  /** The sealed bytes, as they are sent; null before rendering and once shredded. */
  content: Buffer | null
  /** The transport's own id. */
  accepted_id: string | null
  /** How often it was sent again after an unknown outcome: 0 or 1. */
  unknown_resends: Generated<number>
  planned_at: Timestamp
  rendered_at: NullableTimestamp
  unknown_since: NullableTimestamp
  accepted_at: NullableTimestamp
  settled_at: NullableTimestamp
}

export interface AttemptTable {
  id: string
  /** The message's or credential's id. */
  subject_id: string
  kind: 'set-password' | 'send-email' | 'end-sessions'
  started_at: Timestamp
  finished_at: NullableTimestamp
  outcome: AttemptOutcome
  code: string | null
  cause: string | null
  /** The other side's id for it, such as the SES message id. */
  reference: string | null
}

/** Who may change one user's credentials just now. */
export interface LeaseTable {
  source: string
  user_id: string
  owner: string
  expires_at: Timestamp
}

/**
 * One cause for which a directory (`directory:<source>`), a transport (`transport:<id>`) or a source's
 * mails (`transport:<id>/<source>`) must wait.
 */
export interface CircuitTable {
  /** `<scope>#<code>` */
  key: string
  kind: 'wait' | 'circuit'
  /** `wait`: come back then. `circuit`: the next probe. */
  until: Timestamp
  code: string
  cause: string
  opened_at: Timestamp
}

export interface BuiltinUserTable {
  source: string
  user_id: string
  email: string | null
  name: string | null
  locale: string | null
  password_hash: string | null
  must_change: boolean
  chosen_by_user: boolean
  expires_at: NullableTimestamp
  created_at: Timestamp
  password_set_at: NullableTimestamp
  valid_from: NullableTimestamp
  valid_until: NullableTimestamp
}

/** What an operator, an app or a user asked of Doorkey itself; its event is of provider `doorkey`. */
export interface AccountRequestTable {
  event_id: string
  source: string
  act: 'create-user' | 'reset-password' | 'forgot-password' | 'renew-link'
  /** The operator's id; null for a user's own request. */
  requested_by: string | null
  /** As it was typed, lower-cased. */
  email: string | null
  /** Known once the directory has named it. */
  user_id: string | null
  delivery: RequestedDelivery
  /** Sealed, until the credential that takes it over is committed. */
  password: string | null
  must_change: boolean
  valid_from: NullableTimestamp
  valid_until: NullableTimestamp
  /** The id that the mail will have, when there is to be one. */
  message_id: string | null
  /** `KeyedDigest` of everything that was asked for but a typed password; null where no key was given. */
  digest: ColumnType<string | null, string | null | undefined, string | null>
  created_at: Timestamp
}

/** A password that is shown once to whoever has the link's token. */
export interface RevealTable {
  credential_id: string
  /** SHA-256 of the token, hex. */
  token_hash: string
  /** Sealed for the token and then by our own key; null once shredded. */
  secret: string | null
  created_at: Timestamp
  opened_at: NullableTimestamp
  /** SHA-256 of the cookie that the first opener got, hex. */
  opener_hash: string | null
  /** Until then the first opener may load it again. */
  open_until: NullableTimestamp
}

/** Who did what, in a chain: each row's hash covers the one before. Nothing is ever changed. */
export interface AuditTable {
  number: string
  at: Timestamp
  operator: string
  client_ip: string | null
  action: string
  outcome: 'done' | 'refused'
  source: string | null
  subject: string | null
  /** JSON without secrets and addresses. */
  details: string
  previous_hash: string
  hash: string
}

/** Passwords that were replaced, for rules against using one again. */
export interface BuiltinPasswordHistoryTable {
  source: string
  user_id: string
  /** Counts up; clocks of two machines may disagree on what came last. */
  place: GeneratedAlways<string>
  password_hash: string
  replaced_at: Timestamp
}

export interface SuppressionTable {
  /** Lower-cased. */
  address: string
  reason: string
  created_at: Timestamp
  /** Upkeep forgets it then; null where only an operator may lift it. */
  expires_at: NullableTimestamp
}

/** Fixed-window counters for guesses. */
export interface ThrottleTable {
  key: string
  window_started_at: Timestamp
  count: number
}

export interface SendPaceTable {
  transport: string
  per_second: number
  /** Mails in 24 hours; null for any number. */
  per_day: number | null
  sent_in_day: number | null
  read_at: Date
  /** The first turn that nobody has. */
  next_at: Date
}

export interface SettingTable {
  key: string
  value: string
}

export interface Schema {
  event: EventTable
  credential: CredentialTable
  message: MessageTable
  attempt: AttemptTable
  lease: LeaseTable
  circuit: CircuitTable
  builtin_user: BuiltinUserTable
  builtin_password_history: BuiltinPasswordHistoryTable
  suppression: SuppressionTable
  throttle: ThrottleTable
  send_pace: SendPaceTable
  setting: SettingTable
  account_request: AccountRequestTable
  reveal: RevealTable
  audit: AuditTable
  outbox: OutboxTable
  delivery: DeliveryTable
  operator_key: OperatorKeyTable
}
