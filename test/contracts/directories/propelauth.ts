import { Secret } from '../../../src/core/secret.ts'
import { propelauthDirectory } from '../../../src/directories/propelauth.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

/** As github.com/PropelAuth/node-apis src/api/user.ts describes it, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: ({ headers }) =>
      headers.authorization === 'Bearer ours' &&
      headers['x-propelauth-url'] === 'auth.acme.example',
    factory: ({ url }, whose) =>
      propelauthDirectory({
        authUrl: 'https://auth.acme.example',
        apiKey: new Secret(whose),
        baseUrl: url,
      }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ path }) => path.endsWith('/password'),
      policy: {
        answer: {
          status: 400,
          json: { password: ['c4nary-Pa55word-of-the-contract is too common'] },
        },
        reason: 'password',
      },
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PUT',
    path: /^\/api\/backend\/v1\/user\/([^/]+)\/password$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return { status: 404 }
      user.password = text(body, 'password')
      user.mustChange = at(body, 'ask_user_to_update_password_on_login') === true
      return { status: 200, json: {} }
    },
  },
  {
    method: 'GET',
    path: /^\/api\/backend\/v1\/user\/email$/,
    answer: ({ query }, _, users) => oneOf(users.byEmail(query.get('email') ?? '')[0]),
  },
  {
    method: 'GET',
    path: /^\/api\/backend\/v1\/user\/query$/,
    answer: ({ query }, _, users) => {
      const all = users.all.toReversed()
      const size = Number(query.get('page_size') ?? '10')
      const from = Number(query.get('page_number') ?? '0') * size
      const page = all.slice(from, from + size)
      const has_more_results = from + page.length < all.length
      return { status: 200, json: { users: page.map(shown), has_more_results } }
    },
  },
  {
    method: 'GET',
    path: /^\/api\/backend\/v1\/user\/([^/]+)$/,
    answer: (_, id, users) => oneOf(users.byId(id)),
  },
  {
    method: 'POST',
    path: /^\/api\/backend\/v1\/user\/$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email') ?? ''
      if (users.byEmail(email).length > 0) {
        return { status: 400, json: { email: [`${email} is taken`] } }
      }
      const name = [text(body, 'first_name'), text(body, 'last_name')].join(' ').trim()
      const { id } = users.add({ email, name })
      return { status: 200, json: { user_id: id } }
    },
  },
]

function oneOf(user: VendorUser | undefined) {
  return user ? { status: 200, json: shown(user) } : { status: 404 }
}

function shown({ id, email, name, password, createdAt }: VendorUser) {
  const [first_name = null, last_name = null] = name?.split(' ') ?? []
  return {
    user_id: id,
    email,
    first_name,
    last_name,
    has_password: password !== undefined,
    created_at: Math.floor(createdAt.getTime() / 1_000),
  }
}
