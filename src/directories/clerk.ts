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
  callInOrder,
  createRestDirectory,
  type RestRequest,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'clerk'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

/** Clerk's codes are words of its own and never hold what was sent. */
const POLICY_CODES = [
  'form_password_pwned',
  'form_password_length_too_short',
  'form_password_length_too_long',
  'form_password_size_in_bytes_exceeded',
  'form_password_no_lowercase',
  'form_password_no_uppercase',
  'form_password_no_number',
  'form_password_no_special_char',
  'form_password_not_strong_enough',
  'form_password_validation_failed',
]

export interface ClerkSettings {
  /** `sk_live_…` or `sk_test_…`. */
  readonly secretKey: Secret
  /** Default `https://api.clerk.com/v1`. */
  readonly baseUrl?: string
}

/**
 * Clerk by its Backend API. Must-change marks the password as compromised, a call of its own after
 * the password: when it fails, both are made again.
 */
export function clerkDirectory(settings: ClerkSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      secretKey: readSecret(`${ID} secretKey`, 'a secret key', settings.secretKey),
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl ?? 'https://api.clerk.com/v1'),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Clerk',
  setup: [
    'In the Clerk dashboard, open *API keys* and copy the secret key of the instance.',
    'Turn *Password* on, and make `policy` of the source at least as strict as it.',
  ],
  config: "directory: clerkDirectory({ secretKey: env('CLERK_SECRET_KEY') }),",
  permissions: ['A secret key; Clerk has no narrower right for users.'],
  limits: [
    'A password is marked as compromised to force the change, and Clerk’s pages say so in those words.',
    'Sessions of the user go on after a generated password is set.',
    'After a reset a session token that is already out lasts for up to a minute more.',
  ],
  mustChange: 'Yes: `password/set_compromised`, a second call after the password.',
  sessions: 'Yes: `sign_out_of_other_sessions`, in the same call as the password.',
  testedAgainst: 'a server that behaves as its OpenAPI description says',
  sources: [
    'github.com/clerk/openapi-specs bapi/2026-05-12.yml, 2026-11-23',
    'github.com/clerk/openapi-specs at 7987d1b, bapi/2026-05-12.yml, and 2021-02-05, 2024-10-01 and 2025-11-10 alike (`UpdateUser`: `sign_out_of_other_sessions` signs out of all active sessions), read 2026-11-24',
    'github.com/clerk/clerk-docs at 134b0ce, docs/guides/sessions/force-token-refresh.mdx (tokens of 60 seconds), read 2026-11-24',
  ],
}

function create(settings: ClerkSettings, tools: DirectoryTools): Directory {
  const client = createDirectoryClient({
    id: ID,
    baseUrl: settings.baseUrl ?? 'https://api.clerk.com/v1',
    authorize: fixedToken(settings.secretKey),
    refusal,
    clock: tools.clock,
  })
  return clerkOver(client)
}

function clerkOver(client: DirectoryClient): Directory {
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, { mustChange, endsSessions = false, signal }) => {
      const path = `/users${pathOf(user.id)}`
      const sessions = endsSessions ? { sign_out_of_other_sessions: true } : {}
      const set: RestRequest = { method: 'PATCH', path, body: { password, ...sessions } }
      const flag: RestRequest = mustChange
        ? { method: 'POST', path: `${path}/password/set_compromised`, body: {} }
        : // What Clerk answers where nothing was set before is not documented.
          {
            method: 'POST',
            path: `${path}/password/unset_compromised`,
            expect: [200, 400, 422],
          }
      return callInOrder(client, [set, flag], { signal })
    },
    byId: (id) => ({ method: 'GET', path: `/users${pathOf(id)}`, users: (json) => [userOf(json)] }),
    byEmail: (email) => ({
      method: 'GET',
      path: `/users${queryOf({ email_address: email, limit: '2' })}`,
      users: (json) => readList(ID, json).map(userOf),
    }),
    create: ({ email, name, locale }) => ({
      method: 'POST',
      path: '/users',
      body: {
        email_address: [email],
        ...namesOf(name),
        locale,
        skip_password_requirement: true,
      },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: '/users?limit=1' },
    listing,
  })
}

const listing: UserListing = {
  order: 'oldest',
  read: (since, after) => ({
    method: 'GET',
    path: `/users${queryOf({
      limit: String(PAGE_SIZE),
      order_by: '+created_at',
      // Exclusive, and in milliseconds.
      created_at_after: String(since.getTime() - 1),
      starting_after: after,
    })}`,
  }),
  users: (json) => {
    const users = readList(ID, json).map((user) =>
      readCreatedUser(ID, userOf(user), {
        at: valueAt(user, 'created_at'),
        hasPassword: valueAt(user, 'password_enabled') === true,
      }),
    )
    return { users, next: users.length < PAGE_SIZE ? undefined : users.at(-1)?.id }
  },
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const codes = codesOf(json).filter((code) => POLICY_CODES.includes(code))
  if (status !== 422 || codes.length === 0) return undefined
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: codes.join(', ') }
}

function codesOf(json: unknown): readonly string[] {
  const errors = valueAt(json, 'errors')
  return Array.isArray(errors) ? errors.flatMap((error) => textAt(error, 'code') ?? []) : []
}

function namesOf(name: string | undefined) {
  if (name === undefined) return {}
  const [first_name = name, ...rest] = name.split(' ')
  return { first_name, ...(rest.length > 0 && { last_name: rest.join(' ') }) }
}

function userOf(json: unknown) {
  const emails = valueAt(json, 'email_addresses')
  const all = Array.isArray(emails) ? emails : []
  const primaryId = valueAt(json, 'primary_email_address_id')
  const primary = all.find((email) => valueAt(email, 'id') === primaryId) ?? all[0]
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(primary, 'email_address'),
    name: [valueAt(json, 'first_name'), valueAt(json, 'last_name')],
    locale: valueAt(json, 'locale'),
  })
}
