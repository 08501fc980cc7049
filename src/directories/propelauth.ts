import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import { callToSet, createRestDirectory, type UserListing } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'propelauth'
const USERS = '/api/backend/v1/user'
const PAGE_SIZE = 100
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  listsUsers: true,
} as const

export interface PropelauthSettings {
  /** `https://auth.acme.example`: the auth URL of the environment. */
  readonly authUrl: string
  readonly apiKey: Secret
  /** Default `https://propelauth-api.com`. */
  readonly baseUrl?: string
}

/** PropelAuth by its backend API. Must-change is set in the same call as the password. */
export function propelauthDirectory(settings: PropelauthSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      authUrl: readBaseUrl(`${ID} authUrl`, settings.authUrl),
      apiKey: readSecret(`${ID} apiKey`, 'an API key', settings.apiKey),
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl ?? 'https://propelauth-api.com'),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'PropelAuth',
  setup: [
    'Under *Backend Integration*, copy the auth URL and create an API key of the environment.',
    'Turn *Password* login on, and make `policy` of the source at least as strict as it.',
  ],
  config:
    "directory: propelauthDirectory({ authUrl: 'https://auth.acme.example', apiKey: env('PROPELAUTH_API_KEY') }),",
  permissions: ['A backend API key that may write.'],
  limits: [
    'The words with which PropelAuth refuses a password are not shown, since they may quote it.',
    'A locale is neither read nor stored.',
  ],
  mustChange: 'Yes: `ask_user_to_update_password_on_login`, in the same call as the password.',
  testedAgainst: 'a server that behaves as its client library says',
  sources: ['github.com/PropelAuth/node-apis src/api/user.ts and src/http.ts, 2026-11-23'],
}

function create(settings: PropelauthSettings, tools: DirectoryTools): Directory {
  const { authUrl, apiKey, baseUrl = 'https://propelauth-api.com' } = settings
  const bearer = fixedToken(apiKey)
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: async () => ({
      ...(await bearer()),
      'x-propelauth-url': new URL(authUrl).hostname,
    }),
    clock: tools.clock,
  })
  return propelauthOver(client)
}

function propelauthOver(client: DirectoryClient): Directory {
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, { mustChange, signal }) =>
      callToSet(
        ID,
        client,
        {
          method: 'PUT',
          path: `${USERS}${pathOf(user.id)}/password`,
          body: { password, ask_user_to_update_password_on_login: mustChange },
          signal,
        },
        ({ json }) => (valueAt(json, 'password') === undefined ? undefined : 'password'),
      ),
    byId: (id) => ({ method: 'GET', path: USERS + pathOf(id), users: (json) => [userOf(json)] }),
    byEmail: (email) => ({
      method: 'GET',
      path: `${USERS}/email${queryOf({ email })}`,
      users: (json) => [userOf(json)],
    }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: `${USERS}/`,
      body: {
        email,
        email_confirmed: true,
        send_email_to_confirm_email_address: false,
        ...namesOf(name),
      },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: `${USERS}/query?page_size=1` },
    listing,
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, page_number = '0') => ({
    method: 'GET',
    path: `${USERS}/query${queryOf({
      page_number,
      page_size: String(PAGE_SIZE),
      order_by: 'CREATED_AT_DESC',
    })}`,
  }),
  users: (json, page = '0') => ({
    users: readList(ID, valueAt(json, 'users')).map((user) => {
      const seconds = valueAt(user, 'created_at')
      return readCreatedUser(ID, userOf(user), {
        at: typeof seconds === 'number' ? seconds * 1_000 : undefined,
        hasPassword: valueAt(user, 'has_password') === true,
      })
    }),
    next: valueAt(json, 'has_more_results') === true ? String(Number(page) + 1) : undefined,
  }),
}

function namesOf(name: string | undefined) {
  if (name === undefined) return {}
  const [first_name = name, ...rest] = name.split(' ')
  return { first_name, ...(rest.length > 0 && { last_name: rest.join(' ') }) }
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'user_id'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'first_name'), valueAt(json, 'last_name')],
  })
}
