import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { readAnswer, valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readJson, readList, readUser } from './http/read-user.ts'
import { callToSet, createRestDirectory } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'

const ID = 'ory'
const IDENTITIES = '/admin/identities'
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
} as const

export interface OrySettings {
  /** `https://<project>.projects.oryapis.com`, or the admin port of Kratos. */
  readonly baseUrl: string
  /** `ory_pat_…`; the admin port of Kratos has no authentication. */
  readonly token?: Secret
  /** Of users that Doorkey makes. Default `default`. */
  readonly schemaId?: string
  /** The trait that holds the address. Default `email`. */
  readonly emailTrait?: string
  /** The trait that holds a display name, where the schema has one as text. */
  readonly nameTrait?: string
}

/**
 * Ory Kratos and Ory Network. An identity is replaced as a whole, so it is read first and sent back
 * unchanged but for the password.
 */
export function oryDirectory(settings: OrySettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      ...settings,
      baseUrl: readBaseUrl(`${ID} baseUrl`, settings.baseUrl),
      ...(settings.token && { token: readSecret(`${ID} token`, 'an API key', settings.token) }),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Ory',
  setup: [
    'Ory Network: create an API key (`ory_pat_…`) in *Project settings*. Self-hosted Kratos: let Doorkey, and nobody else, reach the admin port.',
    'Name the traits of your identity schema if they are not `email` and none.',
  ],
  config:
    "directory: oryDirectory({ baseUrl: 'https://acme.projects.oryapis.com', token: env('ORY_TOKEN'), nameTrait: 'name' }),",
  permissions: ['Ory Network: an API key of the project. Kratos: the admin port.'],
  limits: [
    'Kratos does not apply its password policy to passwords that an administrator sets.',
    'A change of the identity between our read and our write, milliseconds apart, is overwritten.',
    'After a reset, tokens that Ory’s OAuth2 server (Hydra) gave to apps go on: Kratos ends its own sessions only.',
  ],
  mustChange: 'No: Kratos has no such flag.',
  sessions:
    'Yes: `DELETE /admin/identities/{id}/sessions`, which answers 404 alike for no sessions and for nobody.',
  testedAgainst: 'a server that behaves as Kratos’ own source says',
  sources: [
    'github.com/ory/kratos identity/handler.go and handler_import.go, 2026-11-23',
    'github.com/ory/kratos at b86338d: session/handler.go (`deleteIdentitySessions`), persistence/sql/persister_session.go (`DeleteSessionsByIdentity`); identity/handler.go ends no session with a password; read 2026-11-24',
  ],
}

/** What an update replaces; whatever it leaves out would be wiped. */
const Identity = Compile(
  Type.Object({
    schema_id: Type.String(),
    state: Type.Optional(Type.String()),
    traits: Type.Unknown(),
    metadata_public: Type.Optional(Type.Unknown()),
    metadata_admin: Type.Optional(Type.Unknown()),
    external_id: Type.Optional(Type.String()),
  }),
)

function create(settings: OrySettings, tools: DirectoryTools): Directory {
  const { baseUrl, token, schemaId = 'default', emailTrait = 'email', nameTrait } = settings
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: token === undefined ? async () => ({}) : fixedToken(token),
    clock: tools.clock,
  })
  const userOf = (json: unknown): DirectoryUser =>
    readUser(ID, {
      id: valueAt(json, 'id'),
      email: valueAt(json, 'traits', emailTrait),
      name: nameTrait === undefined ? [] : [valueAt(json, 'traits', nameTrait)],
    })
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: (user, password, options) => setPassword(client, user, password, options),
    byId: (id) => ({
      method: 'GET',
      path: IDENTITIES + pathOf(id),
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `${IDENTITIES}${queryOf({ credentials_identifier: email })}`,
      users: (json) => readList(ID, json).map(userOf),
    }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: IDENTITIES,
      body: {
        schema_id: schemaId,
        traits: { [emailTrait]: email, ...(nameTrait !== undefined && { [nameTrait]: name }) },
      },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: `${IDENTITIES}?page_size=1` },
    endSessions: (id) => ({
      method: 'DELETE',
      path: `${IDENTITIES}${pathOf(id)}/sessions`,
      // 404 for an identity without sessions, and for none.
      expect: [204, 404],
    }),
  })
}

async function setPassword(
  client: DirectoryClient,
  user: DirectoryUser,
  password: Secret,
  { signal }: SetPasswordOptions,
): Promise<void> {
  const path = IDENTITIES + pathOf(user.id)
  const { json } = await client.call({ method: 'GET', path, signal })
  const identity = readAnswer(ID, Identity, json)
  const { schema_id, state, traits, metadata_public, metadata_admin, external_id } = identity
  const call = {
    method: 'PUT',
    path,
    body: {
      schema_id,
      state,
      traits: readJson(traits),
      metadata_public: readJson(metadata_public),
      metadata_admin: readJson(metadata_admin),
      external_id,
      credentials: { password: { config: { password } } },
    },
    signal,
  } as const
  // All else is as Ory gave it, so nothing but the password can be wrong.
  await callToSet(ID, client, call, () => undefined)
}
