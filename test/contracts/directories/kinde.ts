import { compare } from 'bcryptjs'
import { Secret } from '../../../src/core/secret.ts'
import { textAt, valueAt } from '../../../src/directories/http/answers.ts'
import { kindeDirectory } from '../../../src/directories/kinde.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { createOauthClients } from '../../support/oauth-clients.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'
import { createVendorUsers, type VendorUser, type VendorUsers } from '../../support/vendor-users.ts'

const API = '/api/v1'
/** The least that the directory takes, for tests that do not ask how strong a hash is. */
const COST = 10

/**
 * Kinde's token endpoint and Management API as github.com/kinde-oss/management-api-js describes them
 * (5473c7c, spec/kinde-mgmt-api-specs.yaml), read 2026-11-23. Its answer to an id that nobody has is
 * not described; see the directory's `guide`.
 */
export const startStandIn: StartStandIn = async ({ clock }) => {
  const users = createVendorUsers(() => clock.now())
  const clients = createOauthClients('client-1', 's3cret-of-client-1')
  const server = await startVendorServer((call) => {
    if (call.path === '/oauth2/token') {
      const isForUs = textAt(call.body, 'audience') === `${server.url}/api`
      return isForUs ? clients.token(call) : { status: 400, json: { error: 'invalid_request' } }
    }
    return clients.isAllowed(call) ? manage(users, call) : problem(403, 'INVALID_CREDENTIALS')
  })
  const factory = (clientSecret: string) =>
    kindeDirectory({
      domain: server.url,
      clientId: clients.id,
      clientSecret: new Secret(clientSecret),
      cost: COST,
    })
  return {
    ...users,
    factory: factory(clients.secret),
    http: {
      server,
      strangers: factory('another secret'),
      isSetPassword: ({ method }) => method === 'PUT',
      renewsToken: true,
      policy: {
        answer: problem(400, 'PASSWORD_INVALID'),
        reason: 'HTTP 400',
      },
      unauthorized: problem(403, 'INVALID_CREDENTIALS'),
    },
    addUser: async ({ email, name }) => users.add({ email, name, id: `kp_${users.all.length}` }).id,
    async opens(userId, password) {
      const hashed = users.byId(userId)?.password
      return hashed !== undefined && compare(password, hashed)
    },
    close: () => server.close(),
  }
}

function manage(users: VendorUsers, call: VendorCall): VendorAnswer {
  const { method, body, query } = call
  const path = call.path.slice(API.length)
  if (method === 'GET' && path === '/users') return list(users, query)
  if (method === 'POST' && path === '/user') return create(users, body)
  const [, id = '', what] = /^\/users\/([^/]+)\/(password|sessions)$/.exec(path) ?? []
  const user = users.byId(decodeURIComponent(id))
  if (!user) return problem(404, 'USER_NOT_FOUND')
  if (method === 'DELETE' && what === 'sessions') {
    user.sessions = []
    return { status: 200, json: { code: 'OK', message: 'User sessions invalidated' } }
  }
  if (method !== 'PUT' || what !== 'password') return { status: 404 }
  const hashed = textAt(body, 'hashed_password') ?? ''
  // Plain text is never accepted.
  if (textAt(body, 'hashing_method') !== 'bcrypt' || !/^\$2[ab]\$\d\d\$.{53}$/.test(hashed)) {
    return problem(400, 'PASSWORD_INVALID')
  }
  user.password = hashed
  user.mustChange = valueAt(body, 'is_temporary_password') === true
  return { status: 200, json: { code: 'OK', message: 'User password updated' } }
}

function list(users: VendorUsers, query: URLSearchParams): VendorAnswer {
  const ids = query.get('user_id')?.split(',')
  const emails = query.get('email')?.split(',')
  const found = users.all.filter(
    ({ id, email }) => (ids?.includes(id) ?? true) && (emails?.includes(email) ?? true),
  )
  const page = found.slice(0, Number(query.get('page_size') ?? '10'))
  return { status: 200, json: { code: 'OK', message: 'Success', users: page.map(userJson) } }
}

function create(users: VendorUsers, body: unknown): VendorAnswer {
  const email = textAt(body, 'identities', 0, 'details', 'email')?.toLowerCase() ?? ''
  if (users.byEmail(email).length > 0) return problem(400, 'IDENTITY_EXISTS')
  const names = ['given_name', 'family_name'].map((field) => textAt(body, 'profile', field) ?? '')
  const { id } = users.add({ email, name: names.join(' ').trim(), id: `kp_${users.all.length}` })
  return { status: 200, json: { id, created: true, identities: [{ type: 'email' }] } }
}

function userJson({ id, email, name, createdAt }: VendorUser) {
  const [first_name = null, last_name = null] = name.split(' ')
  return { id, email, first_name, last_name, created_on: createdAt.toISOString() }
}

function problem(status: number, code: string): VendorAnswer {
  return { status, json: { errors: [{ code, message: 'No.' }] } }
}
