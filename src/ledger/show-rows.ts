import type { Static } from 'typebox'
import type { Selectable } from 'kysely'
import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'
import { maskAddress } from '../core/mask-address.ts'
import type { EventTable, MessageTable } from '../database/schema.ts'
import type { EventSchema, MessageSchema, StorySchema } from './ledger-schemas.ts'
import type { EventStory } from './ledger-view.ts'
import { timelineOf } from './timeline.ts'

/** The columns of an event that anybody with `read` may see; none is sealed. */
export const EVENT_COLUMNS = [
  'id',
  'source',
  'provider',
  'type',
  'provider_type',
  'user_id',
  'email',
  'state',
  'attempts',
  'occurred_at',
  'received_at',
  'settled_at',
  'code',
  'cause',
] as const

/** The same of a message. */
export const MESSAGE_COLUMNS = [
  'id',
  'event_id',
  'source',
  'template',
  'locale',
  'locale_rule',
  'to_address',
  'state',
  'accepted_id',
  'attempts',
  'planned_at',
  'accepted_at',
  'settled_at',
  'code',
  'cause',
] as const

export type EventRow = Pick<Selectable<EventTable>, (typeof EVENT_COLUMNS)[number]>
export type MessageRow = Pick<Selectable<MessageTable>, (typeof MESSAGE_COLUMNS)[number]>

/** An event as `/v1` shows it. */
export function shownEvent(row: EventRow): Static<typeof EventSchema> {
  return {
    id: row.id,
    source: row.source,
    provider: row.provider,
    type: row.type,
    providerType: row.provider_type,
    userId: row.user_id,
    address: row.email === null ? null : maskAddress(row.email),
    state: row.state,
    attempts: row.attempts,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    settledAt: time(row.settled_at),
    ...reasonOf(row),
  }
}

/** A message as `/v1` shows it. */
export function shownMessage(row: MessageRow): Static<typeof MessageSchema> {
  return {
    id: row.id,
    eventId: row.event_id,
    source: row.source,
    template: row.template,
    locale: row.locale,
    localeRule: row.locale_rule,
    address: maskAddress(row.to_address),
    state: row.state,
    acceptedId: row.accepted_id,
    attempts: row.attempts,
    plannedAt: row.planned_at.toISOString(),
    acceptedAt: time(row.accepted_at),
    settledAt: time(row.settled_at),
    ...reasonOf(row),
  }
}

/** An event and all that came of it, as `/v1` shows them. */
export function shownStory(story: EventStory): Static<typeof StorySchema> {
  return {
    event: shownEvent(story.event),
    credentials: story.credentials.map((row) => ({
      id: row.id,
      kind: row.kind,
      state: row.state,
      issuedAt: row.issued_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      setAt: time(row.set_at),
      usedAt: time(row.used_at),
    })),
    messages: story.messages.map(shownMessage),
    timeline: timelineOf(story).map(({ at, what, state, code, cause }) => ({
      at: at.toISOString(),
      what,
      state: state ?? null,
      code: code ?? null,
      cause: cause ?? null,
    })),
  }
}

function reasonOf({ code, cause }: Pick<EventRow, 'code' | 'cause'>) {
  const remedy = code !== null && isErrorCode(code) ? ERROR_CODES[code].remedy : null
  return { code, cause, remedy }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}

function time(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
