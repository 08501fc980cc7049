import { Secret } from '../../../src/core/secret.ts'
import { supabaseDirectory } from '../../../src/directories/supabase.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = {
  status: 404,
  json: { code: 404, error_code: 'user_not_found', msg: 'User not found' },
}

/** As github.com/supabase/auth internal/api behaves, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: ({ headers }) =>
      headers['apikey'] === 'ours' && headers.authorization === 'Bearer ours',
    unauthorized: { status: 401, json: { code: 401, error_code: 'bad_jwt', msg: 'invalid JWT' } },
    factory: ({ url }, whose) =>
      supabaseDirectory({
        baseUrl: `${url}/auth/v1`,
        serviceKey: new Secret(whose),
        mustChangeMarker: 'must_change_password',
      }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ method }) => method === 'PUT',
      policy: {
        answer: {
          status: 422,
          json: {
            code: 422,
            error_code: 'weak_password',
            msg: 'c4nary-Pa55word-of-the-contract should contain more.',
            weak_password: { reasons: ['length', 'pwned'] },
          },
        },
        reason: 'weak_password length pwned',
      },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PUT',
    path: /^\/auth\/v1\/admin\/users\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      user.sessions = []
      user.mustChange = at(body, 'app_metadata', 'must_change_password') === true
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'GET',
    path: /^\/auth\/v1\/admin\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/auth\/v1\/admin\/users$/,
    answer: ({ query }, _, users) => {
      const filter = query.get('filter') ?? ''
      // LIKE compares case, and finds addresses that only hold the text.
      const all = users.all.toReversed().filter(({ email }) => email.includes(filter))
      const size = Number(query.get('per_page') ?? '50')
      const from = (Number(query.get('page') ?? '1') - 1) * size
      const page = all.slice(from, from + size).map(shown)
      return { status: 200, json: { users: page, aud: 'authenticated' } }
    },
  },
  {
    method: 'POST',
    path: /^\/auth\/v1\/admin\/users$/,
    answer: ({ body }, _, users) => {
      const email = (text(body, 'email') ?? '').toLowerCase()
      if (users.byEmail(email).length > 0) {
        return { status: 422, json: { code: 422, error_code: 'email_exists' } }
      }
      const name = text(body, 'user_metadata', 'full_name')
      const locale = text(body, 'user_metadata', 'locale')
      return { status: 200, json: shown(users.add({ email, name, locale })) }
    },
  },
]

function shown({ id, email, name, locale, mustChange, createdAt }: VendorUser) {
  return {
    id,
    aud: 'authenticated',
    email,
    app_metadata: { provider: 'email', ...(mustChange && { must_change_password: true }) },
    user_metadata: { full_name: name, locale },
    created_at: createdAt.toISOString(),
  }
}
