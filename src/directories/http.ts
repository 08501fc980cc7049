import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
} from './directory.ts'
import { createDirectoryClient, type DirectoryCall } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { refusedPassword } from './http/rest-directory.ts'
import { readBaseUrl } from './http/settings.ts'
import {
  fillBody,
  fillPath,
  placeholdersOfBody,
  placeholdersOfPath,
  type TemplateBody,
} from './http/template.ts'

const ID = 'http'
const SUCCESS = [200, 201, 202, 204]
const REFUSED = [400, 422]
const KNOWN = ['{userId}', '{email}', '{password}', '{mustChange}']

export interface HttpDirectorySettings {
  /** `https://api.acme.example`; `http:` within a private network only. */
  readonly baseUrl: string | Secret
  /** Sent with every request; secrets by `env()`. */
  readonly headers?: Readonly<Record<string, string | Secret>>
  /** The request that sets a password. It must say who and what: `{userId}` or `{email}`, and `{password}`. */
  readonly setPassword: {
    readonly method: 'POST' | 'PUT' | 'PATCH'
    /** `{userId}` and `{email}` are escaped as one part of the path. */
    readonly path: string
    /**
     * JSON in which a text that is just `{password}`, `{userId}` or `{email}` becomes that text, and
     * `{mustChange}` becomes true or false. Nothing is replaced within longer texts.
     */
    readonly body: TemplateBody
    /** Default 200, 201, 202, 204. */
    readonly success?: readonly number[]
    /** Statuses by which the password is refused. Default 400, 422. */
    readonly refused?: readonly number[]
  }
  /** A GET that needs the same credentials and changes nothing, for `doorkey doctor`. */
  readonly check: string
}

/** Any API that sets a password by one request. */
export function httpDirectory(settings: HttpDirectorySettings): DirectoryFactory {
  const { path, body } = settings.setPassword
  const capabilities = {
    mustChange: placeholdersOfBody(body).includes('{mustChange}'),
    expiry: false,
    createsUsers: false,
    findsUsers: false,
  } as const
  return directoryFactory(
    ID,
    capabilities,
    () => {
      for (const one of [path, settings.check]) expectPath(one)
      expectPlaceholders(placeholdersOfPath(path), placeholdersOfBody(body))
      return { ...settings, baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl) }
    },
    (checked, tools) => create(checked, tools, capabilities),
  )
}

export const guide: DirectoryGuide = {
  name: 'HTTP',
  setup: [
    'Name the request of your API that sets a password, and a GET that needs the same credentials.',
    'Write `{userId}` or `{email}`, `{password}` and, where the API can force a change, `{mustChange}` as whole values of the body; in the path, `{userId}` and `{email}` are escaped.',
    'Say which statuses mean success and which mean a refused password, where they are not the usual ones.',
  ],
  config: `directory: httpDirectory({
  baseUrl: 'https://api.acme.example',
  headers: { authorization: env('ACME_API_AUTHORIZATION') },
  setPassword: {
    method: 'PUT',
    path: '/users/{userId}/password',
    body: { password: '{password}', temporary: '{mustChange}' },
  },
  check: '/users?limit=1',
}),`,
  permissions: ['What the API asks for to set passwords of others.'],
  limits: [
    'It neither finds nor makes nor lists users.',
    'One request sets the password and the flag; an API that needs two is better served by a directory of its own.',
    'Why a password was refused is shown as the status only.',
  ],
  mustChange: 'Yes where the body has `{mustChange}`.',
  testedAgainst: 'a server of our own',
  sources: [],
}

function create(
  settings: HttpDirectorySettings,
  tools: DirectoryTools,
  capabilities: Directory['capabilities'],
): Directory {
  const { baseUrl, headers = {}, setPassword } = settings
  const { method, success = SUCCESS, refused = REFUSED } = setPassword
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: async () => headers,
    clock: tools.clock,
  })
  return {
    id: ID,
    capabilities,
    async setPassword(user, password, { mustChange, signal }) {
      const path = fillPath(setPassword.path, user)
      const body = fillBody(setPassword.body, { ...user, password, mustChange })
      const call: DirectoryCall = { method, path, body, expect: [...success, ...refused], signal }
      const { status } = await client.call(call)
      if (!success.includes(status)) throw refusedPassword(ID, `HTTP ${status}`)
    },
    hasChosenPassword: async () => undefined,
    findUser: () => unable('findUser'),
    createUser: () => unable('createUser'),
    async check(signal) {
      await client.call({ method: 'GET', path: settings.check, signal })
    },
  }
}

async function unable(what: string): Promise<DirectoryUser> {
  throw new AppError(
    'CONFIG_INVALID',
    `${ID}: expected a directory that can ${what}, got one that cannot`,
  )
}

/** Without its slash, what is filled in would become part of the host's name. */
function expectPath(path: string): void {
  if (/^\/(?!\/)/.test(path)) return
  throw new AppError(
    'CONFIG_INVALID',
    `${ID}: expected paths that begin with one slash, got another`,
  )
}

function expectPlaceholders(inPath: readonly string[], inBody: readonly string[]): void {
  const used = [...inPath, ...inBody]
  const named = inPath.filter((name) => name !== '{userId}' && name !== '{email}')
  const faults: readonly (readonly [boolean, string, string])[] = [
    [named.length > 0, 'only {userId} and {email} in the path, which logs keep', 'another'],
    [!used.every((name) => KNOWN.includes(name)), `${KNOWN.join(', ')} as whole values`, 'another'],
    [!inBody.includes('{password}'), '{password} in the body', 'none'],
    [!used.includes('{userId}') && !used.includes('{email}'), '{userId} or {email}', 'neither'],
  ]
  const fault = faults.find(([isFault]) => isFault)
  if (!fault) return
  throw new AppError('CONFIG_INVALID', `${ID} setPassword: expected ${fault[1]}, got ${fault[2]}`)
}
