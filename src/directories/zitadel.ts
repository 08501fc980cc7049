import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import { createDirectoryClient, type DirectoryClient, pathOf } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import type { SessionList } from './http/end-listed.ts'
import { readCreatedUser, readId, readList, readUser } from './http/read-user.ts'
import {
  callInOrder,
  createRestDirectory,
  type RestRequest,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'zitadel'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

/** The ids of the complexity policy's errors, and what they stand for. */
const POLICY_ERRORS: Readonly<Record<string, string>> = {
  'DOMAIN-HuJf6': 'MinLength',
  'DOMAIN-co3Xw': 'HasLower',
  'DOMAIN-VoaRj': 'HasUpper',
  'DOMAIN-ZBv4H': 'HasNumber',
  'DOMAIN-ZDLwA': 'HasSymbol',
}

export interface ZitadelSettings {
  /** `https://acme-x1y2z3.zitadel.cloud`, or where you host it. */
  readonly baseUrl: string
  /** A personal access token of a service account. */
  readonly token: Secret
  /** The organisation that new users belong to. Default: the service account's own. */
  readonly organizationId?: string
}

/** ZITADEL by its user service v2. `changeRequired` is set in the same call as the password. */
export function zitadelDirectory(settings: ZitadelSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      token: readSecret(`${ID} token`, 'an access token', settings.token),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'ZITADEL',
  setup: [
    'In the organisation, create a service account (*Users*, *Service Users*) and a personal access token for it.',
    'Give the account the manager role *Org User Manager*.',
    'Make `policy` of the source at least as strict as *Password Complexity* of the organisation.',
  ],
  config:
    "directory: zitadelDirectory({ baseUrl: 'https://acme-x1y2z3.zitadel.cloud', token: env('ZITADEL_TOKEN') }),",
  permissions: [
    '`ORG_USER_MANAGER` in the organisation of the users; it has `session.read` and `session.delete` too, to end sessions after a reset.',
  ],
  limits: [
    'A password is at most 200 characters, and 72 bytes where ZITADEL hashes with bcrypt.',
    'A user whose name is unknown is made with the address as given and family name, since ZITADEL demands both.',
    'Expired sessions are listed too; of more than 1000, or after 5 s, the oldest are left and the failure is recorded.',
    'Before 2025 (pull request 9110) ZITADEL listed only sessions that the account itself began: it ends none, without an error.',
    'Sessions of the first login (`/ui/login`) are not listed; ZITADEL itself asks for the new password there.',
  ],
  mustChange: 'Yes: `changeRequired`, in the same call as the password.',
  sessions:
    'Yes: `POST /v2/sessions/search`, then `DELETE /v2/sessions/{id}` for each, with their access tokens where ZITADEL is asked about those. Refresh tokens go on: ZITADEL has no call to end those of another user.',
  testedAgainst: 'a server that behaves as its protocol files and error ids say',
  sources: [
    'github.com/zitadel/zitadel proto/zitadel/user/v2 (password.proto, query.proto), 2026-11-23',
    'github.com/zitadel/zitadel internal/domain/policy_password_complexity.go, 2026-11-23',
    'github.com/zitadel/zitadel proto/zitadel/session/v2/session_service.proto at 026747a and session.proto at 0c89796; internal/command/session.go at 0b215b0, internal/query/access_token.go at 088ec6b, cmd/defaults.yaml at 0011448 (the role’s rights), read 2026-11-24',
    'github.com/zitadel/zitadel issue 12637 (refresh tokens outlive a session), pull requests 9110 (sessions of others are listed) and 10429 (to end those of OIDC; still open), internal/user/repository/view/model/user_session.go at 084f647, read 2026-11-24',
  ],
}

function create(settings: ZitadelSettings, tools: DirectoryTools): Directory {
  const client = createDirectoryClient({
    id: ID,
    baseUrl: settings.baseUrl,
    authorize: fixedToken(settings.token),
    refusal,
    clock: tools.clock,
  })
  return zitadelOver(client, settings.organizationId)
}

function zitadelOver(client: DirectoryClient, organizationId: string | undefined): Directory {
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) =>
      callInOrder(
        client,
        [
          {
            method: 'POST',
            path: `/v2/users${pathOf(user.id)}/password`,
            body: { newPassword: { password, changeRequired: options.mustChange } },
          },
        ],
        options,
      ),
    byId: (id) => ({
      method: 'GET',
      path: `/v2/users${pathOf(id)}`,
      users: (json) => [userOf(valueAt(json, 'user'))],
    }),
    byEmail: (emailAddress) => ({
      ...search({
        queries: [{ emailQuery: { emailAddress, method: 'TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE' } }],
      }),
      users: (json) => resultOf(json).map(userOf),
    }),
    create: ({ email, name = email, locale }) => ({
      method: 'POST',
      path: '/v2/users/human',
      body: {
        username: email,
        organization: organizationId === undefined ? undefined : { orgId: organizationId },
        profile: { ...namesOf(name), displayName: name, preferredLanguage: locale },
        email: { email, isVerified: true },
      },
      users: (json) => [readUser(ID, { id: valueAt(json, 'userId') })],
    }),
    check: search({ query: { limit: 1 } }),
    listing,
    sessionLists: (userId) => [sessionsOf(userId)],
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, offset = '0') =>
    search({
      query: { offset, limit: PAGE_SIZE, asc: false },
      sortingColumn: 'USER_FIELD_NAME_CREATION_DATE',
      queries: [{ typeQuery: { type: 'TYPE_HUMAN' } }],
    }),
  users: (json, offset = '0') => {
    const users = resultOf(json)
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), { at: valueAt(user, 'details', 'creationDate') }),
      ),
      next: nextOffset(users, offset),
    }
  },
}

function sessionsOf(id: string): SessionList {
  return {
    read: (offset = '0') => ({
      method: 'POST',
      path: '/v2/sessions/search',
      body: {
        query: { offset, limit: PAGE_SIZE, asc: false },
        queries: [{ userIdQuery: { id } }],
        sortingColumn: 'SESSION_FIELD_NAME_CREATION_DATE',
      },
      isRead: true,
    }),
    page: (json, offset = '0') => {
      const sessions = readList(ID, valueAt(json, 'sessions') ?? [])
      return {
        ids: sessions.map((session) => readId(ID, valueAt(session, 'id'))),
        next: nextOffset(sessions, offset),
      }
    },
    end: (session) => ({ method: 'DELETE', path: `/v2/sessions${pathOf(session)}` }),
  }
}

function nextOffset(page: readonly unknown[], offset: string): string | undefined {
  return page.length < PAGE_SIZE ? undefined : String(Number(offset) + PAGE_SIZE)
}

function search(body: NonNullable<RestRequest['body']>): RestRequest {
  return { method: 'POST', path: '/v2/users', body, isRead: true }
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const details = valueAt(json, 'details')
  const ids = Array.isArray(details) ? details.map((detail) => textAt(detail, 'id') ?? '') : []
  const reason = ids.map((id) => POLICY_ERRORS[id]).find((rule) => rule !== undefined)
  if (status !== 400 || reason === undefined) return undefined
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason }
}

/** An empty result has no `result` at all: ZITADEL leaves empty fields out. */
function resultOf(json: unknown): readonly unknown[] {
  return readList(ID, valueAt(json, 'result') ?? [])
}

/** Both are required; a single word is both. */
function namesOf(name: string) {
  const [givenName = name, ...rest] = name.split(' ')
  return { givenName, familyName: rest.join(' ') || givenName }
}

function userOf(json: unknown) {
  const language = textAt(json, 'human', 'profile', 'preferredLanguage')
  return readUser(ID, {
    id: valueAt(json, 'userId'),
    email: valueAt(json, 'human', 'email', 'email'),
    name: [valueAt(json, 'human', 'profile', 'displayName')],
    // ZITADEL writes `und` for none.
    locale: language === 'und' ? undefined : language,
  })
}
