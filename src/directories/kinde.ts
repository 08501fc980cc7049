import { hash } from 'bcryptjs'
import { AppError } from '../core/app-error.ts'
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
import { readList, readUser } from './http/read-user.ts'
import { callToSet, createRestDirectory, refusedPassword } from './http/rest-directory.ts'
import { readDomain, readSecret, readText } from './http/settings.ts'
import { clientCredentials } from './http/token-source.ts'
import { splitName } from './http/user-fields.ts'

const ID = 'kinde'
const USERS = '/api/v1/users'
/** Of bcrypt: it reads no further, so that a longer password would be opened by its beginning. */
const PASSWORD_BYTES_MAX = 72
const COST = { default: 12, min: 10, max: 15 } as const
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  hashOnly: true,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
} as const

export interface KindeDirectorySettings {
  /** `acme.kinde.com`, also where users see a domain of yours: the API's audience is made of it. */
  readonly domain: string | Secret
  readonly clientId: string | Secret
  readonly clientSecret: Secret
  /** bcrypt's work factor, 10–15; one more doubles the time that a hash takes. Default 12. */
  readonly cost?: number
}

/** Kinde by its Management API. It takes no password, only a bcrypt hash, which is made here. */
export function kindeDirectory(settings: KindeDirectorySettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      baseUrl: readDomain(`${ID} domain`, 'a domain such as acme.kinde.com', settings.domain),
      clientId: readText(`${ID} clientId`, 'the id of an application', settings.clientId),
      clientSecret: readSecret(
        `${ID} clientSecret`,
        'the secret of an application',
        settings.clientSecret,
      ),
      cost: readCost(settings.cost ?? COST.default),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Kinde',
  setup: [
    'Under *Settings → Applications*, add an application of the type *Machine to machine*.',
    'On its page *APIs*, authorize it for the *Kinde Management API* with the scopes below.',
    'Copy its client id, its client secret and the domain `<name>.kinde.com`, not a custom domain.',
    'Turn *Email + password* on under *Settings → Authentication*.',
    'Keep `policy.length` at 72 or less, the most that bcrypt reads.',
  ],
  config: `directory: kindeDirectory({
  domain: 'acme.kinde.com',
  clientId: env('KINDE_CLIENT_ID'),
  clientSecret: env('KINDE_CLIENT_SECRET'),
}),`,
  permissions: [
    '`update:user_passwords`',
    '`read:users`',
    '`create:users` where Doorkey makes users',
    '`delete:user_sessions`, to end sessions after a reset',
  ],
  limits: [
    'Kinde sees a hash only and cannot apply its own password rules; `policy` of the source is the only check.',
    'A password of more than 72 bytes is refused, since bcrypt would cut it; a letter with an accent has two or more.',
    'A hash takes about a third of a second of the worker’s processor, in slices; `cost` sets how much.',
    'A temporary password opens the account once.',
    'A locale is neither read nor stored.',
    'Kinde documents no order of its user list, so it is not listed.',
    'Its description names no answer for an id that nobody has. 404, or a code that ends in `NOT_FOUND`, is taken for it; not confirmed.',
    'One page of its documentation shows a plain `password` field for the same call; the API’s description and another page rule it out, so it is not used.',
  ],
  mustChange: 'Yes: `is_temporary_password`, in the same call as the password.',
  sessions:
    'Yes: `DELETE /api/v1/users/{id}/sessions`, with refresh tokens. Access tokens that were given last until they expire, a day by default.',
  testedAgainst: 'a server that behaves as its OpenAPI description says',
  sources: [
    'github.com/kinde-oss/management-api-js at 5473c7c, spec/kinde-mgmt-api-specs.yaml and lib/utilities/getToken.ts, 2026-11-23',
    'docs.kinde.com: *Set a temporary password for a user*, *Create users with API*, 2026-11-23',
    'github.com/kinde-oss/management-api-js at 5473c7c, spec/kinde-mgmt-api-specs.yaml (`DeleteUserSessions`); github.com/kinde-oss/documentation, pull request 802 (what revoking reaches), read 2026-11-24',
  ],
}

interface Checked {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: Secret
  readonly cost: number
}

function readCost(cost: number): number {
  if (Number.isInteger(cost) && cost >= COST.min && cost <= COST.max) return cost
  throw new AppError(
    'CONFIG_INVALID',
    `${ID} cost: expected a whole number from ${COST.min} to ${COST.max}, got ${cost}`,
  )
}

function create(settings: Checked, { clock }: DirectoryTools): Directory {
  const { baseUrl, clientId, clientSecret, cost } = settings
  const tokens = clientCredentials({
    id: ID,
    url: `${baseUrl}/oauth2/token`,
    clientId,
    clientSecret,
    form: { audience: `${baseUrl}/api` },
    clock,
  })
  const client = createDirectoryClient({
    id: ID,
    baseUrl,
    authorize: tokens.authorize,
    dropToken: tokens.drop,
    refusal,
    clock,
  })
  return kindeOver(client, cost)
}

function kindeOver(client: DirectoryClient, cost: number): Directory {
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    async setPassword(user, password, { mustChange, signal }) {
      const path = `${USERS}${pathOf(user.id)}/password`
      const body = {
        hashed_password: await bcrypt(password, cost),
        hashing_method: 'bcrypt',
        is_temporary_password: mustChange,
      }
      await callToSet(ID, client, { method: 'PUT', path, body, signal }, () => undefined)
    },
    // Unlike `GET /api/v1/user`, the filter has a documented answer for an id that nobody has.
    byId: (id) => usersBy({ user_id: id }),
    byEmail: (email) => usersBy({ email }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: '/api/v1/user',
      body: {
        ...(name !== undefined && { profile: profileOf(name) }),
        identities: [{ type: 'email', is_verified: true, details: { email } }],
      },
      // The answer has nothing but the id.
      users: (json) => [readUser(ID, { id: valueAt(json, 'id') })],
    }),
    check: { method: 'GET', path: `${USERS}?page_size=1` },
    endSessions: (id) => ({ method: 'DELETE', path: `${USERS}${pathOf(id)}/sessions` }),
  })
}

/**
 * bcrypt in plain JavaScript, in slices of at most 100 ms between which everything else goes on.
 * Throws `DIRECTORY_REFUSED_PASSWORD` for more than bcrypt reads.
 */
async function bcrypt(password: Secret, cost: number): Promise<string> {
  const text = password.reveal()
  if (Buffer.byteLength(text) > PASSWORD_BYTES_MAX) {
    throw refusedPassword(ID, `more than ${PASSWORD_BYTES_MAX} bytes`)
  }
  // Other implementations end a password at its first NUL.
  if (text.includes('\0')) throw refusedPassword(ID, 'a NUL')
  return hash(text, cost)
}

/** Errors are listed with codes, of which Kinde's description names no list. */
function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  if (status !== 400) return undefined
  if (textAt(json, 'errors', 0, 'code')?.endsWith('NOT_FOUND') !== true) return undefined
  return { code: 'DIRECTORY_USER_NOT_FOUND', reason: 'HTTP 400' }
}

function usersBy(filter: { readonly user_id: string } | { readonly email: string }) {
  return {
    method: 'GET',
    path: USERS + queryOf({ ...filter, page_size: '10' }),
    users: (json: unknown) => readList(ID, valueAt(json, 'users') ?? []).map(userOf),
  } as const
}

function profileOf(name: string) {
  const { first, last } = splitName(name)
  return { given_name: first, ...(last !== first && { family_name: last }) }
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'first_name'), valueAt(json, 'last_name')],
  })
}
