import type { Kysely, Selectable } from 'kysely'
import type {
  AttemptTable,
  CredentialTable,
  EventTable,
  MessageTable,
  Schema,
} from '../database/schema.ts'

/** Events on the overview. */
const LATEST_MAX = 50
/** Rows of one kind in one event's story; more attempts than that have long been given up. */
const STORY_ROWS_MAX = 200

/** How many rows are in a state. */
export interface StateCount {
  readonly state: string
  readonly count: number
}

type EventLine = Pick<
  Selectable<EventTable>,
  'id' | 'type' | 'source' | 'email' | 'state' | 'code' | 'cause' | 'received_at'
>
type MessageLine = Pick<
  Selectable<MessageTable>,
  'event_id' | 'template' | 'state' | 'code' | 'cause'
>

/** What the overview shows. */
export interface Overview {
  readonly events: readonly StateCount[]
  readonly messages: readonly StateCount[]
  /** Newest first. */
  readonly latest: readonly (EventLine & { readonly messages: readonly MessageLine[] })[]
}

/** What the console selects: no sealed column is ever read. */
export type EventView = Omit<Selectable<EventTable>, 'body' | 'provider_reset'>
export type CredentialView = Omit<Selectable<CredentialTable>, 'secret' | 'token_hash'> & {
  /** When its link showed it; null where it has none. */
  readonly opened_at: Date | null
}
export type MessageView = Omit<Selectable<MessageTable>, 'content'>

/** One event and all that came of it. */
export interface EventStory {
  readonly event: EventView
  readonly credentials: readonly CredentialView[]
  readonly messages: readonly MessageView[]
  readonly attempts: readonly Selectable<AttemptTable>[]
}

/** Reads the ledger for the overview. */
export async function readOverview(database: Kysely<Schema>): Promise<Overview> {
  const [events, messages, latest] = await Promise.all([
    countStates(database, 'event'),
    countStates(database, 'message'),
    database
      .selectFrom('event')
      .select(['id', 'type', 'source', 'email', 'state', 'code', 'cause', 'received_at'])
      // Ids sort by time, so the newest come without an index of their own.
      .orderBy('id', 'desc')
      .limit(LATEST_MAX)
      .execute(),
  ])
  const lines = await database
    .selectFrom('message')
    .select(['event_id', 'template', 'state', 'code', 'cause'])
    .where('event_id', 'in', ['', ...latest.map(({ id }) => id)])
    .orderBy('planned_at')
    .execute()
  const withMessages = latest.map((event) => ({
    ...event,
    messages: lines.filter((line) => line.event_id === event.id),
  }))
  return { events, messages, latest: withMessages }
}

/** Reads one event's story; `undefined` where there is no such event. */
export async function readStory(
  database: Kysely<Schema>,
  id: string,
): Promise<EventStory | undefined> {
  const event = await database
    .selectFrom('event')
    .select(['id', 'source', 'provider', 'dedupe_key', 'type', 'provider_type', 'origin'])
    .select(['has_password', 'user_id', 'email', 'name', 'locale', 'occurred_at', 'received_at'])
    .select(['settled_at', 'state', 'run', 'attempts', 'due_at', 'queued_until', 'claimed_until'])
    .select(['code', 'cause'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!event) return undefined
  const credentials = await database
    .selectFrom('credential')
    .leftJoin('reveal', 'reveal.credential_id', 'credential.id')
    .select(['id', 'event_id', 'source', 'user_id', 'purpose', 'kind', 'state', 'must_change'])
    .select(['expiry_enforced', 'occurred_at', 'issued_at', 'expires_at', 'set_at', 'used_at'])
    .select('opened_at')
    .where('event_id', '=', id)
    .limit(STORY_ROWS_MAX)
    .execute()
  const messages = await database
    .selectFrom('message')
    .select(['id', 'event_id', 'credential_id', 'source', 'template', 'locale', 'locale_rule'])
    .select(['to_address', 'state', 'accepted_id', 'unknown_resends', 'planned_at', 'rendered_at'])
    .select(['unknown_since', 'accepted_at', 'settled_at', 'run', 'attempts', 'due_at'])
    .select(['queued_until', 'claimed_until', 'code', 'cause'])
    .where('event_id', '=', id)
    .orderBy('planned_at')
    .limit(STORY_ROWS_MAX)
    .execute()
  const attempts = await database
    .selectFrom('attempt')
    .selectAll()
    .where('subject_id', 'in', [
      id,
      ...credentials.map((row) => row.id),
      ...messages.map((row) => row.id),
    ])
    .orderBy('started_at')
    .limit(STORY_ROWS_MAX)
    .execute()
  return { event, credentials, messages, attempts }
}

/** Whom an event is about. */
export interface EventSubject {
  readonly source: string
  /** As the source's directory names them. */
  readonly userId: string
}

/** `undefined` where there is no such event, or it is about nobody, or nobody yet. */
export async function readSubject(
  database: Kysely<Schema>,
  eventId: string,
): Promise<EventSubject | undefined> {
  const row = await database
    .selectFrom('event')
    .select(['source', 'user_id as userId'])
    .where('id', '=', eventId)
    .where('user_id', 'is not', null)
    .$narrowType<{ userId: string }>()
    .executeTakeFirst()
  return row
}

async function countStates(
  database: Kysely<Schema>,
  table: 'event' | 'message',
): Promise<readonly StateCount[]> {
  const rows = await database
    .selectFrom(table)
    .select(['state', (row) => row.fn.countAll<string>().as('count')])
    .groupBy('state')
    .orderBy('state')
    .execute()
  return rows.map(({ state, count }) => ({ state, count: Number(count) }))
}
