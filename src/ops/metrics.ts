import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const WEBHOOK_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]
const DELIVERY_SECONDS = [0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1, 5, 30, 120, 600, 3_600]

/** What Doorkey counts. Labels hold names and codes only, so their number is bounded. */
export interface Metrics {
  /** One answered webhook; `status` is the HTTP status, `source` is `unknown` where there is none. */
  webhook(source: string, status: string, seconds: number): void
  /**
   * An event entered a state, or was a `duplicate`, an `unreadable` record of a batch, or a
   * `throttled` request for a reset.
   */
  event(source: string, state: string): void
  /** A message entered a state. */
  message(source: string, state: string): void
  /** A notification of Amazon SNS was taken in. */
  feedback(kind: string, outcome: string): void
  /** A try at an outside effect ended; `code` is empty on success. */
  attempt(kind: string, outcome: string, code: string): void
  /** How many jobs a queue holds in a state. */
  queueJobs(queue: string, state: string, count: number): void
  /** Age of the oldest row that is due in a stage; 0 where none is. */
  oldestDue(stage: string, seconds: number): void
  /** From the webhook to the transport's acceptance of its mail. */
  postToAccepted(seconds: number): void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

/** Metrics in a registry of their own, together with those of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const { webhooks, webhookSeconds, events, messages, feedbacks, attempts } = createCounts(registry)
  const { queueJobs, oldestDue, postToAccepted } = createLevels(registry)
  return {
    webhook(source, status, seconds) {
      webhooks.inc({ source, status })
      webhookSeconds.observe({ source }, seconds)
    },
    event: (source, state) => events.inc({ source, state }),
    message: (source, state) => messages.inc({ source, state }),
    feedback: (kind, outcome) => feedbacks.inc({ kind, outcome }),
    attempt: (kind, outcome, code) => attempts.inc({ kind, outcome, code }),
    queueJobs: (queue, state, count) => queueJobs.set({ queue, state }, count),
    oldestDue: (stage, seconds) => oldestDue.set({ stage }, seconds),
    postToAccepted: (seconds) => postToAccepted.observe(seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** What has happened so far. */
function createCounts(registry: Registry) {
  const registers = [registry]
  return {
    webhooks: new Counter({
      name: 'doorkey_webhooks_total',
      help: 'Webhooks answered, by HTTP status',
      labelNames: ['source', 'status'],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: 'doorkey_webhook_duration_seconds',
      help: 'Seconds from the request to the answer of a webhook',
      labelNames: ['source'],
      buckets: WEBHOOK_SECONDS,
      registers,
    }),
    events: new Counter({
      name: 'doorkey_events_total',
      help: 'Events that entered a state, duplicates, unreadable records, throttled requests',
      labelNames: ['source', 'state'],
      registers,
    }),
    messages: new Counter({
      name: 'doorkey_messages_total',
      help: 'Messages that entered a state',
      labelNames: ['source', 'state'],
      registers,
    }),
    feedbacks: new Counter({
      name: 'doorkey_feedback_total',
      help: 'Verified messages of Amazon SNS, by what they said and what came of it',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    attempts: new Counter({
      name: 'doorkey_attempts_total',
      help: 'Tries at outside effects, by how they ended',
      labelNames: ['kind', 'outcome', 'code'],
      registers,
    }),
  }
}

/** How things stand, and how long they took. */
function createLevels(registry: Registry) {
  const registers = [registry]
  return {
    queueJobs: new Gauge({
      name: 'doorkey_queue_jobs',
      help: 'Jobs in a queue, by state',
      labelNames: ['queue', 'state'],
      registers,
    }),
    oldestDue: new Gauge({
      name: 'doorkey_oldest_due_seconds',
      help: 'Seconds that the oldest due row of a stage has waited',
      labelNames: ['stage'],
      registers,
    }),
    postToAccepted: new Histogram({
      name: 'doorkey_post_to_accepted_seconds',
      help: 'Seconds from a webhook to the acceptance of its mail',
      buckets: DELIVERY_SECONDS,
      registers,
    }),
  }
}
