import { Secret } from '../../../src/core/secret.ts'
import { clerkDirectory } from '../../../src/directories/clerk.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = { status: 404, json: { errors: [{ code: 'resource_not_found' }] } }

/** As github.com/clerk/openapi-specs bapi/2026-05-12.yml describes it, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    newId: (index) => `user_2x${index}`,
    isAuthorized: carries('Bearer sk_test_ours'),
    unauthorized: { status: 401, json: { errors: [{ code: 'authentication_invalid' }] } },
    factory: ({ url }, whose) =>
      clerkDirectory({ secretKey: new Secret(`sk_test_${whose}`), baseUrl: `${url}/v1` }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ method }) => method === 'PATCH',
      policy: {
        answer: {
          status: 422,
          json: {
            errors: [
              {
                code: 'form_password_pwned',
                message: 'c4nary-Pa55word-of-the-contract has been found in a breach.',
                meta: { param_name: 'password' },
              },
            ],
          },
        },
        reason: 'form_password_pwned',
      },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PATCH',
    path: /^\/v1\/users\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      if (at(body, 'sign_out_of_other_sessions') === true) user.sessions = []
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/users\/([^/]+)\/password\/(set|unset)_compromised$/,
    answer: (_, id, users, change) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.mustChange = change === 'set'
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/users$/,
    answer: ({ query }, _, users) => {
      const email = query.get('email_address')
      const after = Number(query.get('created_at_after') ?? '0')
      const all = email === null ? users.all.toReversed().toReversed() : users.byEmail(email)
      const recent = all.filter(({ createdAt }) => createdAt.getTime() > after)
      const from = recent.findIndex(({ id }) => id === query.get('starting_after')) + 1
      const page = recent.slice(from, from + Number(query.get('limit') ?? '10'))
      return { status: 200, json: page.map(shown) }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/users$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email_address', 0) ?? ''
      if (users.byEmail(email).length > 0) {
        return { status: 422, json: { errors: [{ code: 'form_identifier_exists' }] } }
      }
      const name = [text(body, 'first_name'), text(body, 'last_name')].join(' ').trim()
      return {
        status: 200,
        json: shown(users.add({ email, name, locale: text(body, 'locale') })),
      }
    },
  },
]

function shown({ id, email, name, locale, password, createdAt }: VendorUser) {
  const [first_name = null, last_name = null] = name?.split(' ') ?? []
  return {
    id,
    object: 'user',
    first_name,
    last_name,
    locale: locale ?? null,
    primary_email_address_id: 'idn_2',
    email_addresses: [
      { id: 'idn_1', email_address: 'other@example.com' },
      { id: 'idn_2', email_address: email },
    ],
    password_enabled: password !== undefined,
    created_at: createdAt.getTime(),
  }
}
