import { randomUUID } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { logtoDirectory } from '../../../src/directories/logto.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'
import type { VendorCall } from '../../support/vendor-server.ts'

const NOT_FOUND = { status: 404, json: { code: 'entity.not_exists_with_id', message: 'No user.' } }
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

/**
 * As github.com/logto-io/logto packages/core behaves, read 2026-11-23; sessions and grants at
 * 1fbc554, read 2026-11-24.
 */
export const startStandIn: StartStandIn = async () => {
  /** Grants whose session is gone, and their users. */
  const grants = new Map<string, string>()
  const standIn = await startUserVendor({
    newId: (index) => `u${index}`,
    isAuthorized: ({ path, headers }) =>
      headers.authorization ===
      (path === '/oidc/token' ? basic('m2m:ours') : 'Bearer a-token-of-logto'),
    unauthorized: { status: 401, json: { code: 'auth.unauthorized' } },
    factory: ({ url }, whose) =>
      logtoDirectory({
        baseUrl: `${url}/`,
        appId: 'm2m',
        appSecret: new Secret(whose),
        passwordExpiration: true,
      }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ path }) => path.endsWith('/password'),
      renewsToken: true,
      policy: {
        answer: { status: 422, json: { code: 'password.rejected', message: 'Too weak.' } },
        reason: 'password.rejected',
      },
      notFound: NOT_FOUND,
    },
    routes: [...routes, ...sessionRoutes(grants)],
  })
  const grantsOf = (userId: string) => [...grants.values()].filter((owner) => owner === userId)
  return {
    ...standIn,
    sessions: {
      /** There was another session before, of which a grant is left. */
      open(userId) {
        standIn.sessions?.open(userId)
        grants.set(randomUUID(), userId)
      },
      // Either of the two keeps an app logged in.
      count: (userId) => Math.max(standIn.sessions?.count(userId) ?? 0, grantsOf(userId).length),
    },
  }
}

const routes: readonly VendorRoute[] = [
  { method: 'POST', path: /^\/oidc\/token$/, answer: issueToken },
  {
    method: 'PATCH',
    path: /^\/api\/users\/([^/]+)\/password$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.password = text(body, 'password')
      user.mustChange = false
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'PATCH',
    path: /^\/api\/users\/([^/]+)\/password\/expiration$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return NOT_FOUND
      user.mustChange = at(body, 'isExpired') === true
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'GET',
    path: /^\/api\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      return user ? { status: 200, json: shown(user) } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: /^\/api\/users$/,
    answer: ({ query }, _, users) => {
      const email = query.get('search.primaryEmail')
      const all = email === null ? users.all.toReversed() : users.byEmail(email)
      const size = Number(query.get('page_size') ?? '20')
      const from = (Number(query.get('page') ?? '1') - 1) * size
      return { status: 200, json: all.slice(from, from + size).map(shown) }
    },
  },
  {
    method: 'POST',
    path: /^\/api\/users$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'primaryEmail') ?? ''
      if (users.byEmail(email).length > 0) {
        return { status: 422, json: { code: 'user.email_already_in_use' } }
      }
      const locale = text(body, 'profile', 'locale')
      return {
        status: 200,
        json: shown(users.add({ email, name: text(body, 'name'), locale })),
      }
    },
  },
]

/** Each session has one grant of its own; nobody is told of, for no user is looked up. */
function sessionRoutes(grants: Map<string, string>): readonly VendorRoute[] {
  const grantOf = (uid: string) => `grant-of-${uid}`
  return [
    {
      method: 'GET',
      path: /^\/api\/users\/([^/]+)\/sessions$/,
      answer: (_, id, users) => {
        const uids = users.byId(id)?.sessions ?? []
        const sessions = uids.map((uid) => ({ payload: { uid, kind: 'Session', accountId: id } }))
        return { status: 200, json: { sessions } }
      },
    },
    {
      method: 'DELETE',
      path: /^\/api\/users\/([^/]+)\/sessions\/([^/]+)$/,
      answer: ({ query }, id, users, uid) => {
        const user = users.byId(id)
        if (!user?.sessions.includes(uid)) {
          return { status: 404, json: { code: 'oidc.session_not_found' } }
        }
        user.sessions = user.sessions.filter((one) => one !== uid)
        if (query.get('revokeGrantsTarget') !== 'all') grants.set(grantOf(uid), id)
        return { status: 204 }
      },
    },
    {
      method: 'GET',
      path: /^\/api\/users\/([^/]+)\/grants$/,
      answer: (_, id, users) => {
        const left = [...grants].flatMap(([grant, owner]) => (owner === id ? [grant] : []))
        const all = [...(users.byId(id)?.sessions.map(grantOf) ?? []), ...left]
        return { status: 200, json: { grants: all.map((grant) => ({ id: grant })) } }
      },
    },
    {
      method: 'DELETE',
      path: /^\/api\/users\/([^/]+)\/grants\/([^/]+)$/,
      answer: (_, id, __, grant) => {
        if (grants.get(grant) !== id) return { status: 404, json: { code: 'oidc.invalid_grant' } }
        grants.delete(grant)
        return { status: 204 }
      },
    },
  ]
}

function issueToken({ body }: VendorCall) {
  const isRight =
    text(body, 'grant_type') === 'client_credentials' &&
    text(body, 'scope') === 'all' &&
    text(body, 'resource')?.endsWith('/api') === true
  return isRight
    ? { status: 200, json: { access_token: 'a-token-of-logto', expires_in: 3_600 } }
    : { status: 400, json: { error: 'invalid_target' } }
}

function shown({ id, email, name, locale, password, createdAt }: VendorUser) {
  return {
    id,
    username: null,
    primaryEmail: email,
    name: name ?? null,
    profile: locale === undefined ? {} : { locale },
    hasPassword: password !== undefined,
    createdAt: createdAt.getTime(),
  }
}
