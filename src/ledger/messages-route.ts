import type { Kysely } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { GivenTime, oneOf } from '../api/fields.ts'
import { PAGE_QUERY, pageOf, pageSchema } from '../api/page-of.ts'
import { AppError } from '../core/app-error.ts'
import { given } from '../database/given.ts'
import type { Schema } from '../database/schema.ts'
import { MESSAGE_STATES, MessageSchema } from './ledger-schemas.ts'
import { MESSAGE_COLUMNS, shownMessage } from './show-rows.ts'

const MESSAGE_ID = /^msg_[\w-]{1,64}$/
const NAME = Type.String({ minLength: 1, maxLength: 255 })

const ListQuery = Type.Object(
  {
    source: Type.Optional(NAME),
    template: Type.Optional(NAME),
    state: Type.Optional(oneOf(...MESSAGE_STATES)),
    code: Type.Optional(NAME),
    eventId: Type.Optional(NAME),
    since: Type.Optional(GivenTime),
    until: Type.Optional(GivenTime),
    ...PAGE_QUERY,
  },
  { additionalProperties: false },
)

/** `/v1/messages`: each mail and its state. Addresses are masked, contents are not shown. */
export function registerMessagesRoute(
  api: Api,
  { database }: { readonly database: Kysely<Schema> },
): void {
  api.route({
    method: 'GET',
    path: '/v1/messages',
    scope: 'read',
    id: 'listMessages',
    summary: 'Messages, newest first',
    query: ListQuery,
    answers: { 200: { description: 'One page.', schema: pageSchema(MessageSchema) } },
    handle: ({ query }) => listMessages(database, query),
  })
  api.route({
    method: 'GET',
    path: '/v1/messages/:id',
    scope: 'read',
    id: 'getMessage',
    summary: 'One message',
    params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
    answers: { 200: { description: 'The message.', schema: MessageSchema } },
    errors: ['NOT_FOUND'],
    async handle({ params: { id } }) {
      const query = database.selectFrom('message').select(MESSAGE_COLUMNS).where('id', '=', id)
      const row = MESSAGE_ID.test(id) ? await query.executeTakeFirst() : undefined
      if (row) return shownMessage(row)
      throw new AppError('NOT_FOUND', 'messages: expected the id of a message, got another')
    },
  })
}

/** One page of messages. Throws `REQUEST_INVALID` for a cursor of another list. */
export async function listMessages(database: Kysely<Schema>, asked: Static<typeof ListQuery>) {
  const { source, template, state, code, eventId, since, until } = asked
  return pageOf(asked, {
    place: MESSAGE_ID,
    placeOf: ({ id }) => id,
    show: shownMessage,
    read: (limit, below) =>
      database
        .selectFrom('message')
        .select(MESSAGE_COLUMNS)
        .where((eb) =>
          eb.and([
            ...given(source, (it) => eb('source', '=', it)),
            ...given(template, (it) => eb('template', '=', it)),
            ...given(state, (it) => eb('state', '=', it)),
            ...given(code, (it) => eb('code', '=', it)),
            ...given(eventId, (it) => eb('event_id', '=', it)),
            ...given(since, (it) => eb('planned_at', '>=', new Date(it))),
            ...given(until, (it) => eb('planned_at', '<', new Date(it))),
            ...given(below, (it) => eb('id', '<', it)),
          ]),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
  })
}
