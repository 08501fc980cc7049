import { Secret } from '../../../src/core/secret.ts'
import { auth0Directory } from '../../../src/directories/auth0.ts'
import { textAt } from '../../../src/directories/http/answers.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { createOauthClients } from '../../support/oauth-clients.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'
import { createVendorUsers, type VendorUser, type VendorUsers } from '../../support/vendor-users.ts'

const CONNECTION = 'Username-Password-Authentication'
const API = '/api/v2'

/** Auth0's token endpoint and Management API v2, as documented (auth0/docs-v2 at 092b879). */
export const startStandIn: StartStandIn = async ({ clock }) => {
  const users = createVendorUsers(() => clock.now())
  const refreshTokens = new Map<string, number>()
  const clients = createOauthClients('client-1', 's3cret-of-client-1')
  const server = await startVendorServer((call) => {
    if (call.path === '/oauth/token') {
      const isForUs = textAt(call.body, 'audience') === `${server.url}${API}/`
      return isForUs ? clients.token(call) : { status: 403, json: { error: 'access_denied' } }
    }
    if (!clients.isAllowed(call)) return problem(401, 'invalid_token', 'Invalid token')
    return manage(users, refreshTokens, call)
  })
  const factory = (clientSecret: string) =>
    auth0Directory({
      domain: server.url,
      clientId: clients.id,
      clientSecret: new Secret(clientSecret),
    })
  return {
    ...users,
    factory: factory(clients.secret),
    http: {
      server,
      strangers: factory('another secret'),
      isSetPassword: ({ method }) => method === 'PATCH',
      renewsToken: true,
      policy: {
        answer: problem(400, '', 'PasswordStrengthError: Password is too weak'),
        reason: 'PasswordStrengthError',
      },
      reused: problem(400, '', 'PasswordHistoryError: Password has previously been used'),
      notFound: problem(404, 'inexistent_user', 'The user does not exist.'),
      unauthorized: problem(401, 'invalid_token', 'Expired token received'),
    },
    addUser: async ({ email, name }) => users.add({ email, name, id: `auth0|${email}` }).id,
    mustChange: async () => undefined,
    sessions: {
      open(userId) {
        users.sessions.open(userId)
        refreshTokens.set(userId, (refreshTokens.get(userId) ?? 0) + 1)
      },
      // Either of the two keeps an app logged in.
      count: (userId) => Math.max(users.sessions.count(userId), refreshTokens.get(userId) ?? 0),
    },
    close: () => server.close(),
  }
}

function manage(
  users: VendorUsers,
  refreshTokens: Map<string, number>,
  call: VendorCall,
): VendorAnswer {
  const { method, body, query } = call
  const path = call.path.slice(API.length)
  const [, part = '', rest] = /^\/users\/([^/]+)(?:\/(sessions|refresh-tokens))?$/.exec(path) ?? []
  const id = decodeURIComponent(part)
  if (method === 'GET' && path === '/users-by-email') {
    const email = query.get('email') ?? ''
    return { status: 200, json: users.all.filter((user) => user.email === email).map(userJson) }
  }
  if (method === 'GET' && path === '/users') return { status: 200, json: [] }
  if (method === 'POST' && path === '/users') return create(users, body)
  const user = users.byId(id)
  if (!user) return problem(404, 'inexistent_user', 'The user does not exist.')
  if (rest !== undefined && method === 'DELETE') {
    if (rest === 'sessions') user.sessions = []
    else refreshTokens.delete(id)
    return { status: 202 }
  }
  if (method === 'GET') return { status: 200, json: userJson(user) }
  if (method !== 'PATCH' || textAt(body, 'connection') !== CONNECTION) {
    return problem(400, 'inexistent_connection', 'The connection does not exist')
  }
  user.password = textAt(body, 'password')
  user.sessions = []
  return { status: 200, json: userJson(user) }
}

function create(users: VendorUsers, body: unknown): VendorAnswer {
  const email = textAt(body, 'email')?.toLowerCase() ?? ''
  const password = textAt(body, 'password') ?? ''
  if (users.byEmail(email).length > 0)
    return problem(409, 'auth0_idp_error', 'The user already exists.')
  if (password.length < 8) return problem(400, '', 'PasswordStrengthError: Password is too weak')
  const user = users.add({ email, name: textAt(body, 'name'), id: `auth0|${users.all.length}` })
  user.password = password
  return { status: 201, json: userJson(user) }
}

function userJson({ id, email, name }: VendorUser) {
  const identities = [{ connection: CONNECTION, provider: 'auth0', isSocial: false }]
  return { user_id: id, email, name: name || email, identities }
}

function problem(statusCode: number, errorCode: string, message: string): VendorAnswer {
  const more = errorCode ? { errorCode } : {}
  return { status: statusCode, json: { statusCode, error: 'Bad', message, ...more } }
}
