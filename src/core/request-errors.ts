import type { ErrorFacts } from './error-facts.ts'

const SIGNATURE = { status: 401, retry: 'never', publicCode: 'signature_invalid' } as const

/** What a caller from outside did wrong, or is told. */
export const REQUEST_ERRORS = {
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
    remedy:
      'Synchronise the clocks of both machines (NTP): the window is five minutes, and 75 for feedback of SNS.',
  },
  KEY_SET_UNAVAILABLE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'store_unavailable',
    remedy:
      "Check the key set's URL in the provider's settings, and that it can be reached from here.",
  },
  FEEDBACK_TOPIC: {
    status: 403,
    retry: 'never',
    publicCode: 'topic_unknown',
    remedy: 'Add the ARN of the topic to `feedback.topics`, if it is yours.',
  },
  FEEDBACK_CERTIFICATE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'store_unavailable',
    remedy: 'Let this machine reach sns.<region>.amazonaws.com over HTTPS; SNS tries again.',
  },
  FEEDBACK_EARLY: {
    status: 503,
    retry: 'wait',
    publicCode: 'store_unavailable',
    remedy: 'Nothing: SNS tries again. With a configuration set, feedback names its mail by a tag.',
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
  RATE_LIMITED: {
    status: 429,
    retry: 'wait',
    publicCode: 'rate_limited',
    remedy: 'Ask less often with this key; `Retry-After` says when it may ask again.',
  },
  POLICY_VIOLATED: {
    status: 422,
    retry: 'never',
    publicCode: 'policy_violated',
    remedy: 'Choose a password that meets the rules listed.',
  },
  LASTING_PASSWORD_NOT_ALLOWED: {
    status: 422,
    retry: 'never',
    publicCode: 'lasting_password_not_allowed',
    remedy: 'Ask for a change at the next login, or set `allowLastingPassword` for this source.',
  },
  PASSWORD_WOULD_BE_LOST: {
    status: 422,
    retry: 'never',
    publicCode: 'password_would_be_lost',
    remedy: 'Send a generated password, have it shown, or type one.',
  },
  PASSWORD_ABSENT: {
    status: 422,
    retry: 'never',
    publicCode: 'password_absent',
    remedy: 'Type or generate a password, or ask for neither sending it nor changing it.',
  },
  NO_ADDRESS: {
    status: 422,
    retry: 'never',
    publicCode: 'no_address',
    remedy: 'Give the user an email address, or set the password without sending it.',
  },
  ADDRESS_SUPPRESSED: {
    status: 422,
    retry: 'never',
    publicCode: 'address_suppressed',
    remedy: 'Mails to this address were refused before; use another one, or lift the suppression.',
  },
  DELIVERY_NOT_ALLOWED: {
    status: 422,
    retry: 'never',
    publicCode: 'delivery_not_allowed',
    remedy: 'Leave `deliver` out, or choose one that this source and this password allow.',
  },
  MUST_CHANGE_NOT_SUPPORTED: {
    status: 422,
    retry: 'never',
    publicCode: 'must_change_not_supported',
    remedy: 'Ask for no change; the page of the directory in docs/directories says what it can do.',
  },
  VALIDITY_NOT_SUPPORTED: {
    status: 422,
    retry: 'never',
    publicCode: 'validity_not_supported',
    remedy: 'Leave `validFrom` and `validUntil` out; this directory keeps neither.',
  },
  DIRECTORY_CANNOT_CREATE: {
    status: 422,
    retry: 'never',
    publicCode: 'directory_cannot_create',
    remedy: 'Create the user at the identity provider itself.',
  },
  SHOW_NOT_ALLOWED: {
    status: 403,
    retry: 'never',
    publicCode: 'show_not_allowed',
    remedy: 'Send the password, or set `users.showPassword` in doorkey.config.ts.',
  },
  USER_EXISTS: {
    status: 409,
    retry: 'never',
    publicCode: 'user_exists',
    remedy: 'Reset the password of the user who is there.',
  },
  USER_NOT_FOUND: {
    status: 404,
    retry: 'never',
    publicCode: 'user_not_found',
    remedy: 'Check the id and the source; the directory knows nobody by this id.',
  },
  REQUEST_SUPERSEDED: {
    status: 409,
    retry: 'never',
    publicCode: 'superseded',
    remedy: 'A newer credential of this user stands; look at it before you set another.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retry: 'never',
    publicCode: 'idempotency_key_reused',
    remedy: 'Use a new key for each request that differs; repeat an old one only as it was.',
  },
  ACCOUNT_BUSY: {
    status: 503,
    retry: 'backoff',
    publicCode: 'account_busy',
    remedy: 'Another password of this user is being set; try again in a few seconds.',
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
  CODE_INVALID: {
    status: 410,
    retry: 'never',
    publicCode: 'code_invalid',
    remedy: 'The code is wrong, was used, or works no more; ask for a new one.',
  },
  USER_BUSY: {
    status: 503,
    retry: 'wait',
    publicCode: 'user_busy',
    remedy: 'Another change to the same user is under way; ask again in a few seconds.',
  },
  LINK_INVALID: {
    status: 410,
    retry: 'never',
    publicCode: 'link_invalid',
    remedy: 'The link was used, superseded or has expired; ask for a new one.',
  },
} as const satisfies Record<string, ErrorFacts>
