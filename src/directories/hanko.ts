import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import type { SessionList } from './http/end-listed.ts'
import { readCreatedUser, readId, readList, readUser } from './http/read-user.ts'
import { createRestDirectory, refusedPassword, type UserListing } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'hanko'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

export interface HankoSettings {
  /** Cloud: `https://<project>.hanko.io/admin`; self-hosted: the admin port, 8001 by default. */
  readonly baseUrl: string
  /** Of Hanko Cloud; the admin port of your own has no authentication. */
  readonly apiKey?: Secret
}

/**
 * Hanko by its Admin API. A password that exists is replaced by PUT; a first one is made by POST,
 * since PUT answers 404 for a user without one.
 */
export function hankoDirectory(settings: HankoSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      ...(settings.apiKey && { apiKey: readSecret(`${ID} apiKey`, 'an API key', settings.apiKey) }),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Hanko',
  setup: [
    'Hanko Cloud: create an API key of the project. Self-hosted: let Doorkey, and nobody else, reach the admin port (8001).',
    'Turn passwords on in the project.',
  ],
  config:
    "directory: hankoDirectory({ baseUrl: 'https://acme.hanko.io/admin', apiKey: env('HANKO_API_KEY') }),",
  permissions: ['The Admin API; Hanko has no narrower right.'],
  limits: [
    'The Admin API does not apply the password policy; bcrypt takes 72 bytes at most.',
    'A name or a locale of a new user cannot be stored.',
    'Ending sessions needs Hanko 1.3 or later.',
  ],
  mustChange: 'No: Hanko has no such flag.',
  sessions:
    'Yes: those of `GET /users/{id}/sessions`, each by `DELETE /users/{id}/sessions/{session}`. An app that checks the JWT alone, and not by `sessions/validate`, takes it until it expires.',
  testedAgainst: 'a server that behaves as Hanko’s own source says',
  sources: [
    'github.com/teamhanko/hanko backend/handler (password_admin.go, user_admin.go, admin_router.go), 2026-11-23',
    'github.com/teamhanko/hanko at f742d49, backend: handler/session_admin.go, handler/admin_router.go, persistence/session_persister.go; docs.hanko.io/guides/sessions, read 2026-11-24',
  ],
}

function create({ baseUrl, apiKey }: HankoSettings, tools: DirectoryTools): Directory {
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: apiKey === undefined ? async () => ({}) : fixedToken(apiKey),
    clock: tools.clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) => setPassword(client, user, password, options),
    byId: (id) => ({
      method: 'GET',
      path: `/users${pathOf(id)}`,
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `/users${queryOf({ email, per_page: String(PAGE_SIZE) })}`,
      users: (json) => readList(ID, json).map(userOf),
    }),
    create: ({ email }) => ({
      method: 'POST',
      path: '/users',
      body: { emails: [{ address: email, is_primary: true, is_verified: true }] },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: '/users?per_page=1' },
    listing,
    sessionLists: (userId) => [sessionsOf(userId)],
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, page = '1') => ({
    method: 'GET',
    path: `/users${queryOf({ page, per_page: String(PAGE_SIZE), sort_direction: 'desc' })}`,
  }),
  users: (json, page = '1') => {
    const users = readList(ID, json)
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), {
          at: valueAt(user, 'created_at'),
          hasPassword: valueAt(user, 'password', 'id') !== undefined,
        }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(page) + 1),
    }
  },
}

/** The list has no pages: a user has few sessions, five unless the project allows more. */
function sessionsOf(userId: string): SessionList {
  const path = `/users${pathOf(userId)}/sessions`
  return {
    read: () => ({ method: 'GET', path }),
    page: (json) => ({
      ids: readList(ID, json).map((session) => readId(ID, valueAt(session, 'id'))),
    }),
    end: (session) => ({ method: 'DELETE', path: path + pathOf(session) }),
  }
}

/**
 * | PUT | POST | |
 * | --- | --- | --- |
 * | 200 | | replaced |
 * | 404: no password, or no user | 200 | made |
 * | 404 | 404 | no user |
 * | 404 | 409: another call has made one since | PUT once more |
 */
async function setPassword(
  client: DirectoryClient,
  user: DirectoryUser,
  password: Secret,
  { signal }: SetPasswordOptions,
): Promise<void> {
  const path = `/users${pathOf(user.id)}/password`
  const call = { path, body: { password }, signal } as const
  const replaced = await client.call({ ...call, method: 'PUT', expect: [200, 404] })
  if (replaced.status === 200) return
  const made = await client.call({ ...call, method: 'POST', expect: [200, 400, 409] })
  if (made.status === 409) await client.call({ ...call, method: 'PUT' })
  if (made.status === 400) throw refusedPassword(ID, 'HTTP 400')
}

function userOf(json: unknown) {
  const emails = valueAt(json, 'emails')
  const all = Array.isArray(emails) ? emails : []
  const primary = all.find((email) => valueAt(email, 'is_primary') === true) ?? all[0]
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(primary, 'address'),
    name: [valueAt(json, 'name')],
  })
}
