import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Schema } from '../../database/schema.ts'

const POLL_MS = 20
const DEADLINE_MS = 60_000

const EVENT_ENDS: ReadonlySet<string> = new Set([
  'ignored',
  'superseded',
  'no_address',
  'suppressed',
  'failed',
])
const MESSAGE_ENDS: ReadonlySet<string> = new Set([
  'accepted',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'superseded',
  'suppressed',
  'expired',
  'held',
])

/** How one message of an event stands. */
export interface FollowedMessage {
  readonly id: string
  readonly eventId: string
  readonly template: string
  readonly locale: string
  readonly state: string
  readonly to: string
}

/**
 * Watches events until each has ended and its `messages`-th mail has left or failed, or a minute
 * has passed. `onStep` hears every new state, once.
 */
export async function follow(
  database: Kysely<Schema>,
  eventIds: readonly string[],
  messages: number,
  onStep: (eventId: string, step: string) => void,
): Promise<readonly FollowedMessage[]> {
  const seen = new Set<string>()
  const tell = (eventId: string, step: string): void => {
    if (seen.has(`${eventId} ${step}`)) return
    seen.add(`${eventId} ${step}`)
    onStep(eventId, step)
  }
  const deadline = Date.now() + DEADLINE_MS
  for (;;) {
    const rows = await readRows(database, eventIds)
    for (const row of rows) {
      tell(
        row.eventId,
        row.code ? `event ${row.eventState} (${row.code})` : `event ${row.eventState}`,
      )
      if (row.id !== null) tell(row.eventId, `${row.template} [${row.locale}] ${row.state}`)
    }
    const found = rows.flatMap(({ id, template, locale, state, to, eventId }) =>
      id === null || template === null || locale === null || state === null || to === null
        ? []
        : [{ id, template, locale, state, to, eventId }],
    )
    const isEnded = eventIds.every((eventId) => {
      const event = rows.find((row) => row.eventId === eventId)
      const ended = found.filter((row) => row.eventId === eventId && MESSAGE_ENDS.has(row.state))
      return (event && EVENT_ENDS.has(event.eventState)) || ended.length >= messages
    })
    if (isEnded || Date.now() > deadline) return found
    await sleep(POLL_MS)
  }
}

function readRows(database: Kysely<Schema>, eventIds: readonly string[]) {
  return database
    .selectFrom('event')
    .leftJoin('message', 'message.event_id', 'event.id')
    .select([
      'event.id as eventId',
      'event.state as eventState',
      'event.code',
      'message.id',
      'message.template',
      'message.locale',
      'message.state',
      'message.to_address as to',
    ])
    .where('event.id', 'in', [...eventIds])
    .orderBy('message.planned_at')
    .execute()
}
