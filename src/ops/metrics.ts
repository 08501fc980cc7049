import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type MetricDefinition, METRICS } from './metric-definitions.ts'

/** A circuit that is open: what kind of key it has, and the code that opened it. */
export interface OpenCircuits {
  readonly kind: string
  readonly code: string
  readonly count: number
}

/** What a transport allows; `perDay` is `null` where it sets no limit. */
export interface QuotaLevel {
  readonly transport: string
  readonly perSecond: number
  readonly perDay: number | null
  readonly sentInDay: number
}

/** What Doorkey counts; `metric-definitions.ts` says what each one means. */
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
  /** A job or chore failed. */
  failure(job: string, code: string): void
  /** Runs `run` and records how long it took, however it ends. */
  timed<T>(call: string, target: string, run: () => Promise<T>): Promise<T>
  /** From the webhook to the transport's acceptance of its mail. */
  postToAccepted(seconds: number): void
  /** How many jobs a queue holds in a state. */
  queueJobs(queue: string, state: string, count: number): void
  /** How many rows of a source are due in a stage, and the age of the oldest; 0 where none is. */
  due(stage: string, source: string, rows: number, oldestSeconds: number): void
  /** All that are open now; one that is not named has closed. */
  circuits(open: readonly OpenCircuits[]): void
  quota(level: QuotaLevel): void
  suppressions(count: number): void
  hashesWaiting(count: number): void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

/** Metrics in a registry of their own, together with those of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    ...createCounts(registry),
    ...createLevels(registry),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** What has happened so far, and how long it took. */
function createCounts(registry: Registry) {
  const webhooks = new Counter(optionsOf(METRICS.webhooks, registry))
  const webhookSeconds = histogramOf(METRICS.webhookSeconds, registry)
  const events = new Counter(optionsOf(METRICS.events, registry))
  const messages = new Counter(optionsOf(METRICS.messages, registry))
  const feedbacks = new Counter(optionsOf(METRICS.feedbacks, registry))
  const attempts = new Counter(optionsOf(METRICS.attempts, registry))
  const failures = new Counter(optionsOf(METRICS.failures, registry))
  const callSeconds = histogramOf(METRICS.callSeconds, registry)
  const postToAccepted = histogramOf(METRICS.postToAccepted, registry)
  return {
    webhook(source, status, seconds) {
      webhooks.inc({ source, status })
      webhookSeconds.observe({ source }, seconds)
    },
    event: (source, state) => events.inc({ source, state }),
    message: (source, state) => messages.inc({ source, state }),
    feedback: (kind, outcome) => feedbacks.inc({ kind, outcome }),
    attempt: (kind, outcome, code) => attempts.inc({ kind, outcome, code }),
    failure: (job, code) => failures.inc({ job, code }),
    async timed(call, target, run) {
      const end = callSeconds.startTimer({ call, target })
      let outcome = 'failed'
      try {
        const result = await run()
        outcome = 'ok'
        return result
      } finally {
        end({ outcome })
      }
    },
    postToAccepted: (seconds) => postToAccepted.observe(seconds),
  } satisfies Partial<Metrics>
}

/** How things stand; read for each scrape by `levels.ts`. */
function createLevels(registry: Registry) {
  const queueJobs = new Gauge(optionsOf(METRICS.queueJobs, registry))
  const dueRows = new Gauge(optionsOf(METRICS.dueRows, registry))
  const oldestDue = new Gauge(optionsOf(METRICS.oldestDue, registry))
  const circuits = new Gauge(optionsOf(METRICS.circuits, registry))
  const sendRate = new Gauge(optionsOf(METRICS.sendRate, registry))
  const sendQuota = new Gauge(optionsOf(METRICS.sendQuota, registry))
  const sentInDay = new Gauge(optionsOf(METRICS.sentInDay, registry))
  const suppressions = new Gauge(optionsOf(METRICS.suppressions, registry))
  const hashesWaiting = new Gauge(optionsOf(METRICS.hashesWaiting, registry))
  return {
    queueJobs: (queue, state, count) => queueJobs.set({ queue, state }, count),
    due(stage, source, rows, oldestSeconds) {
      dueRows.set({ stage, source }, rows)
      oldestDue.set({ stage, source }, oldestSeconds)
    },
    circuits(open) {
      circuits.reset()
      for (const { kind, code, count } of open) circuits.set({ kind, code }, count)
    },
    quota({ transport, perSecond, perDay, sentInDay: sent }) {
      sendRate.set({ transport }, perSecond)
      sentInDay.set({ transport }, sent)
      if (perDay === null) sendQuota.remove({ transport })
      else sendQuota.set({ transport }, perDay)
    },
    suppressions: (count) => suppressions.set(count),
    hashesWaiting: (count) => hashesWaiting.set(count),
  } satisfies Partial<Metrics>
}

function optionsOf({ name, help, labels }: MetricDefinition, registry: Registry) {
  return { name, help, labelNames: [...labels], registers: [registry] }
}

function histogramOf(definition: MetricDefinition, registry: Registry): Histogram {
  const { buckets = [] } = definition
  return new Histogram({ ...optionsOf(definition, registry), buckets: [...buckets] })
}
