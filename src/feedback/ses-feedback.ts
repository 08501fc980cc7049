import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parseJson } from './sns-message.ts'

/** What SES says became of a mail. */
export type FeedbackKind = 'sent' | 'delayed' | 'delivered' | 'bounced' | 'complained' | 'rejected'

/** One notification of SES about one mail, without addresses. */
export interface SesFeedback {
  readonly kind: FeedbackKind
  /** Why, as a code for the ledger; none for what went well. */
  readonly code: string | null
  /** The same in words. */
  readonly cause: string | null
  /** The id that SES answered when it took the mail. */
  readonly sesId: string
  /** When SES took it. */
  readonly sentAt: Date
  /** Tag `doorkey-message`, which only event publishing passes on; else our header, where it is told. */
  readonly messageId: string | undefined
  /** Tag `doorkey-attempt`. */
  readonly attemptId: string | undefined
}

const MESSAGE_ID = /^msg_[\w-]{1,64}$/
const Words = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const notification = Compile(
  Type.Object({
    notificationType: Words,
    eventType: Words,
    mail: Type.Object({
      messageId: Type.String({ minLength: 1 }),
      timestamp: Type.String(),
      tags: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
      headers: Type.Optional(
        Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
      ),
    }),
    bounce: Type.Optional(Type.Object({ bounceType: Words, bounceSubType: Words })),
    complaint: Type.Optional(
      Type.Object({ complaintFeedbackType: Words, complaintSubType: Words }),
    ),
    deliveryDelay: Type.Optional(Type.Object({ delayType: Words })),
  }),
)

interface Reasons {
  readonly bounce?: { readonly bounceType?: Word; readonly bounceSubType?: Word }
  readonly complaint?: { readonly complaintFeedbackType?: Word; readonly complaintSubType?: Word }
  readonly deliveryDelay?: { readonly delayType?: Word }
}
type Word = string | null | undefined

/**
 * Reads both shapes: notifications of an identity (`notificationType`) and events of a configuration
 * set (`eventType`). `undefined` for what does not settle a mail: opens, clicks, the greeting of a new
 * destination, which is not even JSON.
 */
export function readSesFeedback(text: string): SesFeedback | undefined {
  const said = parseJson(text)
  if (!notification.Check(said)) return undefined
  const ending = endingOf(said.eventType ?? said.notificationType ?? '', said)
  if (!ending) return undefined
  const { messageId, timestamp, tags = {}, headers = [] } = said.mail
  return {
    ...ending,
    sesId: messageId,
    sentAt: new Date(timestamp),
    messageId: tags['doorkey-message']?.[0] ?? messageIn(headers),
    attemptId: tags['doorkey-attempt']?.[0],
  }
}

/** Every mail of ours says whose it is; SES repeats that where original headers are included. */
function messageIn(headers: readonly { readonly name: string; readonly value: string }[]) {
  const own = headers.filter(({ name }) => name.toLowerCase() === 'x-doorkey-message')
  const [value] = own.map((header) => header.value.trim())
  return own.length === 1 && value !== undefined && MESSAGE_ID.test(value) ? value : undefined
}

type Ending = Pick<SesFeedback, 'kind' | 'code' | 'cause'>

function endingOf(type: string, { bounce, complaint, deliveryDelay }: Reasons): Ending | undefined {
  switch (type) {
    case 'Send':
      return { kind: 'sent', code: null, cause: null }
    case 'Delivery':
      return { kind: 'delivered', code: null, cause: null }
    case 'DeliveryDelay': {
      const cause = `SES is still trying: ${word(deliveryDelay?.delayType)}`
      return { kind: 'delayed', code: 'delivery_delayed', cause }
    }
    case 'Bounce': {
      const cause = `${word(bounce?.bounceType)} bounce: ${word(bounce?.bounceSubType)}`
      return { kind: 'bounced', code: bounceCode(bounce), cause }
    }
    case 'Complaint': {
      const why = complaint?.complaintFeedbackType ?? complaint?.complaintSubType
      return { kind: 'complained', code: 'recipient_complained', cause: `complaint: ${word(why)}` }
    }
    case 'Reject':
    case 'Rendering Failure': {
      const cause = 'ses: expected the mail to be sent, got a rejection after it was accepted'
      return { kind: 'rejected', code: 'TRANSPORT_REJECTED', cause }
    }
    default:
      return undefined
  }
}

/** SES reports an out-of-office answer as a general transient bounce. */
function bounceCode(bounce: Reasons['bounce']): string {
  if (bounce?.bounceType === 'Permanent') return 'bounce_permanent'
  return bounce?.bounceSubType === 'General' ? 'bounce_general' : 'bounce_transient'
}

/** Their own words, and no sentence of somebody's mail server, which may name the address. */
function word(value: Word): string {
  return value && /^[\w-]{1,40}$/.test(value) ? value : 'no reason given'
}
