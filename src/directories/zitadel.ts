import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { type Answer, type DirectoryRefusal, textAt, valueAt } from './http/answers.ts'
import { createDirectoryClient, type DirectoryClient, pathOf } from './http/directory-client.ts'
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

const ID = 'zitadel'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
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
  permissions: ['`ORG_USER_MANAGER` in the organisation of the users.'],
  limits: [
    'A password is at most 200 characters, and 72 bytes where ZITADEL hashes with bcrypt.',
    'A user whose name is unknown is made with the address as given and family name, since ZITADEL demands both.',
  ],
  mustChange: 'Yes: `changeRequired`, in the same call as the password.',
  testedAgainst: 'a server that behaves as its protocol files and error ids say',
  sources: [
    'github.com/zitadel/zitadel proto/zitadel/user/v2 (password.proto, query.proto), 2026-11-23',
    'github.com/zitadel/zitadel internal/domain/policy_password_complexity.go, 2026-11-23',
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
      next: users.length < PAGE_SIZE ? undefined : String(Number(offset) + PAGE_SIZE),
    }
  },
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
