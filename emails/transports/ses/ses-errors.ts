import { AppError } from '../../../src/core/app-error.ts'
import { addMs } from '../../../src/core/clock.ts'
import type { ErrorCode } from '../../../src/core/error-codes.ts'

const SECOND_MS = 1_000
/** The daily quota frees up bit by bit over 24 hours; asking sooner only fails again. */
const QUOTA_WAIT_MS = 30 * 60 * SECOND_MS

/** What is known about a failed call, without anything that could name a person. */
interface Failure {
  /** The wire code, without a trailing `Exception`. */
  readonly name: string
  readonly status: number | undefined
  readonly socket: string
  readonly message: string
  readonly requestId: string
}

interface Row {
  readonly code: ErrorCode
  /** A failure fits when one of these lists holds its value… */
  readonly names?: readonly string[]
  readonly statuses?: readonly number[]
  readonly sockets?: readonly string[]
  /** …and its message fits, where a row says so. */
  readonly message?: RegExp
}

const THROTTLE_NAMES = [
  'Throttling',
  'TooManyRequests',
  'RequestThrottled',
  'LimitExceeded',
  'RequestLimitExceeded',
]

/**
 * The first row that fits decides. Wire codes of Amazon SES v1 as SDK 3.1169 passes them on: some as
 * typed classes that end in `Exception`, others by name only. Whatever no row knows is unknown.
 */
const ROWS: readonly Row[] = [
  { code: 'TRANSPORT_QUOTA', names: THROTTLE_NAMES, message: /daily message quota/i },
  { code: 'TRANSPORT_THROTTLED', names: THROTTLE_NAMES },
  {
    code: 'TRANSPORT_CREDENTIALS',
    names: [
      'AccessDenied',
      'CredentialsProviderError',
      'ExpiredToken',
      'IncompleteSignature',
      'InvalidClientTokenId',
      'InvalidSignature',
      'MissingAuthenticationToken',
      'OptInRequired',
      'RequestExpired',
      'RequestTimeTooSkewed',
      'SignatureDoesNotMatch',
      'TokenProviderError',
      'UnrecognizedClient',
    ],
  },
  {
    code: 'TRANSPORT_ACCOUNT',
    names: [
      'AccountSendingPaused',
      'ConfigurationSetDoesNotExist',
      'ConfigurationSetSendingPaused',
    ],
  },
  {
    code: 'TRANSPORT_SENDER',
    names: ['MailFromDomainNotVerified'],
  },
  {
    code: 'TRANSPORT_ACCOUNT',
    names: ['MessageRejected'],
    message: /sending (?:paused|suspended)/i,
  },
  {
    code: 'TRANSPORT_REJECTED',
    names: ['InvalidParameterValue', 'MessageRejected', 'ValidationError'],
  },
  {
    code: 'TRANSPORT_UNREACHABLE',
    names: ['RequestTimeout', 'ServiceUnavailable'],
    statuses: [408, 503],
    sockets: ['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
  },
  {
    // The handshake comes before the first byte of the request.
    code: 'TRANSPORT_UNREACHABLE',
    sockets: [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'EPROTO',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
  },
  {
    code: 'TRANSPORT_UNREACHABLE',
    names: ['TimeoutError'],
    message: /did not establish a connection/,
  },
  { code: 'TRANSPORT_UNREACHABLE', names: ['Error'], message: /^Region is missing/ },
  { code: 'TRANSPORT_THROTTLED', statuses: [429] },
  { code: 'TRANSPORT_CREDENTIALS', statuses: [401, 403] },
]

/** The one reading of a failed SES call. Never keeps the SDK's error, whose text names addresses. */
export function classifySesError(
  error: unknown,
  mail: { readonly from: string; readonly now: Date },
): AppError {
  const failure = failureOf(error)
  const code = codeOf(failure, mail.from)
  const retryAt =
    code === 'TRANSPORT_QUOTA'
      ? addMs(mail.now, QUOTA_WAIT_MS)
      : code === 'TRANSPORT_THROTTLED'
        ? addMs(mail.now, SECOND_MS)
        : undefined
  const message = `ses: expected the mail to be accepted, got ${inWords(failure)}`
  return new AppError(code, message, retryAt ? { retryAt } : {})
}

/** The wire code of a failed call, without a trailing `Exception`; empty where it is no code. */
export function sesFailureName(error: unknown): string {
  return failureOf(error).name
}

/** What a failed call got instead of its answer, in codes only. */
export function describeSesFailure(error: unknown): string {
  return inWords(failureOf(error))
}

function inWords({ name, socket, status, requestId }: Failure): string {
  const details = [socket, status && `HTTP ${status}`, requestId && `request ${requestId}`]
  return [name, ...details.filter(Boolean)].join(', ')
}

function codeOf(failure: Failure, from: string): ErrorCode {
  if (failure.name === 'MessageRejected' && /not verified/i.test(failure.message)) {
    // In the sandbox SES names every unverified address: ours is our fault, theirs ends this mail.
    const named = failure.message.toLowerCase().split(/[\s,;<>]+/)
    // Whole words: the address of a recipient may end with ours.
    const isOurs = named.some((word) => word.replace(/\.$/, '') === from.toLowerCase())
    return isOurs ? 'TRANSPORT_SENDER' : 'TRANSPORT_REJECTED'
  }
  // The policy of a key may name identities: it stops the senders that it leaves out, no others.
  if (failure.name === 'AccessDenied' && /:identity\//.test(failure.message)) {
    return 'TRANSPORT_SENDER'
  }
  const row = ROWS.find((candidate) => fits(candidate, failure))
  if (row) return row.code
  // Any other 4xx is a refusal; a 5xx, a lost answer or anything odd may have sent the mail.
  const { status = 0 } = failure
  return status >= 400 && status < 500 ? 'TRANSPORT_REJECTED' : 'TRANSPORT_UNKNOWN_OUTCOME'
}

function fits(row: Row, { name, status, socket, message }: Failure): boolean {
  const isNamed = row.names?.includes(name) ?? false
  const isStatus = status !== undefined && (row.statuses?.includes(status) ?? false)
  const isSocket = row.sockets?.includes(socket) ?? false
  return (isNamed || isStatus || isSocket) && (row.message?.test(message) ?? true)
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { name: 'no error', status: undefined, socket: '', message: '', requestId: '' }
  }
  const metadata = field(error, '$metadata')
  const status = field(metadata, 'httpStatusCode')
  return {
    name: wordOf(error.name).replace(/Exception$/, ''),
    status: typeof status === 'number' ? status : undefined,
    socket: wordOf(field(error, 'code')),
    message: error.message,
    requestId: wordOf(field(metadata, 'requestId')),
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** Only what looks like a code is repeated; anything else could be a sentence with an address. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : ''
}
