import { AppError } from '../../core/app-error.ts'
import type { ErrorCode } from '../../core/error-codes.ts'
import { knownCodes } from '../http/answers.ts'

const NAMES: ReadonlyMap<string, ErrorCode> = new Map([
  ['UserNotFoundException', 'DIRECTORY_USER_NOT_FOUND'],
  ['InvalidPasswordException', 'DIRECTORY_REFUSED_PASSWORD'],
  ['PasswordHistoryPolicyViolationException', 'DIRECTORY_REFUSED_PASSWORD'],
  ['TooManyRequestsException', 'DIRECTORY_RATE_LIMITED'],
  ['LimitExceededException', 'DIRECTORY_RATE_LIMITED'],
  ['ThrottlingException', 'DIRECTORY_RATE_LIMITED'],
  ['AccessDeniedException', 'DIRECTORY_CREDENTIALS'],
  ['CredentialsProviderError', 'DIRECTORY_CREDENTIALS'],
  ['ExpiredTokenException', 'DIRECTORY_CREDENTIALS'],
  ['IncompleteSignatureException', 'DIRECTORY_CREDENTIALS'],
  ['InvalidSignatureException', 'DIRECTORY_CREDENTIALS'],
  ['MissingAuthenticationTokenException', 'DIRECTORY_CREDENTIALS'],
  ['NotAuthorizedException', 'DIRECTORY_CREDENTIALS'],
  ['TokenProviderError', 'DIRECTORY_CREDENTIALS'],
  ['UnrecognizedClientException', 'DIRECTORY_CREDENTIALS'],
])

const STATUSES: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'DIRECTORY_CREDENTIALS'],
  [403, 'DIRECTORY_CREDENTIALS'],
  [404, 'DIRECTORY_USER_NOT_FOUND'],
  [429, 'DIRECTORY_RATE_LIMITED'],
])

/** Nothing has been sent: no connection, or no TLS. */
const UNSENT = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPROTO',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** What the policy of a pool says is missing, in its own words. */
const POLICY_WORDS = [
  'not long enough',
  'uppercase characters',
  'lowercase characters',
  'numeric characters',
  'symbol characters',
]

/** The name of the error that says that a password was used before. */
export const REUSED = 'PasswordHistoryPolicyViolationException'

/**
 * The one reading of a failed call. The SDK's own error is never kept: its text may hold the
 * password or an address.
 */
export function classifyCognitoError(id: string, error: unknown, isRead: boolean): AppError {
  const name = textOf(error, 'name') ?? 'an error'
  const status = statusOf(error)
  const code = codeOf(error, name, status, isRead)
  const words =
    code === 'DIRECTORY_REFUSED_PASSWORD'
      ? knownCodes(POLICY_WORDS, [textOf(error, 'message')])
      : []
  const got = [isName(name) ? name : 'an error', ...words].join(', ')
  return new AppError(code, `${id}: expected the call to succeed, got ${got}`)
}

/** True for the errors whose name Cognito gives. */
export function isNamed(error: unknown, name: string): boolean {
  return textOf(error, 'name') === name
}

function codeOf(
  error: unknown,
  name: string,
  status: number | undefined,
  isRead: boolean,
): ErrorCode {
  const byName = NAMES.get(name)
  if (byName) return byName
  const open = isRead ? 'DIRECTORY_UNREACHABLE' : 'DIRECTORY_UNKNOWN_OUTCOME'
  // An error of our own side, or of an answer that said it was a success.
  if (status === undefined || status < 300) return isUnsent(error) ? 'DIRECTORY_UNREACHABLE' : open
  return STATUSES.get(status) ?? (status < 500 ? 'DIRECTORY_UNEXPECTED' : open)
}

function isUnsent(error: unknown): boolean {
  const code = textOf(error, 'code') ?? ''
  return UNSENT.has(code) || /did not establish a connection/.test(textOf(error, 'message') ?? '')
}

function statusOf(error: unknown): number | undefined {
  const metadata: unknown = Reflect.get(Object(error), '$metadata')
  const status: unknown = Reflect.get(Object(metadata), 'httpStatusCode')
  return typeof status === 'number' ? status : undefined
}

function textOf(error: unknown, key: string): string | undefined {
  const value: unknown = Reflect.get(Object(error), key)
  return typeof value === 'string' ? value : undefined
}

/** A class of the vendor, and no text of a server. */
function isName(text: string): boolean {
  return /^[A-Za-z]{3,60}$/.test(text)
}
