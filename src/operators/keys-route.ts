import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { oneOf, orNull, Time } from '../api/fields.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { OperatorKeys, StoredKey } from './operator-keys.ts'
import { isScope, SCOPES } from './scopes.ts'

const DAY_MS = 86_400_000
const ScopeSchema = oneOf(...Object.keys(SCOPES).filter(isScope))

const KEY_FIELDS = {
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(ScopeSchema),
  sources: orNull(
    Type.Array(Type.String(), { description: 'The only ones it may name; null for all.' }),
  ),
  createdAt: Time,
  createdBy: Type.String({ description: 'The id of the key that made it, or `admin`.' }),
  expiresAt: orNull(Time),
  lastUsedAt: orNull(Type.String({ format: 'date-time', description: 'To the minute.' })),
  revokedAt: orNull(Time),
  revokedBy: orNull(Type.String()),
} as const
/** A key as it is shown. */
export const KeySchema = Type.Object(KEY_FIELDS, { title: 'Key' })
/** The same with what is seen only once. */
export const NewKeySchema = Type.Object(
  { key: Type.String({ description: 'Shown this once; only a hash is kept.' }), ...KEY_FIELDS },
  { title: 'CreatedKey' },
)
const Wish = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' }),
    scopes: Type.Array(ScopeSchema, { minItems: 1, maxItems: 5 }),
    sources: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 100 }),
    ),
    expiresAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
  },
  { additionalProperties: false, title: 'NewKey' },
)

/** `/v1/keys`: who may ask what. */
export function registerKeysRoute(
  api: Api,
  { keys, clock }: { readonly keys: OperatorKeys; readonly clock: Clock },
): void {
  api.route({
    method: 'GET',
    path: '/v1/keys',
    scope: 'admin',
    id: 'listKeys',
    summary: 'Keys, newest first, those that have ended included',
    answers: {
      200: { description: 'All keys.', schema: Type.Object({ data: Type.Array(KeySchema) }) },
    },
    handle: async () => ({ data: (await keys.list()).map(shown) }),
  })
  api.route({
    method: 'POST',
    path: '/v1/keys',
    scope: 'admin',
    id: 'createKey',
    summary: 'Make a key',
    body: Wish,
    answers: { 201: { description: 'The key, shown this once.', schema: NewKeySchema } },
    async handle({ operator, body, request }) {
      const { name, scopes, sources = null, expiresAfterDays: days } = body
      const expiresAt = days === undefined ? null : addMs(clock.now(), days * DAY_MS)
      const by = { operator: operator.id, clientIp: request.ip }
      const { key, stored } = await keys.create({ name, scopes, sources, expiresAt }, by)
      return { key: key.reveal(), ...shown(stored) }
    },
  })
  api.route({
    method: 'POST',
    path: '/v1/keys/:id/revoke',
    scope: 'admin',
    id: 'revokeKey',
    summary: 'End a key at once',
    params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
    answers: { 200: { description: 'The key.', schema: KeySchema } },
    errors: ['NOT_FOUND'],
    handle: async ({ operator, params, request }) =>
      shown(await keys.revoke(params.id, { operator: operator.id, clientIp: request.ip })),
  })
}

function shown(key: StoredKey): Static<typeof KeySchema> {
  const { id, name, scopes, sources, createdBy, revokedBy } = key
  return {
    id,
    name,
    scopes: [...scopes],
    sources: sources && [...sources],
    createdAt: key.createdAt.toISOString(),
    createdBy,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    revokedBy,
  }
}
