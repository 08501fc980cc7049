import { Secret } from '../../../src/core/secret.ts'
import { authentikDirectory } from '../../../src/directories/authentik.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = { status: 404, json: { detail: 'No User matches the given query.' } }
const TAKEN = { status: 400, json: { username: ['This field must be unique.'] } }

/** As github.com/goauthentik/authentik authentik/core/api/users.py behaves, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    newId: (index) => String(16 + index),
    isAuthorized: carries('Bearer ours'),
    // Django REST framework answers 403 where no scheme asks for credentials.
    unauthorized: { status: 403, json: { detail: 'Token invalid/expired' } },
    factory: ({ url }, whose) => authentikDirectory({ baseUrl: url, token: new Secret(whose) }),
    hasMustChange: false,
    http: {
      isSetPassword: ({ path }) => path.endsWith('/set_password/'),
      policy: { answer: { status: 400 }, reason: 'HTTP 400' },
      notFound: NOT_FOUND,
      unauthorized: { status: 403, json: { detail: 'Token invalid/expired' } },
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'POST',
    path: /^\/api\/v3\/core\/users\/([^/]+)\/set_password\/$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      return { status: 204 }
    },
  },
  {
    method: 'GET',
    path: /^\/api\/v3\/core\/users\/([^/]+)\/$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/api\/v3\/core\/users\/$/,
    answer: ({ query }, _, users) => {
      const email = query.get('email')
      const all = users.all.toReversed()
      // The filter compares case.
      const found = email === null ? all : all.filter((user) => user.email === email)
      return { status: 200, json: { pagination: { next: 0 }, results: found.map(shown) } }
    },
  },
  {
    method: 'POST',
    path: /^\/api\/v3\/core\/users\/$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email') ?? ''
      const username = text(body, 'username') ?? ''
      if (users.byEmail(username).length > 0) return TAKEN
      return { status: 201, json: shown(users.add({ email, name: text(body, 'name') })) }
    },
  },
]

function shown({ id, email, name }: VendorUser) {
  return { pk: Number(id), username: email, name, email, is_active: true, attributes: {} }
}
