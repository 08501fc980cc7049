import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { orNull, Time } from '../api/fields.ts'
import type { Suppression, SuppressionList } from './suppression-list.ts'

const LATEST_MAX = 1_000

const SuppressionSchema = Type.Object(
  {
    address: Type.String({ description: 'Whole: whoever lifts it has to know it.' }),
    reason: Type.String(),
    createdAt: Time,
    expiresAt: orNull(Time),
  },
  { title: 'Suppression' },
)
const Body = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 320 }) },
  { additionalProperties: false },
)
const Changed = Type.Object({
  changed: Type.Boolean({ description: 'False where it was so before.' }),
})

/** `/v1/suppressions`: addresses that are not mailed. Both changes are audited. */
export function registerSuppressionsRoute(
  api: Api,
  { suppressions }: { readonly suppressions: SuppressionList },
): void {
  api.route({
    method: 'GET',
    path: '/v1/suppressions',
    scope: 'users',
    id: 'listSuppressions',
    summary: 'The newest 1,000 suppressed addresses',
    answers: {
      200: {
        description: 'Newest first.',
        schema: Type.Object({ data: Type.Array(SuppressionSchema) }),
      },
    },
    handle: async () => ({ data: (await suppressions.latest(LATEST_MAX)).map(shown) }),
  })
  for (const act of ['add', 'lift'] as const) {
    api.route({
      method: 'POST',
      path: `/v1/suppressions/${act}`,
      scope: 'users',
      id: `${act}Suppression`,
      summary: act === 'add' ? 'Never mail an address' : 'Let an address be mailed again',
      body: Body,
      answers: { 200: { description: 'Done.', schema: Changed } },
      errors: ['ADDRESS_INVALID'],
      async handle({ operator, body, request }) {
        const by = { operator: operator.id, clientIp: request.ip }
        return { changed: await suppressions[act](body.email.trim(), by) }
      },
    })
  }
}

function shown(row: Suppression): Static<typeof SuppressionSchema> {
  return {
    address: row.address,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  }
}
