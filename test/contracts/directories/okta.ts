import { Secret } from '../../../src/core/secret.ts'
import { textAt, valueAt } from '../../../src/directories/http/answers.ts'
import { oktaDirectory } from '../../../src/directories/okta.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'
import { createVendorUsers, type VendorUser, type VendorUsers } from '../../support/vendor-users.ts'

const API = '/api/v1'
const TOKEN = '00token-of-the-stand-in'

/** Okta's Users API, as documented (developer.okta.com, read 2026-11-23). */
export const startStandIn: StartStandIn = async ({ clock }) => {
  const users = createVendorUsers(() => clock.now())
  const server = await startVendorServer((call) =>
    call.headers.authorization === `SSWS ${TOKEN}`
      ? manage(users, call)
      : problem(401, 'E0000011', 'Invalid token provided'),
  )
  const factory = (token: string) => oktaDirectory({ url: server.url, token: new Secret(token) })
  return {
    ...users,
    factory: factory(TOKEN),
    http: {
      server,
      strangers: factory('another token'),
      isSetPassword: ({ method, path }) => method === 'POST' && /\/users\/[^/]+$/.test(path),
      renewsToken: false,
      policy: {
        answer: problem(
          400,
          'E0000001',
          'Api validation failed: password',
          'password: Password requirements were not met. Password requirements: at least 40 characters.',
        ),
        reason: 'E0000001 Password requirements were not met',
      },
      reused: problem(
        400,
        'E0000001',
        'Api validation failed: password',
        'password: Password has been used too recently',
      ),
      notFound: problem(404, 'E0000007', 'Not found: Resource not found: 00u (User)'),
      unauthorized: problem(401, 'E0000011', 'Invalid token provided'),
    },
    addUser: async (user) => users.add(user).id,
    close: () => server.close(),
  }
}

function manage(users: VendorUsers, { method, path, query, body }: VendorCall): VendorAnswer {
  const [, leaving] = /^\/api\/v1\/users\/([^/]+)\/sessions$/.exec(path) ?? []
  if (leaving !== undefined && method === 'DELETE' && query.get('oauthTokens') === 'true') {
    const left = users.byId(decodeURIComponent(leaving))
    if (left) left.sessions = []
    return left ? { status: 204 } : problem(404, 'E0000007', 'Not found: Resource not found')
  }
  const [, name, lifecycle] =
    /^\/api\/v1\/users\/([^/]+)(?:\/lifecycle\/(\w+))?$/.exec(path)?.map(decodeURIComponent) ?? []
  if (path === `${API}/users`) {
    if (method === 'POST') return create(users, body, query.get('activate') === 'true')
    const email = /^profile\.email eq "(.*)"$/.exec(query.get('search') ?? '')?.[1]
    const found = email === undefined ? users.all.slice(0, 1) : users.byEmail(email)
    return { status: 200, json: found.map(userJson) }
  }
  const user = users.byId(name ?? '') ?? users.byEmail(name ?? '')[0]
  if (!user) return problem(404, 'E0000007', 'Not found: Resource not found: 00u (User)')
  if (method === 'GET') return { status: 200, json: userJson(user) }
  if (lifecycle === 'expire_password') user.mustChange = true
  else {
    user.password = textAt(body, 'credentials', 'password', 'value')
    user.mustChange = false
  }
  return { status: 200, json: userJson(user) }
}

function create(users: VendorUsers, body: unknown, activates: boolean): VendorAnswer {
  const profile = valueAt(body, 'profile')
  const email = textAt(profile, 'email') ?? ''
  const names = [textAt(profile, 'firstName'), textAt(profile, 'lastName')]
  const password = textAt(body, 'credentials', 'password', 'value')
  if (users.byEmail(email).length > 0 || names.includes(undefined) || !activates) {
    return problem(400, 'E0000001', 'Api validation failed: login')
  }
  // Without a password Okta would write to the user.
  if (password === undefined) return problem(400, 'E0000001', 'Api validation failed: password')
  const user = users.add({ email, name: names.join(' ') })
  user.password = password
  return { status: 200, json: userJson(user) }
}

function userJson({ id, email, name }: VendorUser) {
  const [firstName = '', lastName = ''] = name.split(' ')
  return { id, status: 'ACTIVE', profile: { login: email, email, firstName, lastName } }
}

function problem(
  status: number,
  errorCode: string,
  errorSummary: string,
  ...causes: readonly string[]
): VendorAnswer {
  const errorCauses = causes.map((cause) => ({ errorSummary: cause }))
  return { status, json: { errorCode, errorSummary, errorId: 'oae1', errorCauses } }
}
