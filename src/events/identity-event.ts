import type { Secret } from '../core/secret.ts'

/** The event types that Doorkey acts on. */
export type EventType = 'user.created' | 'password.reset_requested'

/**
 * Who made the user: `self` registered alone; `invited` was made by an admin or an API. Of a reset:
 * `invited` was asked for by an admin, who thereby may replace a password.
 */
export type Origin = 'invited' | 'self' | 'unknown'

/** A reset link or code that the provider itself issued; Doorkey then only delivers it. */
export interface ProviderReset {
  readonly url?: Secret
  readonly code?: Secret
  readonly expiresAt?: Date
}

/** What one verified webhook said, in Doorkey's own form. */
export interface IdentityEvent {
  readonly type: EventType
  /** The provider's own name of the event, at most 100 characters. */
  readonly providerType: string
  /** Stable over the provider's retries, unique per source, at most 255 characters. */
  readonly dedupeKey: string
  /** When it happened at the provider; absent where the provider does not say. */
  readonly occurredAt?: Date
  readonly origin: Origin
  /** True only where the provider says that the user already has a password. */
  readonly hasPassword: boolean
  readonly user: {
    readonly id: string
    readonly email?: string
    readonly name?: string
    /** BCP 47, as the provider gave it. */
    readonly locale?: string
  }
  readonly reset?: ProviderReset
}

/** A verified webhook that Doorkey does not act on; it is stored as `ignored`, without its body. */
export interface IgnoredEvent {
  readonly type: 'ignored'
  readonly providerType: string
  readonly dedupeKey: string
  /** Of a batch's record that cannot be read: what was expected and found, without its values. */
  readonly fault?: string
}

export type ParsedEvent = IdentityEvent | IgnoredEvent
