/**
 * Every job: its queue, what its id means and how it is retried. Postgres schedules, BullMQ runs: a
 * job holds ids only, runs once, and is gone when it has run (see `src/queue/queue.ts`).
 */
export const JOBS = {
  passwords: { name: 'issue-password', subject: 'event' },
  renders: { name: 'render-email', subject: 'message' },
  sends: { name: 'send-email', subject: 'message' },
  automations: { name: 'run-automation', subject: 'delivery' },
} as const

export type QueueName = keyof typeof JOBS

export const QUEUE_NAMES = [
  'passwords',
  'renders',
  'sends',
  'automations',
] as const satisfies readonly QueueName[]

/** A row that is to be worked on. */
export interface Job {
  /** The id of an event (`passwords`), a message (`renders`, `sends`) or a delivery (`automations`). */
  readonly id: string
  /** The row's `run` when this was queued; a worker ignores a job whose row has moved on. */
  readonly run: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Waits after the first, second… failed attempt, before full jitter; then the row is `failed`. */
export const BACKOFF_MS: Readonly<Record<QueueName, readonly number[]>> = {
  passwords: [2, 10, 30, 60, 120, 300, 600, 1_800].map((seconds) => seconds * SECOND),
  renders: [1, 5, 30].map((seconds) => seconds * SECOND),
  sends: [2, 10, 60, 300, 900, 1_800, 3_600, 7_200].map((seconds) => seconds * SECOND),
  // 27 and a half hours: a developer who is told in the evening has the next day to mend it.
  automations: [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => seconds * SECOND),
}

/**
 * Waits for a user whom the directory does not know yet: ten minutes in all, and up to a tenth more
 * by jitter. Some providers post before the user is saved, none takes that long.
 */
export const USER_ABSENT_MS: readonly number[] = [5, 10, 15, 30, 60, 120, 180, 180].map(
  (seconds) => seconds * SECOND,
)

/** A worker that started this long ago is taken for dead, and gives up on its own by then. */
export const CLAIM_MS = 60 * SECOND
/** How far the clocks of two machines may differ before a queued job is taken for early. */
export const CLOCK_SKEW_MS = 2 * SECOND
/** How long one call to a directory or a transport may take; far less than `CLAIM_MS`. */
export const EFFECT_TIMEOUT_MS = 15 * SECOND
/** How long a queued row is trusted to be in the queue before upkeep queues it again. */
export const QUEUE_TRUST_MS = 20 * SECOND
/** How long a job waits for another one that holds the same user. */
export const LEASE_WAIT_MS = SECOND
/** How often one job probes a transport or directory whose circuit is open. */
export const CIRCUIT_PROBE_MS = MINUTE
/** Rows in one job of the queue. */
export const JOB_ROWS_MAX = 16
/** Rows in the queue per source and stage; the rest wait in Postgres. */
export const QUEUED_PER_SOURCE_MAX = 1_000

/**
 * The wait before attempt `attempts + 1`, with full jitter: uniform in [0, schedule]. `undefined`
 * when the schedule is used up.
 */
export function backoffMs(
  queue: QueueName,
  attempts: number,
  random: () => number,
): number | undefined {
  const wait = BACKOFF_MS[queue][attempts - 1]
  return wait === undefined ? undefined : Math.round(wait * random())
}
