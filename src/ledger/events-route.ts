import type { Kysely } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { GivenTime, oneOf } from '../api/fields.ts'
import { PAGE_QUERY, pageOf, pageSchema } from '../api/page-of.ts'
import { AppError } from '../core/app-error.ts'
import { given } from '../database/given.ts'
import type { Schema } from '../database/schema.ts'
import { EVENT_STATES, EVENT_TYPES, EventSchema, StorySchema } from './ledger-schemas.ts'
import { readStory } from './ledger-view.ts'
import { EVENT_COLUMNS, shownEvent, shownStory } from './show-rows.ts'

const EVENT_ID = /^evt_[\w-]{1,64}$/
const NAME = Type.String({ minLength: 1, maxLength: 255 })

const FILTERS = {
  source: Type.Optional(NAME),
  provider: Type.Optional(NAME),
  type: Type.Optional(oneOf(...EVENT_TYPES)),
  state: Type.Optional(oneOf(...EVENT_STATES)),
  code: Type.Optional(NAME),
  userId: Type.Optional(NAME),
  since: Type.Optional(GivenTime),
  until: Type.Optional(GivenTime),
} as const
const ListQuery = Type.Object({ ...FILTERS, ...PAGE_QUERY }, { additionalProperties: false })
const SearchBody = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 320 }), ...FILTERS, ...PAGE_QUERY },
  { additionalProperties: false, title: 'EventSearch' },
)
const PageSchema = pageSchema(EventSchema)

/** `/v1/events`: what came in and what became of it. Addresses are masked. */
export function registerEventsRoute(
  api: Api,
  { database }: { readonly database: Kysely<Schema> },
): void {
  api.route({
    method: 'GET',
    path: '/v1/events',
    scope: 'read',
    id: 'listEvents',
    summary: 'Events, newest first',
    query: ListQuery,
    answers: { 200: { description: 'One page.', schema: PageSchema } },
    handle: ({ query }) => listEvents(database, query),
  })
  api.route({
    method: 'POST',
    path: '/v1/events/search',
    scope: 'read',
    id: 'searchEvents',
    summary: 'Events of one address, newest first',
    description: 'A POST, since an address in a URL would stand in every log on its way.',
    body: SearchBody,
    answers: { 200: { description: 'One page.', schema: PageSchema } },
    handle: ({ body }) => listEvents(database, body),
  })
  api.route({
    method: 'GET',
    path: '/v1/events/:id',
    scope: 'read',
    id: 'getEvent',
    summary: 'One event, all that came of it, and its timeline',
    params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
    answers: { 200: { description: 'The event.', schema: StorySchema } },
    errors: ['NOT_FOUND'],
    async handle({ params: { id } }) {
      const story = EVENT_ID.test(id) ? await readStory(database, id) : undefined
      if (story) return shownStory(story)
      throw new AppError('NOT_FOUND', 'events: expected the id of an event, got another')
    },
  })
}

/** One page of events. Throws `REQUEST_INVALID` for a cursor of another list. */
export async function listEvents(
  database: Kysely<Schema>,
  asked: Static<typeof ListQuery> & { readonly email?: string },
) {
  const { source, provider, type, state, code, userId, since, until, email } = asked
  return pageOf(asked, {
    place: EVENT_ID,
    placeOf: ({ id }) => id,
    show: shownEvent,
    read: (limit, below) =>
      database
        .selectFrom('event')
        .select(EVENT_COLUMNS)
        .where((eb) =>
          eb.and([
            ...given(source, (it) => eb('source', '=', it)),
            ...given(provider, (it) => eb('provider', '=', it)),
            ...given(type, (it) => eb('type', '=', it)),
            ...given(state, (it) => eb('state', '=', it)),
            ...given(code, (it) => eb('code', '=', it)),
            ...given(userId, (it) => eb('user_id', '=', it)),
            ...given(since, (it) => eb('received_at', '>=', new Date(it))),
            ...given(until, (it) => eb('received_at', '<', new Date(it))),
            ...given(email, (it) => eb(eb.fn('lower', ['email']), '=', it.toLowerCase())),
            ...given(below, (it) => eb('id', '<', it)),
          ]),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
  })
}
