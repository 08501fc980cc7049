import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  NewDirectoryUser,
} from './directory.ts'
import { type Answer, type DirectoryRefusal, readAnswer, textAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { findOrCreate } from './http/find-or-create.ts'
import { readBaseUrl, readSecret, readText } from './http/settings.ts'
import { clientCredentials } from './http/token-source.ts'
import { directoryUser, soleMatch, splitName, unlessMissing } from './http/user-fields.ts'
import { usersSince } from './keycloak/saved-events.ts'
import { toUser, User } from './keycloak/user.ts'

const ID = 'keycloak'
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

/** `error` of Keycloak's own policies, with the one that stands for a history. */
const HISTORY_CODE = 'invalidPasswordHistoryMessage'
const POLICY_CODES: ReadonlySet<string> = new Set([
  HISTORY_CODE,
  'invalidPasswordMinLengthMessage',
  'invalidPasswordMaxLengthMessage',
  'invalidPasswordMinDigitsMessage',
  'invalidPasswordMinLowerCaseCharsMessage',
  'invalidPasswordMinUpperCaseCharsMessage',
  'invalidPasswordMinSpecialCharsMessage',
  'invalidPasswordNotUsernameMessage',
  'invalidPasswordNotContainsUsernameMessage',
  'invalidPasswordNotEmailMessage',
  'invalidPasswordRegexPatternMessage',
  'invalidPasswordBlacklistedMessage',
  'invalidPasswordGenericMessage',
])

export interface KeycloakDirectorySettings {
  /** Such as `https://id.example.com`, with `/auth` where the server has that path. */
  readonly url: string | Secret
  readonly realm: string | Secret
  /** A confidential client of the realm with a service account. */
  readonly clientId: string | Secret
  readonly clientSecret: Secret
}

/** Sets passwords by Keycloak's Admin REST API. */
export function keycloakDirectory(settings: KeycloakDirectorySettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      baseUrl: readBaseUrl(`${ID} url`, settings.url),
      realm: readText(`${ID} realm`, 'the name of a realm', settings.realm),
      clientId: readText(`${ID} clientId`, 'the id of a client', settings.clientId),
      clientSecret: readSecret(
        `${ID} clientSecret`,
        'the secret of a client',
        settings.clientSecret,
      ),
    }),
    (checked, tools) => createKeycloakDirectory(createClient(checked, tools)),
  )
}

export const guide: DirectoryGuide = {
  name: 'Keycloak',
  setup: [
    'In the realm create a client with *Client authentication* and *Service accounts roles* on, and every flow off.',
    'Under *Service accounts roles* assign the role below, of the client `realm-management`.',
    'Copy the client’s secret from *Credentials*.',
    'For `reconcile: true`: under *Realm settings → Events* save user events (`REGISTER`) and admin events.',
  ],
  config: `directory: keycloakDirectory({
  url: 'https://id.example.com',
  realm: 'acme',
  clientId: 'doorkey',
  clientSecret: env('KEYCLOAK_CLIENT_SECRET'),
}),`,
  permissions: [
    '`manage-users` of `realm-management`, also to end sessions after a reset',
    '`view-events` of `realm-management`, for `reconcile: true`',
  ],
  limits: [
    'Users whom another store keeps read-only (LDAP) cannot be given a password.',
    'Reconciling finds users only as long as the realm keeps its events.',
    'Doorkey’s own password write is an admin event; do not feed those back into it.',
    'After a reset an access token lasts until it expires, where an API checks it offline.',
  ],
  mustChange: 'Yes: `temporary`, which adds the required action *Update password*.',
  sessions:
    'Yes: `POST /users/{id}/logout`. An offline session stays listed, but its refresh token, being older, is refused.',
  testedAgainst: 'a stand-in written after the server’s source',
  sources: [
    'keycloak/keycloak: UserResource, UsersResource and RealmAdminResource of the admin REST API, read 2026-11-23',
    'keycloak/keycloak UserResource.java at 008e3d4: `logout` ends the sessions and sets a not-before time, `resetPassword` does neither; protocol/oidc/refresh/AbstractRefreshTokenProvider.java at b566b9d: an older refresh token is stale, of offline sessions too; read 2026-11-24',
  ],
}

function createClient(
  settings: {
    readonly baseUrl: string
    readonly realm: string
    readonly clientId: string
    readonly clientSecret: Secret
  },
  { clock }: DirectoryTools,
): DirectoryClient {
  const { baseUrl, realm, clientId, clientSecret } = settings
  const tokens = clientCredentials({
    id: ID,
    url: `${baseUrl}/realms${pathOf(realm)}/protocol/openid-connect/token`,
    clientId,
    clientSecret,
    clock,
  })
  return createDirectoryClient({
    id: ID,
    baseUrl: `${baseUrl}/admin/realms${pathOf(realm)}`,
    authorize: tokens.authorize,
    dropToken: tokens.drop,
    isReused: ({ status, json }) => status === 400 && textAt(json, 'error') === HISTORY_CODE,
    refusal,
    clock,
  })
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const reason = textAt(json, 'error') ?? ''
  return status === 400 && POLICY_CODES.has(reason)
    ? { code: 'DIRECTORY_REFUSED_PASSWORD', reason }
    : undefined
}

const OneUser = Compile(User)
const Users = Compile(Type.Array(User))

function createKeycloakDirectory(client: DirectoryClient): Directory {
  const findByEmail = async (email: string, signal: AbortSignal) => {
    const path = `/users${queryOf({ email, exact: true, max: 5 })}`
    const { json } = await client.call({ method: 'GET', path, signal })
    return soleMatch(readAnswer(ID, Users, json).map(toUser), email)
  }
  return {
    id: ID,
    capabilities: CAPABILITIES,
    async setPassword(user, password, { mustChange, chosenByUser, signal }) {
      await client.call({
        method: 'PUT',
        path: `/users${pathOf(user.id)}/reset-password`,
        body: { type: 'password', value: password, temporary: mustChange },
        acceptsReused: !chosenByUser,
        signal,
      })
    },
    hasChosenPassword: async () => undefined,
    async endSessions(userId, signal) {
      await client.call({ method: 'POST', path: `/users${pathOf(userId)}/logout`, signal })
    },
    async findUser(by, signal) {
      if ('email' in by) return findByEmail(by.email, signal)
      const path = `/users${pathOf(by.id)}`
      const answer = await unlessMissing(client.call({ method: 'GET', path, signal }))
      return answer && toUser(readAnswer(ID, OneUser, answer.json))
    },
    createUser: (user, signal) =>
      findOrCreate(
        () => findByEmail(user.email, signal),
        async () => {
          const call = { method: 'POST', path: '/users', body: newUser(user), signal } as const
          const { headers } = await client.call({ ...call, expect: [201] })
          return directoryUser(idFrom(headers['location']), user)
        },
      ),
    async check(signal) {
      await client.call({ method: 'GET', path: '/users?max=1', signal })
    },
    usersSince: (since, signal, isKnown) => usersSince(client, since, signal, isKnown),
  }
}

function newUser({ email, name, locale }: NewDirectoryUser) {
  const { first, last } = splitName(name ?? '')
  return {
    username: email,
    email,
    enabled: true,
    ...(first !== '' && { firstName: first, lastName: last }),
    ...(locale !== undefined && { attributes: { locale: [locale] } }),
  }
}

/** The new user's id ends the `Location` of the answer. */
function idFrom(location: string | string[] | undefined): string {
  const id = /\/users\/([^/]+)$/.exec([location].flat()[0] ?? '')?.[1]
  if (id === undefined) {
    throw new AppError('DIRECTORY_UNEXPECTED', `${ID}: expected the place of a new user, got none`)
  }
  return id
}
