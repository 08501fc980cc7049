import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import type { SessionList } from './http/end-listed.ts'
import { readCreatedUser, readId, readList, readUser } from './http/read-user.ts'
import {
  callInOrder,
  createRestDirectory,
  type RestRequest,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readSecret, readText } from './http/settings.ts'
import { clientCredentials } from './http/token-source.ts'

const ID = 'logto'
const PAGE_SIZE = 100
const NOT_ENABLED = 'sign_in_experiences.password_expiration_not_enabled'
const REJECTED = 'password.rejected'

export interface LogtoSettings {
  /** `https://<tenant>.logto.app`, or where you host it. */
  readonly baseUrl: string
  /** Of a machine-to-machine application with access to the Management API. */
  readonly appId: string | Secret
  readonly appSecret: Secret
  /** The Management API's identifier. Default `<baseUrl>/api`; self-hosted: `https://default.logto.app/api`. */
  readonly resource?: string
  /** True when *Password expiration* is on in the sign-in experience; must-change needs it. */
  readonly passwordExpiration?: boolean
}

/**
 * Logto by its Management API. Must-change is a call of its own after the password: when it fails,
 * both are made again.
 */
export function logtoDirectory(settings: LogtoSettings): DirectoryFactory {
  const capabilities = {
    mustChange: settings.passwordExpiration === true,
    expiry: false,
    createsUsers: true,
    findsUsers: true,
    endsSessions: true,
    listsUsers: true,
  } as const
  return directoryFactory(
    ID,
    capabilities,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      appId: readText(`${ID} appId`, 'the id of an application', settings.appId),
      appSecret: readSecret(`${ID} appSecret`, 'the secret of an application', settings.appSecret),
    }),
    (checked, tools) => create(checked, tools, capabilities),
  )
}

export const guide: DirectoryGuide = {
  name: 'Logto',
  setup: [
    'Create a machine-to-machine application and give it the role *Logto Management API access*.',
    'Turn *Password expiration* on in the sign-in experience, so that a change can be forced, and say so with `passwordExpiration: true`.',
    'Self-hosted: set `resource` to `https://default.logto.app/api`.',
  ],
  config:
    "directory: logtoDirectory({ baseUrl: 'https://acme.logto.app', appId: env('LOGTO_APP_ID'), appSecret: env('LOGTO_APP_SECRET'), passwordExpiration: true }),",
  permissions: ['The role *Logto Management API access* (scope `all`).'],
  limits: [
    'Without `passwordExpiration` no change is forced, and the source needs `allowLastingPassword: true`.',
    'The Management API does not apply Logto’s password policy to passwords that it sets.',
    'Setting a password makes Logto send `User.Data.Updated`, which Doorkey ignores.',
    'Ending sessions needs Logto 1.38 or later.',
  ],
  mustChange: 'Yes with password expiration on: the new password is marked as expired.',
  sessions:
    'Yes: `DELETE /api/users/{id}/sessions/{session}` for each with its grants, then `DELETE /api/users/{id}/grants/{grant}` for those left. Refresh tokens and opaque access tokens end with the grants; access tokens that are JWTs last until they expire.',
  testedAgainst: 'a server that behaves as Logto’s own source says',
  sources: [
    'github.com/logto-io/logto packages/core/src/routes/admin-user (basics.ts, search.ts) and queries/user.ts, 2026-11-23',
    'github.com/logto-io/logto at 1fbc554, packages/core: src/routes/admin-user (session.ts, grants.ts), src/libraries/session (index.ts, grant.ts), CHANGELOG.md 1.38.0; packages/schemas/src/types/user-sessions.ts, read 2026-11-24',
  ],
}

function create(
  settings: LogtoSettings,
  tools: DirectoryTools,
  capabilities: Directory['capabilities'],
): Directory {
  const { appId, appSecret } = settings
  const baseUrl = settings.baseUrl.replace(/\/+$/, '')
  const { resource = `${baseUrl}/api` } = settings
  const token = clientCredentials({
    id: ID,
    url: `${baseUrl}/oidc/token`,
    clientId: appId,
    clientSecret: appSecret,
    sentAs: 'basic',
    form: { resource, scope: 'all' },
    clock: tools.clock,
  })
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: (signal) => token.authorize(signal),
    dropToken: (refused) => token.drop(refused),
    refusal,
    clock: tools.clock,
  })
  return logtoOver(client, capabilities)
}

function logtoOver(client: DirectoryClient, capabilities: Directory['capabilities']): Directory {
  return createRestDirectory({
    id: ID,
    capabilities,
    client,
    setPassword: (user, password, options) => {
      const path = `/api/users${pathOf(user.id)}/password`
      const set: RestRequest = { method: 'PATCH', path, body: { password } }
      const expire: RestRequest = {
        method: 'PATCH',
        path: `${path}/expiration`,
        body: { isExpired: true },
      }
      return callInOrder(client, options.mustChange ? [set, expire] : [set], options)
    },
    byId: (id) => ({
      method: 'GET',
      path: `/api/users${pathOf(id)}`,
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `/api/users${queryOf({ 'search.primaryEmail': email, 'mode.primaryEmail': 'exact', page_size: '2' })}`,
      users: (json) => readList(ID, json).map(userOf),
    }),
    create: ({ email, name, locale }) => ({
      method: 'POST',
      path: '/api/users',
      body: { primaryEmail: email, name, profile: locale === undefined ? undefined : { locale } },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: '/api/users?page_size=1' },
    listing,
    sessionLists,
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, page = '1') => ({
    method: 'GET',
    path: `/api/users${queryOf({ page, page_size: String(PAGE_SIZE) })}`,
  }),
  users: (json, page = '1') => {
    const users = readList(ID, json)
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), {
          at: valueAt(user, 'createdAt'),
          hasPassword: valueAt(user, 'hasPassword') === true,
        }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(page) + 1),
    }
  },
}

function sessionLists(userId: string): readonly SessionList[] {
  const sessions = `/api/users${pathOf(userId)}/sessions`
  const grants = `/api/users${pathOf(userId)}/grants`
  return [
    {
      ...wholeList(sessions, 'sessions', ['payload', 'uid']),
      end: (uid) => ({
        method: 'DELETE',
        path: `${sessions}${pathOf(uid)}?revokeGrantsTarget=all`,
      }),
    },
    // Those of sessions that are gone still give access tokens.
    {
      ...wholeList(grants, 'grants', ['id']),
      end: (grant) => ({ method: 'DELETE', path: grants + pathOf(grant) }),
    },
  ]
}

/** Neither list has pages. */
function wholeList(path: string, name: string, idAt: readonly string[]): Omit<SessionList, 'end'> {
  return {
    read: () => ({ method: 'GET', path }),
    page: (json) => ({
      ids: readList(ID, valueAt(json, name)).map((one) => readId(ID, valueAt(one, ...idAt))),
    }),
  }
}

function refusal({ json }: Answer): DirectoryRefusal | undefined {
  const code = textAt(json, 'code')
  // Not a fault of the password: the sign-in experience lacks what the configuration promises.
  if (code === NOT_ENABLED) return { code: 'DIRECTORY_UNEXPECTED', reason: code }
  if (code !== REJECTED) return undefined
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: REJECTED }
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(json, 'primaryEmail'),
    name: [valueAt(json, 'name')],
    locale: valueAt(json, 'profile', 'locale'),
  })
}
