import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
  NewDirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import { createRestDirectory, type UserListing, type UserRequest } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'

const ID = 'fusionauth'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

const REUSED = '[previouslyUsed]user.password'
/** What the password rules of a tenant answer. */
const POLICY_CODES: ReadonlySet<string> = new Set(
  [
    'blank',
    'tooShort',
    'tooLong',
    'singleCase',
    'onlyAlpha',
    'requireNumber',
    'tooYoung',
    // One of the last few: for a password that a user typed, it may not be the present one.
    'previouslyUsed',
    'containsEmail',
    'breachedCommonPassword',
    'breachedExactMatch',
    'breachedSubAddressMatch',
    'breachedPasswordOnly',
  ].map((rule) => `[${rule}]user.password`),
)

export interface FusionauthSettings {
  /** `https://acme.fusionauth.io`, or where you host it. */
  readonly baseUrl: string
  readonly apiKey: Secret
  /** Needed where there is more than one tenant and the key is not bound to one. */
  readonly tenantId?: string
}

/** FusionAuth. `passwordChangeRequired` is set in the same call as the password. */
export function fusionauthDirectory(settings: FusionauthSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      apiKey: readSecret(`${ID} apiKey`, 'an API key', settings.apiKey),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'FusionAuth',
  setup: [
    'Under *Settings*, *API Keys*, create a key for the tenant with the endpoints named under permissions.',
    'Make `policy` of the source at least as strict as the tenant’s password rules; a *minimum age* must be off.',
  ],
  config:
    "directory: fusionauthDirectory({ baseUrl: 'https://acme.fusionauth.io', apiKey: env('FUSIONAUTH_API_KEY') }),",
  permissions: [
    '`/api/user`: GET, POST, PATCH.',
    '`/api/user/search`: POST, for reconciling.',
    '`/api/jwt/refresh`: DELETE, to end sessions after a reset.',
  ],
  limits: [
    'Reconciling reads at most the 10,000 newest users, which is as far as FusionAuth pages.',
    'A password that a user typed and had before is refused; one that Doorkey generated counts as set.',
  ],
  mustChange: 'Yes: `passwordChangeRequired`, in the same call as the password.',
  sessions:
    'Yes: `DELETE /api/jwt/refresh` revokes the refresh tokens; access tokens last until they expire.',
  testedAgainst: 'a server that behaves as its client library and public code say',
  sources: [
    'github.com/FusionAuth/fusionauth-typescript-client src/FusionAuthClient.ts, 2026-11-23',
    'Public code that tells the codes of refused passwords apart (`[tooShort]user.password` …), not the vendor’s own pages: not confirmed',
    'pub.dev/documentation/fusionauth_dart_client: `revokeRefreshTokensByUserId`, read 2026-11-23',
  ],
}

function create(settings: FusionauthSettings, tools: DirectoryTools): Directory {
  const { baseUrl, apiKey, tenantId } = settings
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: async () => ({
      // Without a scheme.
      authorization: apiKey,
      ...(tenantId !== undefined && { 'x-fusionauth-tenantid': tenantId }),
    }),
    isReused,
    refusal,
    clock: tools.clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) => setPassword(client, user, password, options),
    byId: (id) => ({
      method: 'GET',
      path: `/api/user${pathOf(id)}`,
      users: (json) => [userOf(valueAt(json, 'user'))],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `/api/user${queryOf({ email })}`,
      users: (json) => [userOf(valueAt(json, 'user'))],
    }),
    create: creation,
    // Nobody has this id: the answer is 404 with a good key and 401 with a bad one.
    check: {
      method: 'GET',
      path: '/api/user/00000000-0000-0000-0000-000000000000',
      expect: [200, 404],
    },
    listing,
    endSessions: (userId) => ({
      method: 'DELETE',
      path: `/api/jwt/refresh${queryOf({ userId })}`,
    }),
  })
}

function creation({ email, name, locale }: NewDirectoryUser): UserRequest {
  const preferredLanguages = locale === undefined ? undefined : [locale.replaceAll('-', '_')]
  return {
    method: 'POST',
    path: '/api/user',
    body: {
      user: { email, fullName: name, preferredLanguages },
      sendSetPasswordEmail: false,
      skipVerification: true,
    },
    users: (json) => [userOf(valueAt(json, 'user'))],
  }
}

async function setPassword(
  client: DirectoryClient,
  user: DirectoryUser,
  password: Secret,
  { mustChange, chosenByUser, signal }: SetPasswordOptions,
): Promise<void> {
  const path = `/api/user${pathOf(user.id)}`
  const patch = { passwordChangeRequired: mustChange }
  const body = { user: { password, ...patch } }
  const call = { method: 'PATCH', path, body, acceptsReused: !chosenByUser, signal } as const
  if (!isReused(await client.call(call))) return
  // FusionAuth refused the whole, the flag too.
  await client.call({ method: 'PATCH', path, body: { user: patch }, signal })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, startRow = '0') => ({
    method: 'POST',
    path: '/api/user/search',
    body: {
      search: {
        queryString: '*',
        sortFields: [{ name: 'insertInstant', order: 'desc' }],
        numberOfResults: PAGE_SIZE,
        startRow: Number(startRow),
      },
    },
    isRead: true,
  }),
  users: (json, startRow = '0') => {
    // An empty result has no `users`.
    const users = readList(ID, valueAt(json, 'users') ?? [])
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), { at: valueAt(user, 'insertInstant') }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(startRow) + PAGE_SIZE),
    }
  },
}

function isReused({ status, json }: Answer): boolean {
  return status === 400 && codesOf(json, 'user.password').join() === REUSED
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const codes = codesOf(json, 'user.password').filter((code) => POLICY_CODES.has(code))
  if (status !== 400 || codes.length === 0) return undefined
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: codes.join(', ') }
}

function codesOf(json: unknown, field: string): readonly string[] {
  const errors = valueAt(json, 'fieldErrors', field)
  return Array.isArray(errors) ? errors.flatMap((error) => textAt(error, 'code') ?? []) : []
}

function userOf(json: unknown) {
  const fullName = textAt(json, 'fullName')
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(json, 'email'),
    name: fullName ? [fullName] : [valueAt(json, 'firstName'), valueAt(json, 'lastName')],
    // FusionAuth writes de_AT.
    locale: textAt(json, 'preferredLanguages', 0)?.replaceAll('_', '-'),
  })
}
