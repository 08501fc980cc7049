/** One metric: what is registered, and what `docs/metrics.md` says of it. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  /** By the conventions of Prometheus: the unit last, and `_total` on counters. */
  readonly name: string
  readonly unit: string
  readonly help: string
  /** Names and codes only, so that their number is bounded; never an address or an id. */
  readonly labels: readonly string[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
}

const WEBHOOK_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]
const CALL_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]
const DELIVERY_SECONDS = [0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1, 5, 30, 120, 600, 3_600]

/** Every metric of Doorkey's own, apart from those of the process. */
export const METRICS = {
  webhooks: {
    kind: 'counter',
    name: 'doorkey_webhooks_total',
    unit: 'requests',
    help: 'Webhooks answered, by HTTP status',
    labels: ['source', 'status'],
  },
  webhookSeconds: {
    kind: 'histogram',
    name: 'doorkey_webhook_duration_seconds',
    unit: 'seconds',
    help: 'Seconds from the request to the answer of a webhook',
    labels: ['source'],
    buckets: WEBHOOK_SECONDS,
  },
  events: {
    kind: 'counter',
    name: 'doorkey_events_total',
    unit: 'events',
    help: 'Events that entered a state, duplicates, unreadable records, throttled requests',
    labels: ['source', 'state'],
  },
  messages: {
    kind: 'counter',
    name: 'doorkey_messages_total',
    unit: 'messages',
    help: 'Messages that entered a state',
    labels: ['source', 'state'],
  },
  feedbacks: {
    kind: 'counter',
    name: 'doorkey_feedback_total',
    unit: 'notifications',
    help: 'Verified messages of Amazon SNS, by what they said and what came of it',
    labels: ['kind', 'outcome'],
  },
  attempts: {
    kind: 'counter',
    name: 'doorkey_attempts_total',
    unit: 'attempts',
    help: 'Tries at outside effects, by how they ended',
    labels: ['kind', 'outcome', 'code'],
  },
  failures: {
    kind: 'counter',
    name: 'doorkey_failures_total',
    unit: 'failures',
    help: 'Jobs and chores that failed, also those tried again later, by the error’s code',
    labels: ['job', 'code'],
  },
  callSeconds: {
    kind: 'histogram',
    name: 'doorkey_call_duration_seconds',
    unit: 'seconds',
    help: 'Seconds of one call: `set-password` of a source, `render` of a template, `send` by a transport, `run-automation` of an automation',
    labels: ['call', 'target', 'outcome'],
    buckets: CALL_SECONDS,
  },
  postToAccepted: {
    kind: 'histogram',
    name: 'doorkey_post_to_accepted_seconds',
    unit: 'seconds',
    help: 'Seconds from a webhook to the acceptance of its mail',
    labels: [],
    buckets: DELIVERY_SECONDS,
  },
  queueJobs: {
    kind: 'gauge',
    name: 'doorkey_queue_jobs',
    unit: 'jobs',
    help: 'Jobs in a queue, by state',
    labels: ['queue', 'state'],
  },
  dueRows: {
    kind: 'gauge',
    name: 'doorkey_due_rows',
    unit: 'rows',
    help: 'Rows that are due in a stage, counted up to 10,000',
    labels: ['stage', 'source'],
  },
  oldestDue: {
    kind: 'gauge',
    name: 'doorkey_oldest_due_seconds',
    unit: 'seconds',
    help: 'Seconds that the oldest due row of a stage has waited; 0 where none is due',
    labels: ['stage', 'source'],
  },
  circuits: {
    kind: 'gauge',
    name: 'doorkey_circuits_open',
    unit: 'circuits',
    help: 'Directories and transports that must wait, by the error that stopped them',
    labels: ['kind', 'code'],
  },
  sendRate: {
    kind: 'gauge',
    name: 'doorkey_send_rate_limit',
    unit: 'messages per second',
    help: 'Messages a second that all workers together send at most',
    labels: ['transport'],
  },
  sendQuota: {
    kind: 'gauge',
    name: 'doorkey_send_quota',
    unit: 'messages per 24 hours',
    help: 'Messages that the transport allows in 24 hours; absent where it sets no limit',
    labels: ['transport'],
  },
  sentInDay: {
    kind: 'gauge',
    name: 'doorkey_send_quota_used',
    unit: 'messages per 24 hours',
    help: 'Messages of the last 24 hours, by the transport’s own count at most five minutes ago',
    labels: ['transport'],
  },
  suppressions: {
    kind: 'gauge',
    name: 'doorkey_suppressions',
    unit: 'addresses',
    help: 'Addresses that are not mailed at present',
    labels: [],
  },
  hashesWaiting: {
    kind: 'gauge',
    name: 'doorkey_hashes_waiting',
    unit: 'hashes',
    help: 'Password hashes of this process that wait for a thread',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>
