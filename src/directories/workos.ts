import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import { createDirectoryClient, pathOf, queryOf } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import type { SessionList } from './http/end-listed.ts'
import { readCreatedUser, readId, readList, readUser } from './http/read-user.ts'
import { callInOrder, createRestDirectory, type UserListing } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'workos'
const USERS = '/user_management/users'
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

export interface WorkosSettings {
  /** `sk_…` of the environment. */
  readonly apiKey: Secret
  /** Default `https://api.workos.com`. */
  readonly baseUrl?: string
}

/** WorkOS user management. It knows neither must-change nor expiry. */
export function workosDirectory(settings: WorkosSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      apiKey: readSecret(`${ID} apiKey`, 'an API key', settings.apiKey),
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl ?? 'https://api.workos.com'),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'WorkOS',
  setup: [
    'In the WorkOS dashboard, open *API Keys* and copy the secret key of the environment.',
    'Turn *Email + Password* on under *Authentication*.',
    'Make `policy` of the source at least as strict as the password settings there.',
  ],
  config: "directory: workosDirectory({ apiKey: env('WORKOS_API_KEY') }),",
  permissions: ['A secret API key; WorkOS has no narrower right for users.'],
  limits: ['A user’s locale is read; it is not written on creation.'],
  mustChange: 'No: WorkOS has no such flag.',
  sessions:
    'Yes: those of `GET /user_management/users/{id}/sessions`, each by `POST /user_management/sessions/revoke`. Access tokens are JWTs, which last until they expire where an app checks only those.',
  testedAgainst: 'a server that behaves as its OpenAPI description says',
  sources: [
    'github.com/workos/openapi-spec spec/open-api-spec.yaml, 2026-11-23; sessions at 7fd8359, read 2026-11-24',
    'workos.com/docs: AuthKit, *Sessions*; workos.com/changelog, *Sessions API* (12 August 2025), read 2026-11-24',
  ],
}

function create(
  { apiKey, baseUrl = 'https://api.workos.com' }: WorkosSettings,
  tools: DirectoryTools,
): Directory {
  const { clock } = tools
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: fixedToken(apiKey),
    refusal,
    clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) =>
      callInOrder(
        client,
        [{ method: 'PUT', path: USERS + pathOf(user.id), body: { password } }],
        options,
      ),
    byId: (id) => ({
      method: 'GET',
      path: USERS + pathOf(id),
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `${USERS}${queryOf({ email, limit: '2' })}`,
      users: usersOf,
    }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: USERS,
      body: { email, name },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: `${USERS}?limit=1` },
    listing,
    sessionLists: (userId) => [sessionsOf(userId)],
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, after) => ({
    method: 'GET',
    path: `${USERS}${queryOf({ limit: '100', order: 'desc', after })}`,
  }),
  users: (json) => ({
    users: readList(ID, valueAt(json, 'data')).map((user) =>
      readCreatedUser(ID, userOf(user), { at: valueAt(user, 'created_at') }),
    ),
    next: textAt(json, 'list_metadata', 'after'),
  }),
}

function sessionsOf(userId: string): SessionList {
  return {
    read: (after) => ({
      method: 'GET',
      path: `${USERS}${pathOf(userId)}/sessions${queryOf({ limit: '100', order: 'desc', after })}`,
    }),
    page: (json) => ({
      ids: readList(ID, valueAt(json, 'data'))
        .filter((session) => textAt(session, 'status') === 'active')
        .map((session) => readId(ID, valueAt(session, 'id'))),
      next: textAt(json, 'list_metadata', 'after'),
    }),
    end: (session_id) => ({
      method: 'POST',
      path: '/user_management/sessions/revoke',
      body: { session_id },
    }),
  }
}

/** `password_strength_error` with the rules that failed, whose names WorkOS does not list. */
function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  if (status !== 400 || textAt(json, 'code') !== 'password_strength_error') return undefined
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: 'password_strength_error' }
}

function usersOf(json: unknown) {
  return readList(ID, valueAt(json, 'data')).map(userOf)
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'first_name'), valueAt(json, 'last_name')],
    locale: valueAt(json, 'locale'),
  })
}
