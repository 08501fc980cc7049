import { Secret } from '../../../src/core/secret.ts'
import { hankoDirectory } from '../../../src/directories/hanko.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = { status: 404, json: { code: 404, message: 'Not Found' } }
const SET = { id: '0a1b0000-0000-4000-8000-000000000001', created_at: '2026-11-01T08:00:00Z' }

/**
 * As github.com/teamhanko/hanko backend/handler behaves, read 2026-11-23; sessions at f742d49,
 * read 2026-11-24.
 */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: carries('Bearer ours'),
    factory: ({ url }, whose) => hankoDirectory({ baseUrl: url, apiKey: new Secret(whose) }),
    hasMustChange: false,
    http: {
      // The last of the calls that it takes for a user without a password.
      isSetPassword: ({ method, path }) => method === 'POST' && path.endsWith('/password'),
      policy: { answer: { status: 400, json: { code: 400 } }, reason: 'HTTP 400' },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PUT',
    path: /^\/users\/([^/]+)\/password$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (user?.password === undefined) return NOT_FOUND
      user.password = text(body, 'password')
      return { status: 200, json: SET }
    },
  },
  {
    method: 'POST',
    path: /^\/users\/([^/]+)\/password$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      if (user.password !== undefined) return { status: 409, json: { code: 409 } }
      user.password = text(body, 'password')
      return { status: 200, json: SET }
    },
  },
  {
    method: 'GET',
    path: /^\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/users$/,
    answer: ({ query }, _, users) => {
      const email = query.get('email')
      const all = email === null ? users.all.toReversed() : users.byEmail(email)
      const size = Number(query.get('per_page') ?? '20')
      const from = (Number(query.get('page') ?? '1') - 1) * size
      return { status: 200, json: all.slice(from, from + size).map(shown) }
    },
  },
  {
    method: 'POST',
    path: /^\/users$/,
    answer: ({ body }, _, users) => {
      // Addresses are stored in lower case.
      const email = (text(body, 'emails', 0, 'address') ?? '').toLowerCase()
      if (users.byEmail(email).length > 0) return { status: 409, json: { code: 409 } }
      return { status: 200, json: shown(users.add({ email })) }
    },
  },
  {
    method: 'GET',
    path: /^\/users\/([^/]+)\/sessions$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      const newestFirst = user.sessions.toReversed()
      return { status: 200, json: newestFirst.map((session) => ({ id: session, user_id: id })) }
    },
  },
  {
    method: 'DELETE',
    path: /^\/users\/([^/]+)\/sessions\/([^/]+)$/,
    answer: (_, id, users, session) => {
      const user = users.byId(id)
      if (!user?.sessions.includes(session)) return NOT_FOUND
      user.sessions = user.sessions.filter((one) => one !== session)
      return { status: 204 }
    },
  },
]

function shown({ id, email, password, createdAt }: VendorUser) {
  return {
    id,
    emails: [
      { id: 'e0', address: 'other@example.com', is_primary: false, is_verified: true },
      { id: 'e1', address: email, is_primary: true, is_verified: true },
    ],
    created_at: createdAt.toISOString(),
    ...(password !== undefined && { password: SET }),
  }
}
