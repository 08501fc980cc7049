import type { AccountRequestRow } from '../accounts/account-request.ts'
import type { Source } from '../config/doorkey-config.ts'
import type { CredentialKind } from '../database/schema.ts'
import type { EventRow } from '../events/event-store.ts'

/** What an event's user is to get, and in which mail; `null`: nothing is mailed. */
export interface Delivery {
  readonly kind: CredentialKind
  readonly template: string | null
}

/**
 * | event | becomes |
 * | --- | --- |
 * | carries the provider's own link or code | that, as it is |
 * | a request to Doorkey itself | what was asked for |
 * | `user.created` | `deliver` of its source |
 * | `password.reset_requested` | `onReset` of its source; a password only where an admin asked |
 *
 * A set password is mailed in the clear only where the source says `deliver: 'password'`.
 */
export function deliveryOf(
  event: Pick<EventRow, 'type' | 'origin' | 'provider_reset'>,
  source: Pick<Source, 'deliver' | 'onReset'>,
  request: Pick<AccountRequestRow, 'delivery'> | undefined,
): Delivery {
  // Its template follows from what the provider made: a link or a code.
  if (event.provider_reset !== null) return { kind: 'provider-reset', template: null }
  const isCreated = event.type === 'user.created'
  switch (request?.delivery ?? (isCreated ? source.deliver : onReset(event, source))) {
    case 'none':
      return { kind: 'password', template: null }
    case 'password':
      return {
        kind: 'password',
        template: isCreated ? 'password-issued' : 'password-reset-password',
      }
    case 'reveal-link':
      return { kind: 'password', template: 'reveal-link' }
    case 'setup-link':
      return { kind: 'setup-link', template: 'setup-link' }
    case 'reset-link':
      return { kind: 'reset-link', template: 'password-reset' }
    case 'reset-code':
      return { kind: 'reset-code', template: 'password-reset-code' }
  }
}

function onReset(
  { origin }: Pick<EventRow, 'origin'>,
  { deliver, onReset: wanted }: Pick<Source, 'deliver' | 'onReset'>,
) {
  if (wanted === 'code') return 'reset-code'
  if (wanted === 'link' || origin !== 'invited') return 'reset-link'
  return deliver === 'password' ? 'password' : 'reveal-link'
}

/** A link or code changes nothing until it is used, and supersedes only its like. */
export function isLinkOrCode(kind: CredentialKind): boolean {
  return kind !== 'password'
}
