import { Secret } from '../../../src/core/secret.ts'
import { entraDirectory } from '../../../src/directories/entra.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorAnswer, VendorCall } from '../../support/vendor-server.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

/** As Microsoft Graph's documentation describes it, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: ({ path, headers }) =>
      path.endsWith('/token') || headers.authorization === 'Bearer eyJ.ours',
    unauthorized: refused(401, 'InvalidAuthenticationToken', 'Access token is empty.'),
    factory: ({ url }, whose) =>
      entraDirectory({
        tenantId: 'a-tenant',
        domain: 'acme.onmicrosoft.com',
        clientId: 'an-app',
        clientSecret: new Secret(whose),
        forcesChange: true,
        baseUrl: url,
        loginUrl: url,
      }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ method }) => method === 'PATCH',
      renewsToken: true,
      policy: {
        answer: refused(
          400,
          'Request_BadRequest',
          'The specified password does not comply with password complexity requirements. Please provide a different password.',
        ),
        reason: 'password complexity requirements',
      },
      notFound: refused(404, 'Request_ResourceNotFound', 'Resource does not exist.'),
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  { method: 'POST', path: /^\/a-tenant\/oauth2\/v2\.0\/token$/, answer: issueToken },
  {
    method: 'PATCH',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return refused(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
      user.password = text(body, 'passwordProfile', 'password')
      user.mustChange = at(body, 'passwordProfile', 'forceChangePasswordNextSignIn') === true
      return { status: 204 }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/users\/([^/]+)\/revokeSignInSessions$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      if (!user) return refused(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
      user.sessions = []
      return { status: 200, json: { value: true } }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    answer: (_, id, users) => {
      const user = users.byId(id)
      if (!user) return refused(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
      return { status: 200, json: shown(user) }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/users$/,
    answer: ({ query, headers }, _, users) => {
      const filter = query.get('$filter') ?? ''
      const since = /^createdDateTime ge (\S+)$/.exec(filter)?.[1]
      const email = /issuerAssignedId eq '((?:[^']|'')*)'/.exec(filter)?.[1]?.replaceAll("''", "'")
      const all = email === undefined ? users.all : users.byEmail(email)
      const recent = all.filter(({ createdAt }) => createdAt >= new Date(since ?? 0))
      const from = Number(query.get('$skiptoken') ?? '0')
      // Pages are smaller than was asked for, as they may be.
      const size = Math.min(Number(query.get('$top') ?? '100'), 3)
      const next = new URL(`http://${headers.host ?? ''}/v1.0/users`)
      next.searchParams.set('$skiptoken', String(from + size))
      const hasMore = from + size < recent.length
      const value = recent.slice(from, from + size).map(shown)
      return { status: 200, json: { value, ...(hasMore && { '@odata.nextLink': String(next) }) } }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/users$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'identities', 0, 'issuerAssignedId') ?? ''
      const password = text(body, 'passwordProfile', 'password')
      if (password === undefined || users.byEmail(email).length > 0) {
        return refused(400, 'Request_BadRequest', 'Another object with the same value exists.')
      }
      const user = users.add({ email, name: text(body, 'displayName') })
      user.password = password
      return { status: 201, json: shown(user) }
    },
  },
]

function issueToken({ body, headers }: VendorCall): VendorAnswer {
  const isRight =
    text(body, 'client_id') === 'an-app' &&
    text(body, 'client_secret') === 'ours' &&
    text(body, 'scope') === `http://${headers.host ?? ''}/.default`
  return isRight
    ? { status: 200, json: { token_type: 'Bearer', access_token: 'eyJ.ours', expires_in: 3_599 } }
    : { status: 401, json: { error: 'invalid_client' } }
}

function refused(status: number, code: string, message: string): VendorAnswer {
  return { status, json: { error: { code, message } } }
}

function shown({ id, email, name, createdAt }: VendorUser) {
  const identity = { issuer: 'acme.onmicrosoft.com', issuerAssignedId: email }
  return {
    id,
    displayName: name,
    mail: null,
    identities: [
      {
        signInType: 'userPrincipalName',
        ...identity,
        issuerAssignedId: `${id}@acme.onmicrosoft.com`,
      },
      { signInType: 'emailAddress', ...identity },
    ],
    preferredLanguage: null,
    createdDateTime: createdAt.toISOString(),
    creationType: 'LocalAccount',
  }
}
