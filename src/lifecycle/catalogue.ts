import { credentialExpired } from './catalogue/credential-expired.ts'
import { credentialSuperseded } from './catalogue/credential-superseded.ts'
import { eventFailed } from './catalogue/event-failed.ts'
import { eventIgnored } from './catalogue/event-ignored.ts'
import { linkIssued } from './catalogue/link-issued.ts'
import { messageAccepted } from './catalogue/message-accepted.ts'
import { messageBounced } from './catalogue/message-bounced.ts'
import { messageComplained } from './catalogue/message-complained.ts'
import { messageDelivered } from './catalogue/message-delivered.ts'
import { messageExpired } from './catalogue/message-expired.ts'
import { messageFailed } from './catalogue/message-failed.ts'
import { messageHeld } from './catalogue/message-held.ts'
import { messageSuppressed } from './catalogue/message-suppressed.ts'
import { passwordChanged } from './catalogue/password-changed.ts'
import { passwordIssued } from './catalogue/password-issued.ts'
import { passwordResetRequested } from './catalogue/password-reset-requested.ts'
import { passwordUsed } from './catalogue/password-used.ts'
import { revealOpened } from './catalogue/reveal-opened.ts'
import { userCreated } from './catalogue/user-created.ts'
import type { Change, LifecycleEventType } from './lifecycle-event.ts'

// A list, since its types are what an automation's `on` may say; a test compares it with the folder.
const CATALOGUE = [
  userCreated,
  passwordResetRequested,
  eventIgnored,
  eventFailed,
  passwordIssued,
  linkIssued,
  passwordUsed,
  passwordChanged,
  credentialExpired,
  credentialSuperseded,
  revealOpened,
  messageAccepted,
  messageDelivered,
  messageBounced,
  messageComplained,
  messageFailed,
  messageHeld,
  messageSuppressed,
  messageExpired,
] as const

/** The name of a lifecycle event, such as `message.bounced`. */
export type LifecycleType = (typeof CATALOGUE)[number]['type']

/** Every lifecycle event there is. */
export const LIFECYCLE_EVENTS: readonly LifecycleEventType<LifecycleType>[] = CATALOGUE

/** What a change is told as, or `undefined` where nobody is told. */
export function lifecycleTypeOf(
  change: Pick<Change, 'subject' | 'state'>,
  kind: string,
): LifecycleType | undefined {
  const found = LIFECYCLE_EVENTS.find(({ tells }) =>
    tells.some(
      ({ subject, state, kinds }) =>
        subject === change.subject && state === change.state && (kinds?.includes(kind) ?? true),
    ),
  )
  return found?.type
}
