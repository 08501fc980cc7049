import { Secret } from '../../../src/core/secret.ts'
import { workosDirectory } from '../../../src/directories/workos.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = { status: 404, json: { code: 'entity_not_found', message: 'Not found.' } }

/** As github.com/workos/openapi-spec describes it, read 2026-11-23; sessions at 7fd8359, read 2026-11-24. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: carries('Bearer sk_test_ours'),
    unauthorized: { status: 401, json: { message: 'Unauthorized' } },
    factory: ({ url }, whose) =>
      workosDirectory({ apiKey: new Secret(`sk_test_${whose}`), baseUrl: url }),
    hasMustChange: false,
    http: {
      isSetPassword: ({ method }) => method === 'PUT',
      policy: {
        answer: {
          status: 400,
          json: {
            code: 'password_strength_error',
            message: 'c4nary-Pa55word-of-the-contract is weak.',
            errors: [{ code: 'password_too_weak', message: 'too weak' }],
          },
        },
        reason: 'password_strength_error',
      },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PUT',
    path: /^\/user_management\/users\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'GET',
    path: /^\/user_management\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/user_management\/users$/,
    answer: ({ query }, _, users) => {
      const email = query.get('email')
      const all = email === null ? users.all.toReversed() : users.byEmail(email)
      const from = all.findIndex(({ id }) => id === query.get('after')) + 1
      const page = all.slice(from, from + Number(query.get('limit') ?? '10'))
      const isLast = from + page.length >= all.length
      const after = isLast ? null : page.at(-1)?.id
      const list_metadata = { before: null, after }
      return { status: 200, json: { object: 'list', data: page.map(shown), list_metadata } }
    },
  },
  {
    method: 'POST',
    path: /^\/user_management\/users$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email') ?? ''
      if (users.byEmail(email).length === 0) {
        return { status: 201, json: shown(users.add({ email, name: text(body, 'name') })) }
      }
      const errors = [{ code: 'email_not_available', message: `${email} is taken.` }]
      return { status: 400, json: { code: 'user_creation_error', message: 'No.', errors } }
    },
  },
  {
    method: 'GET',
    path: /^\/user_management\/users\/([^/]+)\/sessions$/,
    answer: ({ query }, id, users) => {
      const user = users.byId(id)
      const limit = Number(query.get('limit') ?? '10')
      if (!user) return NOT_FOUND
      if (limit > 100) return { status: 422, json: { code: 'invalid_request_parameters' } }
      const all = user.sessions.toReversed()
      const from = all.indexOf(query.get('after') ?? '') + 1
      const page = all.slice(from, from + limit)
      const after = from + page.length >= all.length ? null : page.at(-1)
      const data = page.map((session) => ({ object: 'session', id: session, status: 'active' }))
      return { status: 200, json: { object: 'list', data, list_metadata: { before: null, after } } }
    },
  },
  {
    method: 'POST',
    path: /^\/user_management\/sessions\/revoke$/,
    answer: ({ body }, _, users) => {
      const session = text(body, 'session_id') ?? ''
      const user = users.all.find(({ sessions }) => sessions.includes(session))
      if (!user) return { status: 400, json: { message: 'No such session.' } }
      user.sessions = user.sessions.filter((one) => one !== session)
      return { status: 200 }
    },
  },
]

function shown({ id, email, name, createdAt }: VendorUser) {
  const [first_name = null, last_name = null] = name?.split(' ') ?? []
  const created_at = createdAt.toISOString()
  return { object: 'user', id, email, first_name, last_name, email_verified: false, created_at }
}
