import { Secret } from '../../../src/core/secret.ts'
import { oryDirectory } from '../../../src/directories/ory.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = {
  status: 404,
  json: { error: { code: 404, status: 'Not Found', message: 'Unable to locate the resource' } },
}
const BAD_REQUEST = { status: 400, json: { error: { code: 400, status: 'Bad Request' } } }

/** What an identity carries beside its traits, and what a careless update would wipe. */
export const METADATA = { metadata_public: { plan: ['gold', 1] }, metadata_admin: { note: null } }

/** As github.com/ory/kratos identity/handler.go behaves, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: carries('Bearer ory_pat_ours'),
    unauthorized: { status: 401, json: { error: { code: 401, status: 'Unauthorized' } } },
    factory: ({ url }, whose) =>
      oryDirectory({ baseUrl: url, token: new Secret(`ory_pat_${whose}`), nameTrait: 'name' }),
    hasMustChange: false,
    http: {
      isSetPassword: ({ method }) => method === 'PUT',
      policy: { answer: BAD_REQUEST, reason: 'HTTP 400' },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PUT',
    path: /^\/admin\/identities\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      const email = text(body, 'traits', 'email')
      if (!user) return NOT_FOUND
      if (email !== user.email || text(body, 'schema_id') === undefined) return BAD_REQUEST
      if (at(body, 'metadata_public', 'plan', 1) !== 1) return BAD_REQUEST
      user.password = text(body, 'credentials', 'password', 'config', 'password')
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'DELETE',
    path: /^\/admin\/identities\/([^/]+)\/sessions$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      if (!user || user.sessions.length === 0) return NOT_FOUND
      user.sessions = []
      return { status: 204 }
    },
  },
  {
    method: 'GET',
    path: /^\/admin\/identities\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/admin\/identities$/,
    answer: ({ query }, _, users) => {
      const email = query.get('credentials_identifier')
      const all = email === null ? users.all.toReversed() : users.byEmail(email)
      return { status: 200, json: all.map(shown) }
    },
  },
  {
    method: 'POST',
    path: /^\/admin\/identities$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'traits', 'email')
      if (email === undefined) return BAD_REQUEST
      if (users.byEmail(email).length > 0) return { status: 409, json: { error: { code: 409 } } }
      return {
        status: 201,
        json: shown(users.add({ email, name: text(body, 'traits', 'name') })),
      }
    },
  },
]

function shown({ id, email, name, createdAt }: VendorUser) {
  const traits = { email, ...(name !== undefined && { name }) }
  const created_at = createdAt.toISOString()
  return { id, schema_id: 'default', state: 'active', traits, ...METADATA, created_at }
}
