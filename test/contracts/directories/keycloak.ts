import { Secret } from '../../../src/core/secret.ts'
import { textAt, valueAt } from '../../../src/directories/http/answers.ts'
import { keycloakDirectory } from '../../../src/directories/keycloak.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { createOauthClients } from '../../support/oauth-clients.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'
import { createVendorUsers, type VendorUser, type VendorUsers } from '../../support/vendor-users.ts'

const REALM = 'acme'
const API = `/admin/realms/${REALM}`

/** Keycloak's token endpoint and Admin REST API, as its source has them (read 2026-11-23). */
export const startStandIn: StartStandIn = async ({ clock }) => {
  const users = createVendorUsers(() => clock.now())
  const clients = createOauthClients('doorkey', 's3cret-of-doorkey')
  const server = await startVendorServer((call) => {
    if (call.path === `/realms/${REALM}/protocol/openid-connect/token`) return clients.token(call)
    if (!clients.isAllowed(call)) return { status: 401, json: { error: 'HTTP 401 Unauthorized' } }
    return manage(users, { ...call, path: call.path.slice(API.length) }, server.url)
  })
  const factory = (clientSecret: string) =>
    keycloakDirectory({
      url: server.url,
      realm: REALM,
      clientId: clients.id,
      clientSecret: new Secret(clientSecret),
    })
  return {
    ...users,
    factory: factory(clients.secret),
    http: {
      server,
      strangers: factory('another secret'),
      isSetPassword: ({ method, path }) => method === 'PUT' && path.endsWith('/reset-password'),
      renewsToken: true,
      policy: {
        answer: refused('invalidPasswordMinLengthMessage', 'Invalid password: minimum length 40.'),
        reason: 'invalidPasswordMinLengthMessage',
      },
      reused: refused(
        'invalidPasswordHistoryMessage',
        'Invalid password: must not be equal to any of last 3 passwords.',
      ),
      notFound: { status: 404, json: { error: 'User not found' } },
      unauthorized: { status: 401, json: { error: 'HTTP 401 Unauthorized' } },
    },
    addUser: async (user) => users.add(user).id,
    close: () => server.close(),
  }
}

function manage(users: VendorUsers, call: VendorCall, url: string): VendorAnswer {
  const { method, path, query, body } = call
  if (path === '/events/config') {
    return { status: 200, json: { eventsEnabled: true, adminEventsEnabled: true } }
  }
  if (path === '/events' || path === '/admin-events') return events(users, call)
  if (path === '/users') {
    if (method === 'POST') return create(users, body, url)
    const email = query.get('email')
    const found = email === null ? users.all.slice(0, 1) : users.byEmail(email)
    return { status: 200, json: found.map(userJson) }
  }
  const [, id, rest] = /^\/users\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const user = users.byId(decodeURIComponent(id ?? ''))
  if (!user) return { status: 404, json: { error: 'User not found' } }
  if (rest === '/credentials') {
    return { status: 200, json: user.password === undefined ? [] : [{ type: 'password' }] }
  }
  if (rest === '/logout' && method === 'POST') {
    user.sessions = []
    return { status: 204 }
  }
  if (rest !== '/reset-password') return { status: 200, json: userJson(user) }
  user.password = textAt(body, 'value')
  user.mustChange = valueAt(body, 'temporary') === true
  return { status: 204 }
}

function create(users: VendorUsers, body: unknown, url: string): VendorAnswer {
  const email = textAt(body, 'email')?.toLowerCase() ?? ''
  if (users.byEmail(email).length > 0) {
    return { status: 409, json: { errorMessage: 'User exists with same email' } }
  }
  const name = `${textAt(body, 'firstName') ?? ''} ${textAt(body, 'lastName') ?? ''}`.trim()
  const { id } = users.add({ email, name, locale: textAt(body, 'attributes', 'locale', 0) })
  return { status: 201, headers: { location: `${url}${API}/users/${id}` } }
}

/** Newest first, in pages, from the beginning of a day on. */
function events(users: VendorUsers, { path, query }: VendorCall): VendorAnswer {
  const isAdmin = path === '/admin-events'
  const first = Number(query.get('first'))
  const from = new Date(`${query.get('dateFrom')}T00:00:00Z`)
  const found = users.all
    .filter(({ madeBy, createdAt }) => (madeBy === 'admin') === isAdmin && createdAt >= from)
    .toReversed()
    .slice(first, first + Number(query.get('max')))
  const json = found.map(({ id, createdAt }) =>
    isAdmin
      ? {
          time: createdAt.getTime(),
          operationType: 'CREATE',
          resourceType: 'USER',
          resourcePath: `users/${id}`,
        }
      : { time: createdAt.getTime(), type: 'REGISTER', userId: id },
  )
  return { status: 200, json }
}

function userJson({ id, email, name, locale }: VendorUser) {
  const [firstName = '', lastName = ''] = name.split(' ')
  const attributes = locale === undefined ? {} : { attributes: { locale: [locale] } }
  return { id, username: email, email, firstName, lastName, enabled: true, ...attributes }
}

function refused(error: string, description: string): VendorAnswer {
  return { status: 400, json: { error, error_description: description } }
}
