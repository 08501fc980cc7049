/**
 * What to do after an error, decided once from its code:
 * `backoff` try again later, `wait` come back when told (uses no attempt), `unknown` it may have
 * happened, `never` give up, `circuit` stop that transport or directory until an operator acts.
 */
export type RetryClass = 'backoff' | 'wait' | 'unknown' | 'never' | 'circuit'

interface ErrorFacts {
  /** HTTP status when a request caused it. */
  readonly status: number
  readonly retry: RetryClass
  /** What a caller from outside is told. */
  readonly publicCode: string
  /** What an operator can do. */
  readonly remedy: string
}

const SIGNATURE = { status: 401, retry: 'never', publicCode: 'signature_invalid' } as const

/** Every error Doorkey raises. `docs/errors.md` lists the same codes; a test compares the two. */
export const ERROR_CODES = {
  WORKER_LOST: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Each try ended with its process; look for out-of-memory kills, then replay the row.',
  },
  CREDENTIAL_EXPIRED: {
    status: 410,
    retry: 'never',
    publicCode: 'credential_expired',
    remedy: 'The directory did not answer in time; repair it, then replay the event.',
  },
  UNEXPECTED: {
    status: 500,
    retry: 'backoff',
    publicCode: 'internal_error',
    remedy: 'Find the request or row id in the log and report the stack trace.',
  },
  CIRCUIT_OPEN: {
    status: 503,
    retry: 'wait',
    publicCode: 'temporarily_unavailable',
    remedy: 'Look up the circuit’s own cause; it closes by itself once a probe succeeds.',
  },
  CLAIM_LOST: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Nothing: another worker finished it. Often: look for a stalled machine or event loop.',
  },
  CONFIG_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Correct each listed path in doorkey.config.ts or the environment, then start again.',
  },
  SOURCE_UNKNOWN: {
    status: 404,
    retry: 'never',
    publicCode: 'source_unknown',
    remedy: 'Compare the URL with the names under `sources` in doorkey.config.ts.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retry: 'never',
    publicCode: 'method_not_allowed',
    remedy: 'Set the provider to POST.',
  },
  SIGNATURE_MISSING: {
    ...SIGNATURE,
    remedy: 'Turn on signing at the provider and check that no proxy strips its header.',
  },
  SIGNATURE_MALFORMED: {
    ...SIGNATURE,
    remedy: 'Check that the provider chosen for this source is the one that posts to it.',
  },
  SIGNATURE_MISMATCH: {
    ...SIGNATURE,
    remedy: 'Copy the signing secret again, and check that no proxy rewrites the body.',
  },
  SIGNATURE_DUPLICATED: {
    ...SIGNATURE,
    remedy: 'A signature header arrived twice; find the proxy that adds or merges headers.',
  },
  SIGNATURE_TIMESTAMP: {
    ...SIGNATURE,
    remedy: 'Synchronise the clocks of both machines (NTP); the window is five minutes.',
  },
  BODY_INVALID: {
    status: 400,
    retry: 'never',
    publicCode: 'body_invalid',
    remedy: 'Compare the body with the sample that `doorkey simulate` prints for this source.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    retry: 'never',
    publicCode: 'body_too_large',
    remedy: 'Webhook bodies may be 256 KiB; switch off optional payload parts at the provider.',
  },
  CONTENT_TYPE_UNSUPPORTED: {
    status: 415,
    retry: 'never',
    publicCode: 'content_type_unsupported',
    remedy: 'Set the provider to send application/json.',
  },
  CLIENT_THROTTLED: {
    status: 429,
    retry: 'wait',
    publicCode: 'too_many_failures',
    remedy: 'Too many unsigned or wrongly signed requests or guesses; wait, then correct them.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'store_unavailable',
    remedy: 'Check that Postgres is up and has free connections; senders may simply retry.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'store_unavailable',
    remedy: 'Check DATABASE_URL, the server and the network between.',
  },
  QUEUE_UNREACHABLE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'queue_unavailable',
    remedy: 'Check REDIS_URL, the server and the network between; nothing is lost meanwhile.',
  },
  QUEUE_JOB_LOST: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Nothing: the queue was emptied or a worker was too slow; upkeep queues the row again.',
  },
  QUEUE_JOB_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Find who else writes to this Redis or schema; Doorkey needs a queue of its own.',
  },
  EMBEDDED_MISSING: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy:
      'Run `npm ci` with development dependencies, or set DATABASE_URL and real mail sending.',
  },
  EMBEDDED_FAILED: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Read the reason; moving the data directory away starts with an empty one.',
  },
  MIGRATION_FAILED: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Run `doorkey migrate` and read the failing statement; no step is half applied.',
  },
  MIGRATION_PENDING: {
    status: 503,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Run `doorkey migrate` with this version, then start again.',
  },
  PORT_UNAVAILABLE: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Set HOST and PORT to an address that is this machine’s and free.',
  },
  KEY_UNKNOWN: {
    status: 500,
    retry: 'circuit',
    publicCode: 'internal_error',
    remedy: 'Put the sealing key with the named id back into DOORKEY_KEYS.',
  },
  SEAL_BROKEN: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'The sealed value or its row was altered; restore the row from a backup.',
  },
  POLICY_UNSATISFIABLE: {
    status: 422,
    retry: 'never',
    publicCode: 'policy_unsatisfiable',
    remedy: 'Loosen the rules that the message names in `policy`.',
  },
  POLICY_VIOLATED: {
    status: 422,
    retry: 'never',
    publicCode: 'policy_violated',
    remedy: 'Choose a password that meets the rules listed.',
  },
  UNAUTHORIZED: {
    status: 401,
    retry: 'never',
    publicCode: 'unauthorized',
    remedy: 'Send `Authorization: Bearer` with an operator key.',
  },
  FORBIDDEN: {
    status: 403,
    retry: 'never',
    publicCode: 'forbidden',
    remedy: 'Use a key that has the scope named in the message.',
  },
  REQUEST_INVALID: {
    status: 400,
    retry: 'never',
    publicCode: 'request_invalid',
    remedy: 'Correct the fields that the message names.',
  },
  NOT_FOUND: {
    status: 404,
    retry: 'never',
    publicCode: 'not_found',
    remedy: 'Check the address.',
  },
  LINK_INVALID: {
    status: 410,
    retry: 'never',
    publicCode: 'link_invalid',
    remedy: 'The link was used, superseded or has expired; ask for a new one.',
  },
  DIRECTORY_UNREACHABLE: {
    status: 502,
    retry: 'backoff',
    publicCode: 'directory_unavailable',
    remedy: 'Check the directory’s status page and the network between.',
  },
  DIRECTORY_UNKNOWN_OUTCOME: {
    status: 502,
    retry: 'unknown',
    publicCode: 'directory_unavailable',
    remedy: 'Nothing: the same password is set again until the directory answers.',
  },
  DIRECTORY_RATE_LIMITED: {
    status: 503,
    retry: 'wait',
    publicCode: 'directory_unavailable',
    remedy: 'Nothing: work goes on when the directory’s limit allows it.',
  },
  DIRECTORY_CREDENTIALS: {
    status: 502,
    retry: 'circuit',
    publicCode: 'directory_unavailable',
    remedy: 'Renew the directory’s API credentials in the configuration and restart.',
  },
  DIRECTORY_USER_NOT_FOUND: {
    status: 502,
    retry: 'backoff',
    publicCode: 'user_not_found',
    remedy: 'Check that the source and its directory are of the same tenant.',
  },
  DIRECTORY_REFUSED_PASSWORD: {
    status: 422,
    retry: 'never',
    publicCode: 'policy_violated',
    remedy: 'Make `policy` of this source at least as strict as the directory’s own.',
  },
  TEMPLATE_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Correct the template at the file and place named, then start again.',
  },
  LOCALE_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Add or correct the keys named in the locale file, then start again.',
  },
  MAIL_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Correct the brand, sender or link that the message names, then replay the event.',
  },
  ADDRESS_INVALID: {
    status: 422,
    retry: 'never',
    publicCode: 'address_invalid',
    remedy: 'Correct the address at the identity provider and replay the event.',
  },
  TRANSPORT_THROTTLED: {
    status: 503,
    retry: 'wait',
    publicCode: 'transport_unavailable',
    remedy: 'Nothing: sending goes on as fast as the account’s rate allows.',
  },
  TRANSPORT_QUOTA: {
    status: 503,
    retry: 'wait',
    publicCode: 'transport_unavailable',
    remedy: 'Ask Amazon SES for a larger daily quota, or wait until it renews.',
  },
  TRANSPORT_UNREACHABLE: {
    status: 502,
    retry: 'backoff',
    publicCode: 'transport_unavailable',
    remedy: 'Check the region, the endpoint and the network between.',
  },
  TRANSPORT_UNKNOWN_OUTCOME: {
    status: 502,
    retry: 'unknown',
    publicCode: 'transport_unavailable',
    remedy: 'Nothing at once: feedback settles it, or one more send after the window.',
  },
  TRANSPORT_CREDENTIALS: {
    status: 502,
    retry: 'circuit',
    publicCode: 'transport_unavailable',
    remedy: 'Renew the AWS credentials, check the machine’s clock and the ses:SendRawEmail right.',
  },
  TRANSPORT_ACCOUNT: {
    status: 502,
    retry: 'circuit',
    publicCode: 'transport_unavailable',
    remedy: 'In SES: verify the sender, resume sending, or create the configuration set.',
  },
  TRANSPORT_REJECTED: {
    status: 422,
    retry: 'never',
    publicCode: 'message_rejected',
    remedy: 'Read the reason: the recipient is unverified (sandbox) or the message is not allowed.',
  },
} as const satisfies Record<string, ErrorFacts>

export type ErrorCode = keyof typeof ERROR_CODES
