import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { Secret } from '../../../src/core/secret.ts'
import { authgearDirectory } from '../../../src/directories/authgear.ts'
import { textAt, valueAt } from '../../../src/directories/http/answers.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'
import { createVendorUsers, type VendorUser, type VendorUsers } from '../../support/vendor-users.ts'

const PROJECT = 'acme'
const KEY_ID = 'key-1'
const PAGE_MAX = 100

/**
 * Authgear's Admin API as its source has it (authgear-server at fa7a7d55): GraphQL errors with
 * status 200, `Forbidden` for a token that is not right, relay ids, the audit log.
 */
export const startStandIn: StartStandIn = async ({ clock }) => {
  const validity = new Map<string, readonly [Date | null, Date | null]>()
  const users = createVendorUsers(() => clock.now())
  const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const isOurs = async (call: VendorCall): Promise<boolean> => {
    const token = (call.headers.authorization ?? '').replace(/^Bearer /, '')
    const options = { audience: PROJECT, algorithms: ['RS256'], currentDate: clock.now() }
    return jwtVerify(token, ours.publicKey, options).then(
      ({ protectedHeader, payload }) =>
        protectedHeader.kid === KEY_ID && (payload.exp ?? 0) - (payload.iat ?? 0) <= 300,
      () => false,
    )
  }
  const server = await startVendorServer(async (call) => {
    if (call.method !== 'POST' || call.path !== '/_api/admin/graphql') return { status: 404 }
    if (!(await isOurs(call))) return { status: 403 }
    return graphql(
      { users, validity },
      textAt(call.body, 'query') ?? '',
      valueAt(call.body, 'variables'),
    )
  })
  const factory = (key: typeof ours) =>
    authgearDirectory({
      endpoint: server.url,
      projectId: PROJECT,
      keyId: KEY_ID,
      privateKey: new Secret(key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    })
  return {
    ...users,
    factory: factory(ours),
    http: {
      server,
      strangers: factory(others),
      isSetPassword: ({ body }) => textAt(body, 'query')?.includes('resetPassword(') === true,
      renewsToken: true,
      unauthorized: { status: 403 },
      policy: {
        answer: policyError({ Name: 'PasswordTooShort', Info: { min_length: 40, pw_length: 20 } }),
        reason: 'PasswordTooShort',
      },
      reused: policyError({ Name: 'PasswordReused', Info: { history_size: 3 } }),
      notFound: apiError('NotFound', 'UserNotFound'),
    },
    addUser: async (user) => users.add(user).id,
    validity: async (userId) => validity.get(userId) ?? [null, null],
    close: () => server.close(),
  }
}

interface Project {
  readonly users: VendorUsers
  /** `accountValidFrom` and `accountValidUntil` of each user. */
  readonly validity: Map<string, readonly [Date | null, Date | null]>
}

function graphql({ users, validity }: Project, query: string, variables: unknown): VendorAnswer {
  if (query.includes('resetPassword(')) return resetPassword(users, valueAt(variables, 'input'))
  if (query.includes('revokeAllSessions(')) {
    const user = users.byId(localId(textAt(variables, 'input', 'userID') ?? ''))
    if (!user) return apiError('NotFound', 'UserNotFound')
    user.sessions = []
    return data({ revokeAllSessions: { user: { id: relayId('User', user.id) } } })
  }
  if (query.includes('createUser(')) {
    const email = textAt(variables, 'input', 'definition', 'loginID', 'value') ?? ''
    if (users.byEmail(email).length > 0) return apiError('Invalid', 'InvariantViolated')
    const made = users.add({ email })
    const time = (name: string) => {
      const text = textAt(variables, 'input', name)
      return text === undefined ? null : new Date(text)
    }
    validity.set(made.id, [time('accountValidFrom'), time('accountValidUntil')])
    return data({ createUser: { user: userNode(made) } })
  }
  if (query.includes('updateUser(')) return updateUser(users, valueAt(variables, 'input'))
  if (query.includes('getUsersByStandardAttribute(')) {
    return data({ found: users.byEmail(textAt(variables, 'email') ?? '').map(userNode) })
  }
  if (query.includes('node(')) {
    const user = users.byId(localId(textAt(variables, 'id') ?? ''))
    return data({ found: user ? userNode(user) : null })
  }
  if (query.includes('auditLogs(')) return auditLogs(users, variables)
  if (query.includes('users(first: 1)')) return data({ users: { edges: [] } })
  return apiError('BadRequest', 'BadRequest')
}

/** The attributes are replaced as a whole; an address that is left out comes back from the identity. */
const ATTRIBUTES = ['email', 'email_verified', 'updated_at', 'name', 'locale', 'zoneinfo']

function updateUser(users: VendorUsers, input: unknown): VendorAnswer {
  const user = users.byId(localId(textAt(input, 'userID') ?? ''))
  if (!user) return apiError('NotFound', 'UserNotFound')
  const attributes = valueAt(input, 'standardAttributes')
  if (typeof attributes !== 'object' || attributes === null)
    return apiError('BadRequest', 'BadRequest')
  const [name, locale] = [textAt(attributes, 'name'), textAt(attributes, 'locale')]
  const isKnown = Object.keys(attributes).every((key) => ATTRIBUTES.includes(key))
  if (!isKnown || name === '' || (locale !== undefined && !/^[a-z]{2,3}(-\w+)*$/i.test(locale))) {
    return apiError('Invalid', 'ValidationFailed')
  }
  if (textAt(attributes, 'email') !== user.email)
    return apiError('InternalError', 'UnexpectedError')
  user.name = name ?? ''
  user.locale = locale
  return data({ updateUser: { user: userNode(user) } })
}

function resetPassword(users: VendorUsers, input: unknown): VendorAnswer {
  const user = users.byId(localId(textAt(input, 'userID') ?? ''))
  if (!user) return apiError('NotFound', 'UserNotFound')
  user.password = textAt(input, 'password')
  user.mustChange = valueAt(input, 'setPasswordExpired') === true
  return data({ resetPassword: { user: { id: relayId('User', user.id) } } })
}

function auditLogs(users: VendorUsers, variables: unknown): VendorAnswer {
  const since = new Date(textAt(variables, 'since') ?? '')
  const start = Number(textAt(variables, 'after') ?? 0)
  const logs = users.all
    .filter((user) => user.createdAt >= since)
    .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
  const page = logs.slice(start, start + PAGE_MAX)
  const end = start + page.length
  return data({
    auditLogs: {
      edges: page.map((user) => ({ node: auditLog(user) })),
      pageInfo: { hasNextPage: end < logs.length, endCursor: page.length > 0 ? `${end}` : '' },
    },
  })
}

function auditLog(user: VendorUser): unknown {
  const triggered = user.madeBy === 'admin' ? 'admin_api' : 'user'
  return {
    id: relayId('AuditLog', `event-${user.id}`),
    createdAt: user.createdAt.toISOString(),
    data: { type: 'user.created', context: { triggered_by: triggered } },
    user: {
      ...userNode(user),
      isAnonymous: user.email === '',
      primaryPassword: user.password === undefined ? null : { id: relayId('Authenticator', 'a') },
    },
  }
}

/** An attribute that is not set is not there; some are derived. */
function userNode({ id, email, name, locale, createdAt }: VendorUser) {
  const derived = { email_verified: false, updated_at: Math.floor(createdAt.getTime() / 1_000) }
  const own = { email, ...(name !== '' && { name }), ...(locale !== undefined && { locale }) }
  return { id: relayId('User', id), standardAttributes: { ...own, ...derived } }
}

function data(json: unknown): VendorAnswer {
  return { status: 200, json: { data: json } }
}

function apiError(errorName: string, reason: string, info?: unknown): VendorAnswer {
  // The message may quote what was sent; nothing of it may come back out of our code.
  const message = 'something about c4nary-Pa55word-of-the-contract'
  const errors = [{ message, extensions: { errorName, reason, ...(info ? { info } : {}) } }]
  return { status: 200, json: { data: null, errors } }
}

function policyError(cause: unknown): VendorAnswer {
  return apiError('Invalid', 'PasswordPolicyViolated', { causes: [cause] })
}

function relayId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url')
}

function localId(id: string): string {
  return Buffer.from(id, 'base64url')
    .toString('utf8')
    .replace(/^User:/, '')
}
