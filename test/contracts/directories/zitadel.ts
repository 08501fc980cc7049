import { Secret } from '../../../src/core/secret.ts'
import { zitadelDirectory } from '../../../src/directories/zitadel.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = {
  status: 404,
  json: { code: 5, message: 'User could not be found (COMMAND-ieJ2e)', details: [] },
}

/**
 * As its protocol files and its domain checks say, read 2026-11-23; sessions as the directory's
 * `guide` names, and internal/api/grpc/session/v2/integration_test/list_limit_test.go at 7d89ea2, read
 * 2026-11-24.
 */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    newId: (index) => String(283_000_000_000_000_000n + BigInt(index)),
    isAuthorized: carries('Bearer ours'),
    unauthorized: { status: 401, json: { code: 16, message: 'invalid token (AUTH-7fs1e)' } },
    factory: ({ url }, whose) => zitadelDirectory({ baseUrl: url, token: new Secret(whose) }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ path }) => path.endsWith('/password'),
      policy: {
        answer: {
          status: 400,
          json: {
            code: 3,
            message: 'Password is too short (DOMAIN-HuJf6)',
            details: [
              { '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail', id: 'DOMAIN-HuJf6' },
            ],
          },
        },
        reason: 'MinLength',
      },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'POST',
    path: /^\/v2\/users\/([^/]+)\/password$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'newPassword', 'password')
      user.mustChange = at(body, 'newPassword', 'changeRequired') === true
      return { status: 200, json: { details: { sequence: '2' } } }
    },
  },
  {
    method: 'GET',
    path: /^\/v2\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: { user: shown(user) } } : NOT_FOUND
    },
  },
  {
    method: 'POST',
    path: /^\/v2\/users$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'queries', 0, 'emailQuery', 'emailAddress')
      const all = email === undefined ? users.all.toReversed() : users.byEmail(email)
      const offset = Number(at(body, 'query', 'offset') ?? 0)
      const page = all.slice(offset, offset + Number(at(body, 'query', 'limit') ?? 100))
      const details = { totalResult: String(all.length) }
      // Empty lists are left out.
      const result = page.length === 0 ? undefined : page.map(shown)
      return { status: 200, json: { details, result } }
    },
  },
  {
    method: 'POST',
    path: /^\/v2\/users\/human$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email', 'email') ?? ''
      const hasNames = text(body, 'profile', 'givenName') && text(body, 'profile', 'familyName')
      if (!hasNames) return { status: 400, json: { code: 3, message: 'invalid profile' } }
      if (users.byEmail(email).length > 0) {
        return { status: 409, json: { code: 6, message: 'User already exists (V3-DKcYh)' } }
      }
      const name = text(body, 'profile', 'displayName')
      const { id } = users.add({
        email,
        name,
        locale: text(body, 'profile', 'preferredLanguage'),
      })
      return { status: 201, json: { userId: id, details: { sequence: '1' } } }
    },
  },
  {
    method: 'POST',
    path: /^\/v2\/sessions\/search$/,
    answer: ({ body }, _, users) => {
      const limit = Number(at(body, 'query', 'limit') ?? 1_000)
      if (limit > 1_000) return { status: 400, json: { code: 3, message: 'limit exceeded' } }
      // Nobody is told of: an id that nobody has is one without sessions.
      const all = users.byId(text(body, 'queries', 0, 'userIdQuery', 'id') ?? '')?.sessions ?? []
      const offset = Number(at(body, 'query', 'offset') ?? 0)
      const page = all.toReversed().slice(offset, offset + limit)
      const details = { totalResult: String(all.length) }
      const sessions = page.length === 0 ? undefined : page.map((id) => ({ id, sequence: '3' }))
      return { status: 200, json: { details, sessions } }
    },
  },
  {
    method: 'DELETE',
    path: /^\/v2\/sessions\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.all.find(({ sessions }) => sessions.includes(id))
      // What was ended before is answered in the same way.
      if (user) user.sessions = user.sessions.filter((one) => one !== id)
      return { status: 200, json: { details: { sequence: '4' } } }
    },
  },
]

function shown({ id, email, name, locale = 'und', createdAt }: VendorUser) {
  const [givenName, familyName = givenName] = name.split(' ')
  return {
    userId: id,
    details: { sequence: '1', creationDate: createdAt.toISOString(), resourceOwner: '271' },
    state: 'USER_STATE_ACTIVE',
    username: email,
    human: {
      userId: id,
      profile: { givenName, familyName, displayName: name, preferredLanguage: locale },
      email: { email, isVerified: true },
    },
  }
}
