/** The mail that feedback is about: one that the fake accepted, or any other. */
export interface FeedbackMail {
  /** The MessageId that SES answered. */
  readonly id: string
  readonly tags: Readonly<Record<string, string>>
  readonly acceptedAt: Date
  readonly source?: string
  readonly destinations?: readonly string[]
  /** Original headers, where the identity is set to include them. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
  /** SES cuts headers off past 10 KB. */
  readonly headersTruncated?: boolean
}

/** What SES says became of a mail, in its own words. */
export type SesEvent = { readonly mail: FeedbackMail } & (
  | { readonly type: 'Send' | 'Delivery' | 'Open' }
  | { readonly type: 'DeliveryDelay'; readonly delayType?: string }
  | { readonly type: 'Bounce'; readonly bounceType: BounceType; readonly bounceSubType?: string }
  | { readonly type: 'Complaint'; readonly complaintFeedbackType?: string }
  | { readonly type: 'Reject'; readonly reason?: string }
)

type BounceType = 'Permanent' | 'Transient' | 'Undetermined'

/** Events of a configuration set carry the tags of a mail, notifications of an identity do not. */
export type FeedbackShape = 'configuration-set' | 'identity'

const OF_IDENTITY: readonly SesEvent['type'][] = ['Bounce', 'Complaint', 'Delivery']

/** The JSON within the message of SNS. An identity tells of bounces, complaints and deliveries only. */
export function eventJson(event: SesEvent, shape: FeedbackShape): string {
  if (shape === 'identity' && !OF_IDENTITY.includes(event.type)) {
    throw new Error(`fake SES: expected what an identity tells of, got ${event.type}`)
  }
  const { id, tags, acceptedAt, source, destinations, headers } = event.mail
  const lists = Object.entries(tags).map(([name, value]) => [name, [value]])
  const mail = {
    messageId: id,
    timestamp: acceptedAt.toISOString(),
    source,
    destination: destinations,
    ...(headers && { headers, headersTruncated: event.mail.headersTruncated ?? false }),
  }
  const said =
    shape === 'identity'
      ? { notificationType: event.type, mail }
      : { eventType: event.type, mail: { ...mail, tags: Object.fromEntries(lists) } }
  return JSON.stringify({ ...said, ...reasonOf(event) })
}

function reasonOf(event: SesEvent): object {
  const recipients = (event.mail.destinations ?? []).map((emailAddress) => ({ emailAddress }))
  switch (event.type) {
    case 'Send':
      return { send: {} }
    case 'Open':
      return { open: {} }
    case 'Delivery':
      return { delivery: { recipients: event.mail.destinations, smtpResponse: '250 2.0.0 OK' } }
    case 'DeliveryDelay': {
      const { delayType = 'TransientCommunicationFailure' } = event
      return { deliveryDelay: { delayType, delayedRecipients: recipients } }
    }
    case 'Bounce': {
      const { bounceType, bounceSubType = 'General' } = event
      return { bounce: { bounceType, bounceSubType, bouncedRecipients: recipients } }
    }
    case 'Complaint': {
      const { complaintFeedbackType } = event
      return { complaint: { complaintFeedbackType, complainedRecipients: recipients } }
    }
    case 'Reject':
      return { reject: { reason: event.reason ?? 'Bad content' } }
  }
}
