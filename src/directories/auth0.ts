import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import {
  type Answer,
  type DirectoryRefusal,
  knownCodes,
  readAnswer,
  textAt,
} from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { findOrCreate } from './http/find-or-create.ts'
import { callInOrder } from './http/rest-directory.ts'
import { readDomain, readSecret, readText } from './http/settings.ts'
import { clientCredentials } from './http/token-source.ts'
import { unknownPassword } from './http/unknown-password.ts'
import { directoryUser, soleMatch, unlessMissing } from './http/user-fields.ts'

const ID = 'auth0'
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
} as const

/** How `message` begins when a connection's policy refuses. */
const POLICY_CODES = [
  'PasswordStrengthError',
  'PasswordDictionaryError',
  'PasswordNoUserInfoError',
  'PasswordHistoryError',
] as const

export interface Auth0DirectorySettings {
  /** The tenant's own domain, such as `acme.eu.auth0.com`. */
  readonly domain: string | Secret
  readonly clientId: string | Secret
  readonly clientSecret: Secret
  /** The database connection. Default `Username-Password-Authentication`. */
  readonly connection?: string
}

/** Sets passwords in a database connection by Auth0's Management API v2. */
export function auth0Directory(settings: Auth0DirectorySettings): DirectoryFactory {
  const { connection = 'Username-Password-Authentication' } = settings
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      baseUrl: readDomain(`${ID} domain`, 'the domain of a tenant', settings.domain),
      clientId: readText(`${ID} clientId`, 'the id of a client', settings.clientId),
      clientSecret: readSecret(
        `${ID} clientSecret`,
        'the secret of a client',
        settings.clientSecret,
      ),
    }),
    (checked, tools) => createAuth0Directory(createClient(checked, tools), connection),
  )
}

export const guide: DirectoryGuide = {
  name: 'Auth0',
  setup: [
    'Under *Applications → Applications* create a *Machine to Machine* application.',
    'Authorize it for the *Auth0 Management API* with the scopes below.',
    'Copy its domain, client id and client secret. The domain is the tenant’s own, not a custom one: it is the API’s audience too.',
  ],
  config: `directory: auth0Directory({
  domain: 'acme.eu.auth0.com',
  clientId: env('AUTH0_CLIENT_ID'),
  clientSecret: env('AUTH0_CLIENT_SECRET'),
}),`,
  permissions: [
    '`update:users`',
    '`read:users`',
    '`create:users` where Doorkey makes users',
    '`delete:sessions` and `delete:refresh_tokens`, to end sessions after a reset',
  ],
  limits: [
    'Only users of the one database connection have a password.',
    'With a password history, a retry that Auth0 calls used before counts as set.',
    'Without `endSessions` a password ends Auth0’s own session, and refresh tokens of apps go on.',
    'Sessions and refresh tokens end a little after Auth0 has taken the calls; access tokens last until they expire.',
  ],
  mustChange: 'No. A post-login Action of your own that reads `app_metadata` can ask for it.',
  sessions:
    'Yes: `DELETE /users/{id}/sessions`, then `/users/{id}/refresh-tokens`, both for tenants of the Enterprise plan only; elsewhere set `endSessions: false`.',
  testedAgainst: 'a stand-in written after the documentation',
  sources: [
    'auth0/docs-v2 at 092b879 (Management API v2: users, users-by-email, error codes), read 2026-11-23',
    'auth0/auth0-java issue 283 and public code that tells the four messages apart, read 2026-11-23',
    'auth0/docs-v2: main/docs/manage-users/sessions/manage-user-sessions-with-auth0-management-api.mdx at 4fd2899, secure/tokens/manage-refresh-tokens-with-auth0-management-api.mdx at 6cd2153, authenticate/database-connections/password-change.mdx at 05c1e7e, read 2026-11-24',
    'auth0.com/docs/api/management/v2/users: delete-sessions-for-user, delete-refresh-tokens-for-user; auth0/node-auth0 at 74170bb, management users `sessions` and `refreshToken` clients (404 for nobody); read 2026-11-24',
  ],
}

function createClient(
  settings: { readonly baseUrl: string; readonly clientId: string; readonly clientSecret: Secret },
  { clock }: DirectoryTools,
): DirectoryClient {
  const { baseUrl, clientId, clientSecret } = settings
  const tokens = clientCredentials({
    id: ID,
    url: `${baseUrl}/oauth/token`,
    clientId,
    clientSecret,
    form: { audience: `${baseUrl}/api/v2/` },
    clock,
  })
  return createDirectoryClient({
    id: ID,
    baseUrl: `${baseUrl}/api/v2`,
    authorize: tokens.authorize,
    dropToken: tokens.drop,
    isReused: (answer) => policyCodes(answer).includes('PasswordHistoryError'),
    refusal,
    clock,
  })
}

function refusal(answer: Answer): DirectoryRefusal | undefined {
  const codes = policyCodes(answer)
  return codes.length === 0
    ? undefined
    : { code: 'DIRECTORY_REFUSED_PASSWORD', reason: codes.join(', ') }
}

function policyCodes({ status, json }: Answer): readonly string[] {
  return status === 400 ? knownCodes(POLICY_CODES, [textAt(json, 'message')]) : []
}

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const UserShape = Type.Object({
  user_id: Type.String({ minLength: 1 }),
  email: Text,
  name: Text,
  identities: Type.Optional(Type.Array(Type.Object({ connection: Text }))),
})
const User = Compile(UserShape)
const Users = Compile(Type.Array(UserShape))

function createAuth0Directory(client: DirectoryClient, connection: string): Directory {
  const findByEmail = async (email: string, signal: AbortSignal) => {
    // The search minds the case, and database connections keep addresses in lower case.
    const path = `/users-by-email${queryOf({ email: email.toLowerCase() })}`
    const users = readAnswer(ID, Users, (await client.call({ method: 'GET', path, signal })).json)
    return soleMatch(users.filter((user) => isOf(user, connection)).map(toUser), email)
  }
  return {
    id: ID,
    capabilities: CAPABILITIES,
    async setPassword(user, password, { chosenByUser, signal }) {
      await client.call({
        method: 'PATCH',
        path: `/users${pathOf(user.id)}`,
        body: { password, connection },
        acceptsReused: !chosenByUser,
        signal,
      })
    },
    hasChosenPassword: async () => undefined,
    async endSessions(userId, signal) {
      const path = `/users${pathOf(userId)}`
      const sessions = { method: 'DELETE', path: `${path}/sessions` } as const
      // They outlive the session that they came from.
      const refreshTokens = { method: 'DELETE', path: `${path}/refresh-tokens` } as const
      await callInOrder(client, [sessions, refreshTokens], { signal })
    },
    async findUser(by, signal) {
      if ('email' in by) return findByEmail(by.email, signal)
      const path = `/users${pathOf(by.id)}`
      const answer = await unlessMissing(client.call({ method: 'GET', path, signal }))
      return answer && toUser(readAnswer(ID, User, answer.json))
    },
    createUser: ({ email, name }, signal) =>
      findOrCreate(
        () => findByEmail(email, signal),
        async () => {
          // Without a password Auth0 makes nobody; without `verify_email` it writes to them.
          const user = { connection, email, password: unknownPassword(), verify_email: false }
          const body = { ...user, ...(name !== undefined && { name }) }
          const { json } = await client.call({ method: 'POST', path: '/users', body, signal })
          return toUser(readAnswer(ID, User, json))
        },
      ),
    async check(signal) {
      await client.call({ method: 'GET', path: '/users?per_page=1&fields=user_id', signal })
    },
  }
}

function isOf({ identities }: Static<typeof UserShape>, connection: string): boolean {
  return identities?.some((identity) => identity.connection === connection) === true
}

function toUser({ user_id, email, name }: Static<typeof UserShape>) {
  // Auth0 fills an empty name with the address.
  return directoryUser(user_id, { email, name: name === email ? undefined : name })
}
