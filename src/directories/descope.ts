import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import { createDirectoryClient, type DirectoryClient, queryOf } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import {
  callToSet,
  createRestDirectory,
  type RestRequest,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'descope'
const USER = '/v1/mgmt/user'
const PAGE_SIZE = 100
const NOBODY_CODES = ['E112102', 'E062108']
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

export interface DescopeSettings {
  /** `<project id>:<management key>`, both parts in one secret. */
  readonly credentials: Secret
  /** Default `https://api.descope.com`. */
  readonly baseUrl?: string
}

/** Descope by its management API. A temporary password must be replaced at the first login. */
export function descopeDirectory(settings: DescopeSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      credentials: readSecret(
        `${ID} credentials`,
        '<project id>:<management key>',
        settings.credentials,
      ),
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl ?? 'https://api.descope.com'),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Descope',
  setup: [
    'Under *Company*, *Management Keys*, create a key for the project.',
    'Put `<project id>:<management key>` into one variable.',
    'Turn *Passwords* on, and make `policy` of the source at least as strict as its settings.',
  ],
  config: "directory: descopeDirectory({ credentials: env('DESCOPE_CREDENTIALS') }),",
  permissions: ['A management key that may manage the users of the project.'],
  limits: [
    'Passwords belong to login ids: Doorkey looks the user up first and takes the login id that is the address, else the first one.',
    'Descope does not list the codes of its password policy; the code it answers is shown as it is.',
    'A locale of a new user cannot be stored.',
  ],
  mustChange: 'Yes: `password/set/temporary` instead of `password/set/active`.',
  sessions: 'Yes: `POST /v1/mgmt/user/logout`.',
  testedAgainst: 'a server that behaves as its client libraries say',
  sources: [
    'github.com/descope/node-sdk lib/management (paths.ts, user.ts, types.ts), 2026-11-23',
    'github.com/descope/go-sdk descope (errors.go, types.go), 2026-11-23',
    'github.com/descope/python-sdk and descope-dotnet (`/v1/mgmt/user/logout` with `userId`), read 2026-11-23',
  ],
}

function create(settings: DescopeSettings, tools: DirectoryTools): Directory {
  const client = createDirectoryClient({
    id: ID,
    baseUrl: settings.baseUrl ?? 'https://api.descope.com',
    authorize: fixedToken(settings.credentials),
    refusal,
    clock: tools.clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) => setPassword(client, user, password, options),
    byId: (id) => ({ ...load(id), users: (json) => [userOf(valueAt(json, 'user'))] }),
    byEmail: (email) => ({
      ...search({ emails: [email], limit: 2 }),
      users: (json) => readList(ID, valueAt(json, 'users') ?? []).map(userOf),
    }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: `${USER}/create`,
      body: { loginId: email, email, verifiedEmail: true, displayName: name },
      users: (json) => [userOf(valueAt(json, 'user'))],
    }),
    check: search({ limit: 1 }),
    listing,
    endSessions: (userId) => ({ method: 'POST', path: `${USER}/logout`, body: { userId } }),
  })
}

const listing: UserListing = {
  order: 'none',
  read: (since, page = '0') =>
    search({ fromCreatedTime: since.getTime(), limit: PAGE_SIZE, page: Number(page) }),
  users: (json, page = '0') => {
    const users = readList(ID, valueAt(json, 'users') ?? [])
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), {
          at: milliseconds(valueAt(user, 'createdTime')),
          hasPassword: valueAt(user, 'password') === true,
        }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(page) + 1),
    }
  },
}

async function setPassword(
  client: DirectoryClient,
  user: DirectoryUser,
  password: Secret,
  { mustChange, signal }: SetPasswordOptions,
): Promise<void> {
  const { json } = await client.call({ ...load(user.id), signal })
  const body = { loginId: loginIdOf(valueAt(json, 'user')), password }
  const path = `${USER}/password/set/${mustChange ? 'temporary' : 'active'}`
  await callToSet(ID, client, { method: 'POST', path, body, signal }, (answer) => {
    const code = textAt(answer.json, 'errorCode')
    return code !== undefined && /^E\d{6}$/.test(code) ? code : undefined
  })
}

/** The one that is the address, since the mail says to log in with it; else the first. */
function loginIdOf(json: unknown): string {
  const listed = valueAt(json, 'loginIds')
  const ids = Array.isArray(listed) ? listed.filter((id) => typeof id === 'string') : []
  const email = textAt(json, 'email')?.toLowerCase()
  const loginId = ids.find((id) => id.toLowerCase() === email) ?? ids[0]
  if (loginId !== undefined) return loginId
  throw new AppError('DIRECTORY_UNEXPECTED', `${ID}: expected a login id of the user, got none`)
}

function load(userId: string): RestRequest {
  return { method: 'GET', path: `${USER}${queryOf({ userId })}` }
}

function search(body: NonNullable<RestRequest['body']>): RestRequest {
  return { method: 'POST', path: '/v2/mgmt/user/search', body, isRead: true }
}

/** Descope answers 400 for nobody too. */
function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const code = textAt(json, 'errorCode')
  if (status < 400 || code === undefined || !NOBODY_CODES.includes(code)) return undefined
  return { code: 'DIRECTORY_USER_NOT_FOUND', reason: code }
}

function milliseconds(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * 1_000 : undefined
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'userId'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'name')],
  })
}
