import { Type } from 'typebox'
import { oneOf, orNull, Time } from '../api/fields.ts'

export const EVENT_STATES = [
  'received',
  'working',
  'done',
  'ignored',
  'superseded',
  'no_address',
  'suppressed',
  'failed',
] as const

export const MESSAGE_STATES = [
  'planned',
  'rendered',
  'sending',
  'unknown',
  'held',
  'accepted',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'superseded',
  'suppressed',
  'expired',
] as const

export const EVENT_TYPES = [
  'user.created',
  'password.reset_requested',
  'password.changed',
  'ignored',
] as const

const Address = orNull(Type.String({ description: 'Masked: `a•••@example.com`.' }))

/** Why something is as it is. */
const REASON = {
  code: orNull(Type.String({ description: 'An error code, or why it ended so.' })),
  cause: orNull(Type.String({ description: 'The same in words.' })),
  remedy: orNull(Type.String({ description: 'What to do about it.' })),
} as const

export const EventSchema = Type.Object(
  {
    id: Type.String(),
    source: Type.String(),
    provider: Type.String(),
    type: oneOf(...EVENT_TYPES),
    providerType: Type.String({ description: 'The type as the provider called it.' }),
    userId: orNull(Type.String()),
    address: Address,
    state: oneOf(...EVENT_STATES),
    attempts: Type.Integer(),
    occurredAt: Time,
    receivedAt: Time,
    settledAt: orNull(Time),
    ...REASON,
  },
  { title: 'Event' },
)

export const MessageSchema = Type.Object(
  {
    id: Type.String(),
    eventId: Type.String(),
    source: Type.String(),
    template: Type.String(),
    locale: Type.String(),
    localeRule: Type.String({ description: 'What chose the language.' }),
    address: Address,
    state: oneOf(...MESSAGE_STATES),
    acceptedId: orNull(Type.String({ description: 'The transport’s own id.' })),
    attempts: Type.Integer(),
    plannedAt: Time,
    acceptedAt: orNull(Time),
    settledAt: orNull(Time),
    ...REASON,
  },
  { title: 'Message' },
)

const CredentialSchema = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    state: Type.String(),
    issuedAt: Time,
    expiresAt: Time,
    setAt: orNull(Time),
    usedAt: orNull(Time),
  },
  { title: 'Credential' },
)

const TimelineEntrySchema = Type.Object(
  {
    at: Time,
    what: Type.String(),
    state: orNull(Type.String()),
    code: orNull(Type.String()),
    cause: orNull(Type.String()),
  },
  { title: 'TimelineEntry' },
)

export const StorySchema = Type.Object(
  {
    event: EventSchema,
    credentials: Type.Array(CredentialSchema),
    messages: Type.Array(MessageSchema),
    timeline: Type.Array(TimelineEntrySchema, { description: 'All that happened, oldest first.' }),
  },
  { title: 'EventStory' },
)
