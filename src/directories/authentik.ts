import type { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { valueAt } from './http/answers.ts'
import { createDirectoryClient, pathOf, queryOf } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readList, readUser } from './http/read-user.ts'
import { callToSet, createRestDirectory } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'authentik'
const USERS = '/api/v3/core/users'
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
} as const

export interface AuthentikSettings {
  /** `https://auth.acme.example` */
  readonly baseUrl: string
  /** An API token of a service account. */
  readonly token: Secret
}

/** authentik by its API. User ids are its integer primary keys. */
export function authentikDirectory(settings: AuthentikSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      token: readSecret(`${ID} token`, 'an API token', settings.token),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'authentik',
  setup: [
    'Create a service account, and an API token for it under *Directory*, *Tokens and App passwords*.',
    'Give it a role with the permissions named below.',
  ],
  config:
    "directory: authentikDirectory({ baseUrl: 'https://auth.acme.example', token: env('AUTHENTIK_TOKEN') }),",
  permissions: ['`view_user`, `reset_user_password`; `add_user` for creating users.'],
  limits: [
    'Password policies of authentik belong to stages and are not applied to passwords that the API sets.',
    'A user’s name of 150 characters at most is their address, when Doorkey makes them.',
  ],
  mustChange: 'No: authentik has no such flag; a policy on a custom attribute can do it.',
  testedAgainst: 'a server that behaves as its own source says',
  sources: ['github.com/goauthentik/authentik authentik/core/api/users.py, 2026-11-23'],
}

function create({ baseUrl, token }: AuthentikSettings, tools: DirectoryTools): Directory {
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: fixedToken(token),
    clock: tools.clock,
  })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, { signal }) =>
      callToSet(
        ID,
        client,
        {
          method: 'POST',
          path: `${USERS}${pathOf(user.id)}/set_password/`,
          body: { password },
          signal,
        },
        () => undefined,
      ),
    byId: (id) => ({
      method: 'GET',
      path: `${USERS}${pathOf(id)}/`,
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `${USERS}/${queryOf({ email, page_size: '2' })}`,
      users: (json) => readList(ID, valueAt(json, 'results')).map(userOf),
    }),
    create: ({ email, name = email, locale }) => ({
      method: 'POST',
      path: `${USERS}/`,
      body: {
        username: email,
        name,
        email,
        is_active: true,
        attributes: locale === undefined ? {} : { settings: { locale } },
      },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: `${USERS}/?page_size=1` },
  })
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'pk'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'name')],
    locale: valueAt(json, 'attributes', 'settings', 'locale'),
  })
}
