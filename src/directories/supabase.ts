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
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import {
  callToSet,
  createRestDirectory,
  type RestDirectoryParts,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'supabase'
const USERS = '/admin/users'
const PAGE_SIZE = 100
const WEAK_REASONS = ['length', 'characters', 'pwned']

export interface SupabaseSettings {
  /** `https://<project>.supabase.co/auth/v1`, or where your own Auth server is. */
  readonly baseUrl: string
  /** The service-role or secret key; it may do everything. */
  readonly serviceKey: Secret
  /**
   * A key of `app_metadata` that Doorkey sets to true when the password must be changed. Supabase
   * does nothing with it: your app must ask for the change and remove it. Absent: no must-change.
   */
  readonly mustChangeMarker?: string
  /**
   * Whether setting a password also confirms the address: a user whom an invitation made cannot
   * log in before, and the password reaches nobody but its reader. Default true.
   */
  readonly confirmEmail?: boolean
}

/** Supabase Auth by its admin API. */
export function supabaseDirectory(settings: SupabaseSettings): DirectoryFactory {
  const capabilities = {
    mustChange: settings.mustChangeMarker !== undefined,
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
      serviceKey: readSecret(`${ID} serviceKey`, 'a secret key', settings.serviceKey),
    }),
    (checked, tools) => create(checked, tools, capabilities),
  )
}

export const guide: DirectoryGuide = {
  name: 'Supabase',
  setup: [
    'Under *Project Settings*, *API Keys*, copy a secret key (or the service-role key).',
    'Make `policy` of the source at least as strict as the password settings under *Authentication*.',
    'Where your app should ask for another password at the first login, name a key of `app_metadata` as `mustChangeMarker` and act on it.',
  ],
  config:
    "directory: supabaseDirectory({ baseUrl: 'https://acme.supabase.co/auth/v1', serviceKey: env('SUPABASE_SECRET_KEY'), mustChangeMarker: 'must_change_password' }),",
  permissions: ['A secret key; Supabase has no narrower right for users.'],
  limits: [
    'Supabase forces no change itself; without `mustChangeMarker` the source needs `allowLastingPassword: true`.',
    'A password is at most 72 bytes.',
    'Whoever has no password has a random one that nobody knows, so users with and without look the same.',
    'Every password that is set ends the user’s sessions, a generated one and with `endSessions: false` too; an Auth server older than 2.79 ends none.',
    'There is no call that ends the sessions of a user by their id.',
  ],
  mustChange: 'A marker in `app_metadata` that your app acts on; in the same call as the password.',
  sessions:
    'Yes: Supabase ends them, with their refresh tokens, with every password that is set; access tokens last until they expire.',
  testedAgainst: 'a server that behaves as its own source says',
  sources: [
    'github.com/supabase/auth internal/api (admin.go, password.go, errors.go) and internal/models/user.go, 2026-11-23',
    'github.com/supabase/auth at bc32168: internal/api/admin.go (`adminUserUpdate`), internal/models/user.go (`UpdatePassword`) and sessions.go (`Logout`), migrations/20220811173540_add_sessions_table.up.sql (refresh tokens go with their session), internal/api/logout.go (only by the user’s own token); since b079c35 of v2.79.0; read 2026-11-24',
  ],
}

function create(
  settings: SupabaseSettings,
  tools: DirectoryTools,
  capabilities: Directory['capabilities'],
): Directory {
  const { baseUrl, serviceKey: apikey, mustChangeMarker, confirmEmail = true } = settings
  const bearer = fixedToken(apikey)
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: async () => ({ apikey, ...(await bearer()) }),
    refusal,
    clock: tools.clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities,
    ...usersOver(client),
    setPassword: (user, password, { mustChange, signal }) =>
      callToSet(
        ID,
        client,
        {
          method: 'PUT',
          path: USERS + pathOf(user.id),
          body: {
            password,
            ...(confirmEmail && { email_confirm: true }),
            ...(mustChangeMarker !== undefined && {
              // It is merged into the rest; null removes a key.
              app_metadata: { [mustChangeMarker]: mustChange ? true : null },
            }),
          },
          signal,
        },
        // Longer than 72 bytes; nothing else here can be invalid.
        ({ json }) => (codeOf(json) === 'validation_failed' ? 'validation_failed' : undefined),
      ),
  })
}

function usersOver(
  client: DirectoryClient,
): Omit<RestDirectoryParts, 'id' | 'capabilities' | 'setPassword'> {
  return {
    client,
    byId: (id) => ({
      method: 'GET',
      path: USERS + pathOf(id),
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `${USERS}${queryOf({ filter: email.toLowerCase(), per_page: String(PAGE_SIZE) })}`,
      users: (json) => readList(ID, valueAt(json, 'users')).map(userOf),
    }),
    create: ({ email, name, locale }) => ({
      method: 'POST',
      path: USERS,
      body: { email, email_confirm: true, user_metadata: { full_name: name, locale } },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: `${USERS}?per_page=1` },
    listing,
  }
}

const listing: UserListing = {
  order: 'newest',
  read: (_, page = '1') => ({
    method: 'GET',
    path: `${USERS}${queryOf({ page, per_page: String(PAGE_SIZE) })}`,
  }),
  users: (json, page = '1') => {
    const users = readList(ID, valueAt(json, 'users'))
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), {
          at: valueAt(user, 'created_at'),
          origin: textAt(user, 'invited_at') === undefined ? 'unknown' : 'invited',
        }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(page) + 1),
    }
  },
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  if (status !== 422 || codeOf(json) !== 'weak_password') return undefined
  const reasons = valueAt(json, 'weak_password', 'reasons')
  const known = WEAK_REASONS.filter((reason) => Array.isArray(reasons) && reasons.includes(reason))
  return {
    code: 'DIRECTORY_REFUSED_PASSWORD',
    reason: ['weak_password', ...known].join(' '),
  }
}

/** `error_code` in the API's first version, `code` since 2024-01-01. */
function codeOf(json: unknown): string | undefined {
  return textAt(json, 'error_code') ?? textAt(json, 'code')
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'user_metadata', 'full_name') ?? valueAt(json, 'user_metadata', 'name')],
    locale: valueAt(json, 'user_metadata', 'locale'),
  })
}
