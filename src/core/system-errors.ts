import type { ErrorFacts } from './error-facts.ts'

/** What goes wrong with Doorkey itself: its start, its stores, its configuration. */
export const SYSTEM_ERRORS = {
  UNEXPECTED: {
    status: 500,
    retry: 'backoff',
    publicCode: 'internal_error',
    remedy: 'Find the request or row id in the log and report the stack trace.',
  },
  CONFIG_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Correct each listed path in doorkey.config.ts or the environment, then start again.',
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
  TEMPLATE_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Correct the template at the file and place named, then start again.',
  },
  AUTOMATION_FAILED: {
    status: 500,
    retry: 'backoff',
    publicCode: 'automation_failed',
    remedy: 'Read what the automation said and correct its code; it is tried again over 28 hours.',
  },
  AUTOMATION_TIMEOUT: {
    status: 500,
    retry: 'backoff',
    publicCode: 'automation_failed',
    remedy: 'Make the automation’s run shorter or raise its `timeoutSeconds`.',
  },
  AUTOMATION_ABSENT: {
    status: 500,
    retry: 'wait',
    publicCode: 'automation_failed',
    remedy: 'Put the automation back into `automations`, or start the version that has it.',
  },
  DOORKEY_UNREACHABLE: {
    status: 503,
    retry: 'backoff',
    publicCode: 'unreachable',
    remedy: 'Check that Doorkey runs at the address given by `--url` or PUBLIC_URL.',
  },
  LOCALE_INVALID: {
    status: 500,
    retry: 'never',
    publicCode: 'internal_error',
    remedy: 'Add or correct the keys named in the locale file, then start again.',
  },
} as const satisfies Record<string, ErrorFacts>
