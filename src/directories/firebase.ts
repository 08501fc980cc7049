import type { KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { addMs } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import {
  type Answer,
  type DirectoryRefusal,
  knownCodes,
  readAnswer,
  textAt,
  valueAt,
} from './http/answers.ts'
import { createDirectoryClient, type DirectoryClient, pathOf } from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import {
  callInOrder,
  createRestDirectory,
  type RestRequest,
  type UserListing,
} from './http/rest-directory.ts'
import { readBaseUrl, readPrivateKey, readText } from './http/settings.ts'
import { createTokenSource, type TokenSource } from './http/token-source.ts'

const ID = 'firebase'
const PAGE_SIZE = 500
const ASSERTION_SECONDS = 600
const SCOPE = 'https://www.googleapis.com/auth/identitytoolkit'
const CAPABILITIES = {
  mustChange: false,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
} as const

/** Google's codes stand at the beginning of a message, before free text. */
const POLICY_CODES = ['WEAK_PASSWORD', 'PASSWORD_DOES_NOT_MEET_REQUIREMENTS']
const POLICY_RULES = [
  'a lower case character',
  'an upper case character',
  'a numeric character',
  'a non-alphanumeric character',
  'at least',
  'at most',
]

export interface FirebaseSettings {
  /** `project_id` of the service account’s file. */
  readonly projectId: string | Secret
  /** `client_email` of that file. */
  readonly clientEmail: string | Secret
  /** `private_key` of that file, in PEM, also with `\n` for its line ends. */
  readonly privateKey: Secret
  /** Of Identity Platform’s multi-tenancy. */
  readonly tenantId?: string
  /** Default `https://identitytoolkit.googleapis.com`. */
  readonly baseUrl?: string
  /** Default `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string
}

/** Firebase Authentication and Identity Platform, by a service account. */
export function firebaseDirectory(settings: FirebaseSettings): DirectoryFactory {
  const { baseUrl = 'https://identitytoolkit.googleapis.com', tenantId } = settings
  const { tokenUrl = 'https://oauth2.googleapis.com/token' } = settings
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      projectId: readText(`${ID} projectId`, 'the id of a project', settings.projectId),
      clientEmail: readText(`${ID} clientEmail`, 'a service account', settings.clientEmail),
      key: readPrivateKey(`${ID} privateKey`, 'rsa', settings.privateKey),
      tenantId,
      baseUrl: readBaseUrl(`${ID} baseUrl`, baseUrl),
      tokenUrl: readBaseUrl(`${ID} tokenUrl`, tokenUrl),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Firebase',
  setup: [
    'In Google Cloud’s *IAM*, create a service account with the role *Firebase Authentication Admin* and a JSON key for it.',
    'Put its `client_email` and `private_key` into variables.',
    'Turn *Email/Password* on, and make `policy` of the source at least as strict as the project’s password policy.',
  ],
  config: `directory: firebaseDirectory({
  projectId: 'acme',
  clientEmail: env('FIREBASE_CLIENT_EMAIL'),
  privateKey: env('FIREBASE_PRIVATE_KEY'),
}),`,
  permissions: [
    '`firebaseauth.users.get`, `.update` and `.create` (*Firebase Authentication Admin*).',
  ],
  limits: [
    'Every password that is set ends the user’s sessions, a generated one and with `endSessions: false` too.',
    'A locale is neither read nor stored.',
  ],
  mustChange: 'No: Firebase has no such flag.',
  sessions:
    'Yes: Firebase ends them, with their refresh tokens, with every password that is set; an id token lasts up to an hour where `checkRevoked` is not asked for.',
  testedAgainst:
    'a server that behaves as the Admin SDK’s source says; assertions checked by `jose`',
  sources: [
    'github.com/firebase/firebase-admin-node src/auth (auth-api-request.ts, error.ts), read 2026-11-23',
    'cloud.google.com/identity-platform/docs/reference/rest/v1/projects.accounts, read 2026-11-23',
    'firebase.google.com/docs/auth/admin/manage-sessions; firebase/firebase-admin-node at 5a203f6, src/auth/user-record.ts (`tokensValidAfterTime`); firebase/firebase-tools at 01f8c7b, src/emulator/auth/operations.ts (`setAccountInfoImpl`): a password sets `validSince`; read 2026-11-24',
  ],
}

interface Checked {
  readonly projectId: string
  readonly clientEmail: string
  readonly key: KeyObject
  readonly tenantId: string | undefined
  readonly baseUrl: string
  readonly tokenUrl: string
}

function create(settings: Checked, tools: DirectoryTools): Directory {
  const { projectId, tenantId, baseUrl } = settings
  const token = serviceAccountToken(settings, tools)
  const scope = tenantId === undefined ? '' : `/tenants${pathOf(tenantId)}`
  const client = createDirectoryClient({
    id: ID,
    baseUrl: `${baseUrl}/v1/projects${pathOf(projectId)}${scope}`,
    authorize: (signal) => token.authorize(signal),
    dropToken: (refused) => token.drop(refused),
    refusal,
    clock: tools.clock,
  })
  return firebaseOver(client)
}

function firebaseOver(client: DirectoryClient): Directory {
  return createRestDirectory({
    id: ID,
    capabilities: CAPABILITIES,
    client,
    setPassword: ({ id: localId }, password, options) => {
      // No `validSince`: Firebase sets it to its own time, and ours would replace that.
      const body = { localId, password }
      return callInOrder(client, [{ method: 'POST', path: '/accounts:update', body }], options)
    },
    byId: (id) => ({ ...lookup({ localId: [id] }), users: usersOf }),
    byEmail: (email) => ({ ...lookup({ email: [email] }), users: usersOf }),
    create: ({ email, name }) => ({
      method: 'POST',
      path: '/accounts',
      body: { email, displayName: name, emailVerified: true },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: '/accounts:batchGet?maxResults=1' },
    listing,
  })
}

const TokenAnswer = Compile(
  Type.Object({ access_token: Type.String({ minLength: 1 }), expires_in: Type.Number() }),
)

/** A JWT that the service account signs is exchanged for a token (RFC 7523). */
function serviceAccountToken(settings: Checked, { clock }: DirectoryTools): TokenSource {
  const { clientEmail, key, tokenUrl } = settings
  const client = createDirectoryClient({
    id: `${ID} token`,
    baseUrl: tokenUrl,
    authorize: async () => ({}),
    refusal: ({ status }) =>
      status === 400 ? { code: 'DIRECTORY_CREDENTIALS', reason: 'HTTP 400' } : undefined,
    clock,
  })
  return createTokenSource({
    clock,
    async fetchToken(signal) {
      const now = clock.now()
      const assertion = await new SignJWT({ scope: SCOPE })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setIssuer(clientEmail)
        .setAudience(tokenUrl)
        .setIssuedAt(now)
        .setExpirationTime(addMs(now, ASSERTION_SECONDS * 1_000))
        .sign(key)
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
      const form = { grant_type, assertion: new Secret(assertion) }
      const { json } = await client.call({ method: 'POST', path: '', form, signal, isRead: true })
      const answer = readAnswer(ID, TokenAnswer, json)
      const expiresAt = addMs(clock.now(), answer.expires_in * 1_000)
      return { value: new Secret(answer.access_token), expiresAt }
    },
  })
}

const listing: UserListing = {
  order: 'newest',
  read: (_, offset = '0') => ({
    method: 'POST',
    path: '/accounts:query',
    body: {
      returnUserInfo: true,
      limit: String(PAGE_SIZE),
      offset,
      sortBy: 'CREATED_AT',
      order: 'DESC',
    },
    isRead: true,
  }),
  users: (json, offset = '0') => {
    const users = readList(ID, valueAt(json, 'userInfo') ?? [])
    return {
      users: users.map((user) =>
        readCreatedUser(ID, userOf(user), {
          at: Number(textAt(user, 'createdAt')),
          hasPassword: textAt(user, 'passwordHash') !== undefined,
        }),
      ),
      next: users.length < PAGE_SIZE ? undefined : String(Number(offset) + PAGE_SIZE),
    }
  },
}

function lookup(body: NonNullable<RestRequest['body']>): RestRequest {
  return { method: 'POST', path: '/accounts:lookup', body, isRead: true }
}

function refusal({ status, json }: Answer): DirectoryRefusal | undefined {
  const message = textAt(json, 'error', 'message')
  const code = /^[A-Z_]+/.exec(message ?? '')?.[0]
  if (status !== 400 || code === undefined) return undefined
  if (code === 'USER_NOT_FOUND') return { code: 'DIRECTORY_USER_NOT_FOUND', reason: code }
  if (!POLICY_CODES.includes(code)) return undefined
  const rules = knownCodes(POLICY_RULES, [message])
  return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: [code, ...rules].join(', ') }
}

/** Nobody is an answer without `users`. */
function usersOf(json: unknown) {
  return readList(ID, valueAt(json, 'users') ?? []).map(userOf)
}

function userOf(json: unknown) {
  return readUser(ID, {
    id: valueAt(json, 'localId'),
    email: valueAt(json, 'email'),
    name: [valueAt(json, 'displayName')],
  })
}
