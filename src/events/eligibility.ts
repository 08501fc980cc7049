import type { Source } from '../config/doorkey-config.ts'
import { isLinkOrCode } from '../credentials/delivery.ts'
import type { CredentialRow } from '../credentials/credential-store.ts'
import type { CredentialKind } from '../database/schema.ts'
import type { IdentityEvent } from './identity-event.ts'
import type { EventRow, Reason, SettledEventState } from './event-store.ts'

/** What stops an event from becoming a credential. */
export interface Verdict extends Reason {
  readonly state: SettledEventState
}

/** Judges who the event is about: origin, existing password. `undefined` lets it pass. */
export function judgeOrigin(event: EventRow, source: Source): Verdict | undefined {
  if (event.type !== 'user.created') return undefined
  if (event.has_password) {
    return ignored('has_password', 'the provider says that the user already has a password')
  }
  if (typeof source.issueTo === 'function') {
    return source.issueTo(toIdentityEvent(event))
      ? undefined
      : ignored('issue_to', 'issueTo of this source answered false')
  }
  if (source.issueTo === 'everyone' || event.origin === 'invited') return undefined
  return event.origin === 'self'
    ? ignored('origin_self', 'the user registered alone and needs no password from us')
    : ignored('origin_unknown', 'the provider does not say who made the user')
}

/**
 * Judges order, among a user's other credentials: an older event never overrides a newer credential
 * and each user is issued at most one password for having been created. Links and codes supersede
 * only each other; a set password supersedes everything older.
 */
export function judgeOrder(
  event: EventRow,
  kind: CredentialKind,
  others: readonly CredentialRow[],
): Verdict | undefined {
  const isCreated = event.type === 'user.created'
  const live = others.filter((other) => other.state !== 'failed')
  if (isCreated && live.some((other) => other.purpose === 'created')) {
    return ignored('already_issued', 'this user was already issued a password for being created')
  }
  const newer = live.find(
    (other) => isNewer(other, event) && (replacesPassword(other) || isLinkOrCode(kind)),
  )
  if (newer) {
    return { state: 'superseded', code: 'newer_credential', cause: 'a newer credential exists' }
  }
  // Whatever the times say: a registration that comes late never replaces a chosen password.
  return isCreated && live.some((other) => other.kind !== 'password' && other.state === 'used')
    ? ignored('password_chosen', 'the user has chosen a password')
    : undefined
}

/** What a new credential ends. */
export interface Superseded {
  /** At once. */
  readonly superseded: readonly { readonly id: string }[]
  /** Links and codes of ours that go on for a moment, since their mail may be open just now. */
  readonly overlapped: readonly { readonly id: string }[]
}

/** Of `others`, those that a new credential of `event` makes worthless. */
export function supersededBy(
  event: EventRow,
  kind: CredentialKind,
  others: readonly CredentialRow[],
): Superseded {
  const older = others.filter(
    (other) =>
      (other.state === 'issued' || other.state === 'set' || other.state === 'setting') &&
      !isNewer(other, event) &&
      (!isLinkOrCode(kind) || isLinkOrCode(other.kind)),
  )
  if (!isLinkOrCode(kind)) return { superseded: older, overlapped: [] }
  return {
    superseded: older.filter((one) => one.kind === 'provider-reset'),
    overlapped: older.filter((one) => one.kind !== 'provider-reset'),
  }
}

/**
 * A link counts from when the user used it to set a password. Ties of the provider's time are
 * settled by event id, so that every worker decides alike.
 */
function isNewer(other: CredentialRow, event: EventRow): boolean {
  const otherTime =
    other.kind === 'password' ? other.occurred_at : (other.used_at ?? other.occurred_at)
  const difference = otherTime.getTime() - event.occurred_at.getTime()
  return difference > 0 || (difference === 0 && other.event_id > event.id)
}

/** A password that was set, or a link through which the user set one. */
function replacesPassword(other: CredentialRow): boolean {
  return other.kind === 'password' || other.state === 'used'
}

function ignored(code: string, cause: string): Verdict {
  return { state: 'ignored', code, cause }
}

function toIdentityEvent(event: EventRow): IdentityEvent {
  return {
    type: 'user.created',
    providerType: event.provider_type,
    dedupeKey: event.dedupe_key,
    occurredAt: event.occurred_at,
    origin: event.origin,
    hasPassword: event.has_password,
    user: {
      id: event.user_id ?? '',
      ...(event.email === null ? {} : { email: event.email }),
      ...(event.name === null ? {} : { name: event.name }),
      ...(event.locale === null ? {} : { locale: event.locale }),
    },
  }
}
