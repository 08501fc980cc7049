import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../core/secret.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryTools,
  DirectoryUser,
  NewDirectoryUser,
} from './directory.ts'
import {
  type Answer,
  type DirectoryRefusal,
  knownCodes,
  readAnswer,
  textAt,
  valueAt,
} from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { findOrCreate } from './http/find-or-create.ts'
import { callInOrder } from './http/rest-directory.ts'
import { readBaseUrl, readSecret } from './http/settings.ts'
import { fixedToken } from './http/token-source.ts'
import { unknownPassword } from './http/unknown-password.ts'
import { directoryUser, soleMatch, splitName, unlessMissing } from './http/user-fields.ts'

const ID = 'okta'
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
} as const

/** Parts of Okta's own sentences in `errorCauses`; whatever else they say is not repeated. */
const REUSED_CAUSES = [
  'Password has been used too recently',
  'Password cannot be your current password',
] as const
const POLICY_CAUSES = ['Password requirements were not met', ...REUSED_CAUSES] as const
/** Validation failed; update of credentials failed; password requirements not met. */
const POLICY_CODES: ReadonlySet<string> = new Set(['E0000001', 'E0000014', 'E0000080'])
const ERROR_CODE = /^E\d{7}$/

export interface OktaDirectorySettings {
  /** Such as `https://acme.okta.com`. */
  readonly url: string | Secret
  /** An API token (SSWS). */
  readonly token: Secret
}

/** Sets passwords by Okta's Users API. */
export function oktaDirectory(settings: OktaDirectorySettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => ({
      baseUrl: readBaseUrl(`${ID} url`, settings.url),
      token: readSecret(`${ID} token`, 'an API token', settings.token),
    }),
    (checked, tools) => createOktaDirectory(createClient(checked, tools)),
  )
}

export const guide: DirectoryGuide = {
  name: 'Okta',
  setup: [
    'Make a service account with the rights below, and log in as it: a token has the rights of whoever makes it.',
    'Under *Security → API → Tokens* create a token; allow only Doorkey’s addresses to use it.',
  ],
  config: `directory: oktaDirectory({
  url: 'https://acme.okta.com',
  token: env('OKTA_TOKEN'),
}),`,
  permissions: [
    '*Edit users’ authenticator operations* and *View users* (a custom admin role), or *Group administrator*',
    '*Create users* where Doorkey makes users',
    '*Clear users’ sessions* (`okta.users.lifecycle.clearSessions`; part of *Group administrator*), to end sessions after a reset',
  ],
  limits: [
    'Two calls a password: it is set, then expired. A mail leaves only after both.',
    'A token that nobody uses for 30 days ends.',
    'API tokens only; OAuth service apps are not supported.',
    'After a reset, sessions that web and native apps keep by themselves go on.',
    'On Identity Engine, ending the sessions also forgets remembered devices: each asks for the second factor again.',
  ],
  mustChange: 'Yes: `lifecycle/expire_password`.',
  sessions:
    'Yes: `DELETE /users/{id}/sessions`, with `oauthTokens`: refresh and access tokens of apps end too.',
  testedAgainst: 'a stand-in written after the documentation',
  sources: [
    'developer.okta.com: error codes; Users API (set password, expire password, create user with password), read 2026-11-23',
    'okta/okta-sdk-python and okta/okta-sdk-dotnet docs (UserApi, UserCredApi), read 2026-11-23',
    'okta/okta-sdk-golang at cf104e7, .generator/okta-management-APIs-oasv3-noEnums-inheritance.yaml (`revokeUserSessions`: 204, and 404 for nobody), read 2026-11-24',
    'okta/okta-developer-docs at 0155d3b, packages/@okta/vuepress-site/docs/reference/api/roles/index.md (`okta.users.lifecycle.clearSessions`), read 2026-11-24',
    'From memory, not confirmed: that *Group administrator* has that right; whether a password that is set ends sessions by itself is not documented',
  ],
}

function createClient(
  { baseUrl, token }: { readonly baseUrl: string; readonly token: Secret },
  { clock }: DirectoryTools,
): DirectoryClient {
  return createDirectoryClient({
    id: ID,
    baseUrl: `${baseUrl}/api/v1`,
    authorize: fixedToken(token, 'SSWS'),
    isReused: (answer) => knownCodes(REUSED_CAUSES, causes(answer)).length > 0,
    refusal,
    clock,
  })
}

function refusal(answer: Answer): DirectoryRefusal | undefined {
  const code = textAt(answer.json, 'errorCode') ?? ''
  if (answer.status !== 400 && answer.status !== 403) return undefined
  if (!ERROR_CODE.test(code)) return undefined
  const known = knownCodes(POLICY_CAUSES, causes(answer))
  const isAboutPassword =
    known.length > 0 || causes(answer).some((cause) => /^password:/i.test(cause))
  if (POLICY_CODES.has(code) && (isAboutPassword || code === 'E0000080')) {
    return { code: 'DIRECTORY_REFUSED_PASSWORD', reason: [code, ...known].join(' ') }
  }
  return answer.status === 400 ? { code: 'DIRECTORY_UNEXPECTED', reason: code } : undefined
}

function causes({ json }: Answer): readonly string[] {
  const listed = valueAt(json, 'errorCauses')
  if (!Array.isArray(listed)) return []
  return listed.flatMap((cause: unknown) => textAt(cause, 'errorSummary') ?? [])
}

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const UserShape = Type.Object({
  id: Type.String({ minLength: 1 }),
  profile: Type.Object({
    email: Text,
    firstName: Text,
    lastName: Text,
    preferredLanguage: Text,
    locale: Text,
  }),
})
const User = Compile(UserShape)
const Users = Compile(Type.Array(UserShape))

function createOktaDirectory(client: DirectoryClient): Directory {
  const findByName = async (name: string, signal: AbortSignal) => {
    const path = `/users${pathOf(name)}`
    const answer = await unlessMissing(client.call({ method: 'GET', path, signal }))
    return answer && toUser(readAnswer(ID, User, answer.json))
  }
  const findByEmail = async (email: string, signal: AbortSignal) => {
    // By login first: the search lags behind, and most logins are the address.
    const byLogin = await findByName(email, signal)
    if (byLogin && soleMatch([byLogin], email)) return byLogin
    const search = `profile.email eq "${email.replaceAll(/["\\]/g, String.raw`\$&`)}"`
    const path = `/users${queryOf({ search, limit: 5 })}`
    const { json } = await client.call({ method: 'GET', path, signal })
    return soleMatch(readAnswer(ID, Users, json).map(toUser), email)
  }
  return {
    id: ID,
    capabilities: CAPABILITIES,
    async setPassword(user, password, { mustChange, chosenByUser, signal }) {
      const path = `/users${pathOf(user.id)}`
      const body = { credentials: { password: { value: password } } }
      const set = { method: 'POST', path, body, acceptsReused: !chosenByUser } as const
      const expire = { method: 'POST', path: `${path}/lifecycle/expire_password` } as const
      await callInOrder(client, mustChange ? [set, expire] : [set], { signal })
    },
    hasChosenPassword: async () => undefined,
    async endSessions(userId, signal) {
      const path = `/users${pathOf(userId)}/sessions${queryOf({ oauthTokens: 'true' })}`
      await client.call({ method: 'DELETE', path, signal })
    },
    findUser: (by, signal) =>
      'email' in by ? findByEmail(by.email, signal) : findByName(by.id, signal),
    createUser: (user, signal) =>
      findOrCreate(
        () => findByEmail(user.email, signal),
        async () => {
          // Activated without a password, Okta would write to the user itself.
          const path = '/users?activate=true'
          const { json } = await client.call({ method: 'POST', path, body: newUser(user), signal })
          return toUser(readAnswer(ID, User, json))
        },
      ),
    async check(signal) {
      await client.call({ method: 'GET', path: '/users?limit=1', signal })
    },
  }
}

/** Okta insists on both names. */
function newUser({ email, name }: NewDirectoryUser) {
  const { first, last } = splitName(name ?? email.replace(/@.*$/, ''))
  return {
    profile: { login: email, email, firstName: first, lastName: last },
    credentials: { password: { value: unknownPassword() } },
  }
}

function toUser({ id, profile }: Static<typeof UserShape>): DirectoryUser {
  const { email, firstName, lastName, preferredLanguage, locale } = profile
  return directoryUser(id, {
    email,
    name: `${firstName ?? ''} ${lastName ?? ''}`,
    locale: preferredLanguage || locale?.replaceAll('_', '-'),
  })
}
