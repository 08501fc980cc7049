import type { ErrorFacts } from './error-facts.ts'

/** What goes wrong between a stored event and a delivered mail. */
export const DELIVERY_ERRORS = {
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
  PASSWORD_CHOSEN: {
    status: 409,
    retry: 'never',
    publicCode: 'password_chosen',
    remedy: 'Nothing: the user has chosen a password, which a registration never replaces.',
  },
  DIRECTORY_REFUSED_PASSWORD: {
    status: 422,
    retry: 'never',
    publicCode: 'policy_violated',
    remedy: 'Make `policy` of this source at least as strict as the directory’s own.',
  },
  DIRECTORY_UNEXPECTED: {
    status: 502,
    retry: 'backoff',
    publicCode: 'directory_unavailable',
    remedy: 'Compare the directory’s URL and settings with its page in docs/providers.',
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
  QUOTA_UNREADABLE: {
    status: 502,
    retry: 'never',
    publicCode: 'transport_unavailable',
    remedy:
      'Allow `ses:GetSendQuota`, or set `fallbackRate`; until then mails leave as fast as SES takes them.',
  },
  SEND_PACED: {
    status: 503,
    retry: 'wait',
    publicCode: 'temporarily_unavailable',
    remedy: 'Nothing: it is sent in its turn. Often: ask for a larger sending rate.',
  },
  TRANSPORT_QUOTA: {
    status: 503,
    retry: 'wait',
    publicCode: 'transport_unavailable',
    remedy: 'Ask Amazon SES or the relay for a larger daily quota, or wait until it renews.',
  },
  TRANSPORT_UNREACHABLE: {
    status: 502,
    retry: 'backoff',
    publicCode: 'transport_unavailable',
    remedy: 'Check the region or host, its TLS certificate and the network between.',
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
    remedy:
      'Renew the AWS or SMTP credentials; for SES check the clock and the ses:SendRawEmail right.',
  },
  TRANSPORT_ACCOUNT: {
    status: 502,
    retry: 'circuit',
    publicCode: 'transport_unavailable',
    remedy:
      'SES: resume sending, or create the configuration set. SMTP: ask why the relay takes no mail.',
  },
  SOURCE_ABSENT: {
    status: 404,
    retry: 'wait',
    publicCode: 'source_unknown',
    remedy:
      'Put the source back into the configuration, and start every process with the same one.',
  },
  TRANSPORT_SENDER: {
    status: 502,
    retry: 'circuit',
    publicCode: 'transport_unavailable',
    remedy:
      'Verify the `from` address of this source at SES or the relay, and let the key send from it.',
  },
  TRANSPORT_REJECTED: {
    status: 422,
    retry: 'never',
    publicCode: 'message_rejected',
    remedy: 'Read the reason: the recipient is unverified (sandbox) or the message is not allowed.',
  },
} as const satisfies Record<string, ErrorFacts>
