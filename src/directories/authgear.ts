import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../core/secret.ts'
import { usersSince } from './authgear/audit-log.ts'
import { createGraph, type Graph } from './authgear/graph.ts'
import { nodeId, toUser, USER, User } from './authgear/user.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, NewDirectoryUser } from './directory.ts'
import { readAnswer } from './http/answers.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { findOrCreate } from './http/find-or-create.ts'
import { readBaseUrl, readPrivateKey, readText } from './http/settings.ts'
import { soleMatch } from './http/user-fields.ts'

const ID = 'authgear'
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
  listsUsers: true,
  validity: true,
} as const

export interface AuthgearDirectorySettings {
  /** Such as `https://acme.authgear.cloud`. */
  readonly endpoint: string | Secret
  /** The project's id, `acme`. */
  readonly projectId: string | Secret
  /** Id and PEM of a key that was made for the Admin API. */
  readonly keyId: string | Secret
  readonly privateKey: Secret
}

/** Sets passwords by Authgear's Admin API (GraphQL). */
export function authgearDirectory(settings: AuthgearDirectorySettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      endpoint: readBaseUrl(`${ID} endpoint`, settings.endpoint),
      projectId: readText(`${ID} projectId`, 'the id of a project', settings.projectId),
      keyId: readText(`${ID} keyId`, 'the id of a key', settings.keyId),
      key: readPrivateKey(`${ID} privateKey`, 'rsa', settings.privateKey),
    }),
    (checked, tools) => createAuthgearDirectory(createGraph(checked, tools.clock)),
  )
}

export const guide: DirectoryGuide = {
  name: 'Authgear',
  setup: [
    'In the portal open *Advanced → Admin API*, add a key pair and download its private key.',
    'Copy the key id and the project id from the same page; the endpoint is the project’s own address.',
  ],
  config: `directory: authgearDirectory({
  endpoint: 'https://acme.authgear.cloud',
  projectId: 'acme',
  keyId: env('AUTHGEAR_KEY_ID'),
  privateKey: env('AUTHGEAR_PRIVATE_KEY'),
}),`,
  permissions: ['An Admin API key; Authgear has no narrower ones.'],
  limits: [
    'A user’s name and language are set by a second call after the creation; where that one fails, the user is there without them.',
    'A password replaces whichever primary password the user has: Authgear does not say who chose it.',
    'Reconciling reads the audit log, which keeps as long as the plan allows.',
  ],
  mustChange: 'Yes: `setPasswordExpired`.',
  sessions: 'Yes: the mutation `revokeAllSessions`.',
  testedAgainst: 'a stand-in written after the server’s source; tokens checked by `jose`',
  sources: [
    'authgear/authgear-server at fa7a7d55 (pkg/admin/graphql, pkg/admin/facade/user_profile.go, pkg/lib/feature/stdattrs, pkg/lib/authn/stdattrs, pkg/lib/admin/authz, pkg/lib/authn/authenticator/password, pkg/util/graphqlutil/api_error.go, pkg/lib/audit/log.go), read 2026-11-24',
    'authgear/docs at 49fa91d, read 2026-11-23',
  ],
}

const FIND_BY_ID = `query($id: ID!) { found: node(id: $id) { ... on User { ${USER} } } }`
const FIND_BY_EMAIL = `query($email: String!) {
  found: getUsersByStandardAttribute(attributeName: "email", attributeValue: $email) { ${USER} }
}`
const SET_PASSWORD = `mutation($input: ResetPasswordInput!) {
  resetPassword(input: $input) { user { id } }
}`
const END_SESSIONS = `mutation($input: RevokeAllSessionsInput!) {
  revokeAllSessions(input: $input) { user { id } }
}`
const CREATE = `mutation($input: CreateUserInput!) {
  createUser(input: $input) { user { ${USER} } }
}`
const UPDATE = `mutation($input: UpdateUserInput!) {
  updateUser(input: $input) { user { ${USER} } }
}`
const CHECK = 'query { users(first: 1) { edges { node { id } } } }'

const Found = Compile(Type.Object({ found: Type.Union([User, Type.Null()]) }))
const FoundMany = Compile(Type.Object({ found: Type.Array(User) }))
const Created = Compile(Type.Object({ createUser: Type.Object({ user: User }) }))
const Updated = Compile(Type.Object({ updateUser: Type.Object({ user: User }) }))

function createAuthgearDirectory(graph: Graph): Directory {
  const findByEmail = async (email: string, signal: AbortSignal) => {
    const answer = await graph(FIND_BY_EMAIL, { email }, { signal, isRead: true })
    const { found } = readAnswer(ID, FoundMany, answer)
    return soleMatch(found.map(toUser), email)
  }
  return {
    id: ID,
    capabilities: CAPABILITIES,
    async setPassword(user, password, { mustChange, chosenByUser, signal }) {
      const input = {
        userID: nodeId('User', user.id),
        password,
        sendPassword: false,
        setPasswordExpired: mustChange,
      }
      await graph(SET_PASSWORD, { input }, { signal, isRead: false, acceptsReused: !chosenByUser })
    },
    hasChosenPassword: async () => undefined,
    async endSessions(userId, signal) {
      const input = { userID: nodeId('User', userId) }
      await graph(END_SESSIONS, { input }, { signal, isRead: false })
    },
    async findUser(by, signal) {
      if ('email' in by) return findByEmail(by.email, signal)
      const answer = await graph(
        FIND_BY_ID,
        { id: nodeId('User', by.id) },
        { signal, isRead: true },
      )
      const { found } = readAnswer(ID, Found, answer)
      return found === null ? undefined : toUser(found)
    },
    createUser: (user, signal) =>
      findOrCreate(
        () => findByEmail(user.email, signal),
        async () => {
          const input = creation(user)
          const answer = await graph(CREATE, { input }, { signal, isRead: false })
          const made = readAnswer(ID, Created, answer).createUser.user
          return toUser(await describeUser(graph, made, user, signal))
        },
      ),
    async check(signal) {
      await graph(CHECK, {}, { signal, isRead: true })
    },
    usersSince: (since, signal) => usersSince(graph, since, signal),
  }
}

/**
 * Creation takes no attributes. An update replaces them all, so what the user has goes along. One that
 * fails leaves the account without a name: it is there, and must not fail for that.
 */
async function describeUser(
  graph: Graph,
  made: Static<typeof User>,
  { name, locale }: NewDirectoryUser,
  signal: AbortSignal,
): Promise<Static<typeof User>> {
  if (name === undefined && locale === undefined) return made
  const standardAttributes = {
    ...made.standardAttributes,
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
  }
  const input = { userID: made.id, standardAttributes }
  try {
    const answer = await graph(UPDATE, { input }, { signal, isRead: false })
    return readAnswer(ID, Updated, answer).updateUser.user
  } catch {
    return made
  }
}

function creation({ email, validFrom, validUntil }: NewDirectoryUser) {
  return {
    definition: { loginID: { key: 'email', value: email } },
    ...(validFrom && { accountValidFrom: validFrom.toISOString() }),
    ...(validUntil && { accountValidUntil: validUntil.toISOString() }),
  }
}
