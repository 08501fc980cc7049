import type { Kysely, Selectable } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { GivenTime, oneOf, orNull, Time } from '../api/fields.ts'
import { PAGE_QUERY, pageOf, pageSchema } from '../api/page-of.ts'
import { given } from '../database/given.ts'
import type { AuditTable, Schema } from '../database/schema.ts'

const NAME = Type.String({ minLength: 1, maxLength: 255 })
const NUMBER = /^[1-9]\d{0,18}$/

const EntrySchema = Type.Object(
  {
    number: Type.String({ description: 'Its place in the chain, from 1.' }),
    at: Time,
    operator: Type.String({ description: 'The id of the key.' }),
    clientIp: orNull(Type.String()),
    action: Type.String(),
    outcome: oneOf('done', 'refused'),
    source: orNull(Type.String()),
    subject: orNull(Type.String({ description: 'An id, or a masked address and its digest.' })),
    details: Type.String({ description: 'JSON, as it was hashed.' }),
    previousHash: Type.String(),
    hash: Type.String(),
  },
  { title: 'AuditEntry' },
)
const ListQuery = Type.Object(
  {
    operator: Type.Optional(NAME),
    action: Type.Optional(NAME),
    outcome: Type.Optional(oneOf('done', 'refused')),
    since: Type.Optional(GivenTime),
    until: Type.Optional(GivenTime),
    ...PAGE_QUERY,
  },
  { additionalProperties: false },
)

/** `/v1/audit`: who did what, with the hashes that chain it. */
export function registerAuditRoute(
  api: Api,
  { database }: { readonly database: Kysely<Schema> },
): void {
  api.route({
    method: 'GET',
    path: '/v1/audit',
    scope: 'admin',
    id: 'listAudit',
    summary: 'The audit log, newest first',
    description:
      'Each hash covers its entry and the hash before it; `doorkey audit verify` checks them.',
    query: ListQuery,
    answers: { 200: { description: 'One page.', schema: pageSchema(EntrySchema) } },
    handle: ({ query }) => list(database, query),
  })
}

async function list(database: Kysely<Schema>, asked: Static<typeof ListQuery>) {
  const { operator, action, outcome, since, until } = asked
  return pageOf(asked, {
    place: NUMBER,
    placeOf: ({ number }) => number,
    show,
    read: (limit, below) =>
      database
        .selectFrom('audit')
        .selectAll()
        .where((eb) =>
          eb.and([
            ...given(operator, (it) => eb('operator', '=', it)),
            ...given(action, (it) => eb('action', '=', it)),
            ...given(outcome, (it) => eb('outcome', '=', it)),
            ...given(since, (it) => eb('at', '>=', new Date(it))),
            ...given(until, (it) => eb('at', '<', new Date(it))),
            ...given(below, (it) => eb('number', '<', it)),
          ]),
        )
        .orderBy('number', 'desc')
        .limit(limit)
        .execute(),
  })
}

function show(row: Selectable<AuditTable>): Static<typeof EntrySchema> {
  const { number, at, operator, client_ip: clientIp, action, outcome, source, subject } = row
  const { details, previous_hash: previousHash, hash } = row
  const who = { number, at: at.toISOString(), operator, clientIp, action, outcome }
  return { ...who, source, subject, details, previousHash, hash }
}
