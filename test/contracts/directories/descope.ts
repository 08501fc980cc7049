import { Secret } from '../../../src/core/secret.ts'
import { descopeDirectory } from '../../../src/directories/descope.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, carries, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const NOT_FOUND = {
  status: 400,
  json: { errorCode: 'E112102', errorDescription: 'User not found' },
}

/** As Descope's client libraries describe it, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    newId: (index) => `U2x${index}`,
    isAuthorized: carries('Bearer P2x:ours'),
    unauthorized: { status: 401, json: { errorCode: 'E011003' } },
    factory: ({ url }, whose) =>
      descopeDirectory({ credentials: new Secret(`P2x:${whose}`), baseUrl: url }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ path }) => path.includes('/password/set/'),
      policy: {
        answer: {
          status: 400,
          json: {
            errorCode: 'E062905',
            errorDescription: 'c4nary-Pa55word-of-the-contract does not meet the requirements',
          },
        },
        reason: 'E062905',
      },
      notFound: NOT_FOUND,
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'POST',
    path: /^\/v1\/mgmt\/user\/password\/set\/(temporary|active)$/,
    answer: ({ body }, kind, users) => {
      const [user] = users.byEmail(text(body, 'loginId') ?? '')
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      user.mustChange = kind === 'temporary'
      return { status: 200, json: {} }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/mgmt\/user\/logout$/,
    answer: ({ body }, _, users) => {
      const user = users.byId(text(body, 'userId') ?? '')
      if (!user) return NOT_FOUND
      user.sessions = []
      return { status: 200, json: {} }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/mgmt\/user$/,
    answer: ({ query }, _, users) => {
      const user = users.byId(query.get('userId') ?? '')
      return user ? { status: 200, json: { user: shown(user) } } : NOT_FOUND
    },
  },
  {
    method: 'POST',
    path: /^\/v2\/mgmt\/user\/search$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'emails', 0)
      const since = Number(at(body, 'fromCreatedTime') ?? 0)
      const all = email === undefined ? users.all.toReversed() : users.byEmail(email)
      const recent = all.filter(({ createdAt }) => createdAt.getTime() >= since)
      const size = Number(at(body, 'limit') ?? 100)
      const from = Number(at(body, 'page') ?? 0) * size
      const page = recent.slice(from, from + size).map(shown)
      return { status: 200, json: { users: page, total: recent.length } }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/mgmt\/user\/create$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'email') ?? ''
      if (users.byEmail(text(body, 'loginId') ?? '').length > 0) {
        return { status: 400, json: { errorCode: 'E062107' } }
      }
      const user = users.add({ email, name: text(body, 'displayName') })
      return { status: 200, json: { user: shown(user) } }
    },
  },
]

function shown({ id, email, name, password, createdAt }: VendorUser) {
  return {
    userId: id,
    loginIds: ['+41000000000', email],
    email,
    name,
    password: password !== undefined,
    createdTime: Math.floor(createdAt.getTime() / 1_000),
  }
}
