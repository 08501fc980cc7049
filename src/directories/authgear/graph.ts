import type { KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Clock } from '../../core/clock.ts'
import { Secret } from '../../core/secret.ts'
import { type Answer, type DirectoryRefusal, knownCodes, textAt, valueAt } from '../http/answers.ts'
import { createDirectoryClient, type JsonBody } from '../http/directory-client.ts'
import { signedBearer } from '../http/token-source.ts'

const ID = 'authgear'
/** Authgear's own advice for the tokens that callers sign. */
const TOKEN_SECONDS = 300

/** `Policy` in `pkg/lib/authn/authenticator/password/policy.go`. */
const POLICY_CODES = [
  'PasswordTooShort',
  'PasswordUppercaseRequired',
  'PasswordLowercaseRequired',
  'PasswordAlphabetRequired',
  'PasswordDigitRequired',
  'PasswordSymbolRequired',
  'PasswordContainingExcludedKeywords',
  'PasswordBelowGuessableLevel',
  'PasswordReused',
] as const

/** Names of errors, out of `pkg/api/apierrors/kinds.go`, that mean something to us. */
const ERROR_CODES: ReadonlyMap<string, DirectoryRefusal['code']> = new Map([
  ['NotFound', 'DIRECTORY_USER_NOT_FOUND'],
  ['Unauthorized', 'DIRECTORY_CREDENTIALS'],
  ['Forbidden', 'DIRECTORY_CREDENTIALS'],
  ['TooManyRequest', 'DIRECTORY_RATE_LIMITED'],
  ['Invalid', 'DIRECTORY_UNEXPECTED'],
  ['BadRequest', 'DIRECTORY_UNEXPECTED'],
  ['AlreadyExists', 'DIRECTORY_UNEXPECTED'],
])

/** Sends one GraphQL document. */
export type Graph = (
  query: string,
  variables: JsonBody,
  how: { readonly signal: AbortSignal; readonly isRead: boolean; readonly acceptsReused?: boolean },
) => Promise<unknown>

/** GraphQL at Authgear's Admin API, with tokens that it signs itself. */
export function createGraph(
  settings: {
    readonly endpoint: string
    readonly projectId: string
    readonly keyId: string
    readonly key: KeyObject
  },
  clock: Clock,
): Graph {
  const tokens = signedBearer({
    ttlSeconds: TOKEN_SECONDS,
    clock,
    async sign({ issuedAt, expiresAt }) {
      const jwt = new SignJWT()
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: settings.keyId })
        .setAudience([settings.projectId])
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
      return new Secret(await jwt.sign(settings.key))
    },
  })
  const client = createDirectoryClient({
    id: ID,
    baseUrl: settings.endpoint,
    authorize: tokens.authorize,
    dropToken: tokens.drop,
    isReused: (answer) => policyCodes(answer).join() === 'PasswordReused',
    refusal,
    clock,
  })
  return async (query, variables, how) => {
    const body = { query, variables }
    const call = { method: 'POST', path: '/_api/admin/graphql', body, ...how } as const
    return valueAt((await client.call(call)).json, 'data')
  }
}

/** GraphQL reports errors with status 200. */
function refusal(answer: Answer): DirectoryRefusal | undefined {
  const errors = valueAt(answer.json, 'errors')
  if (!Array.isArray(errors) || errors.length === 0) return undefined
  const codes = policyCodes(answer)
  if (textAt(answer.json, 'errors', 0, 'extensions', 'reason') === 'PasswordPolicyViolated') {
    const reason = codes.join(', ') || 'PasswordPolicyViolated'
    return { code: 'DIRECTORY_REFUSED_PASSWORD', reason }
  }
  const name = textAt(answer.json, 'errors', 0, 'extensions', 'errorName') ?? ''
  const code = ERROR_CODES.get(name)
  // An error without a known name is one inside Authgear: the change may have been made.
  return code ? { code, reason: name } : { code: 'DIRECTORY_UNKNOWN_OUTCOME', reason: 'an error' }
}

function policyCodes({ json }: Answer): readonly string[] {
  const causes = valueAt(json, 'errors', 0, 'extensions', 'info', 'causes')
  if (!Array.isArray(causes)) return []
  return knownCodes(
    POLICY_CODES,
    causes.map((cause: unknown) => textAt(cause, 'Name')),
  )
}
