import type { Automation } from '../src/automations/automation.ts'
import type { AutomationThreads } from '../src/automations/automation-threads.ts'
import { AppError, toAppError } from '../src/core/app-error.ts'
import { addMs, type Clock } from '../src/core/clock.ts'
import { BACKOFF_MS, type Job } from '../src/jobs.ts'
import type { DeliveryRow, DeliveryStore } from '../src/lifecycle/delivery-store.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import { decideFailure } from '../src/queue/failure.ts'

/** How long a delivery waits for a process whose configuration has its automation. */
const ABSENT_WAIT_MS = 60_000

export interface RunAutomationParts {
  readonly deliveries: DeliveryStore
  readonly automations: readonly Automation[]
  readonly threads: Pick<AutomationThreads, 'run'>
  readonly clock: Clock
  readonly log: Pick<StepLog, 'failure'>
}

/**
 * | state | what happens | next state |
 * | --- | --- | --- |
 * | `waiting` | the automation ran | `done` |
 * | `waiting` | it failed, or took too long, and attempts are left | `waiting`, later |
 * | `waiting` | this configuration does not have it | `waiting`, for a minute, without an attempt |
 * | `waiting` | no attempts left | `failed` |
 */
export function createRunAutomation(parts: RunAutomationParts): (job: Job) => Promise<void> {
  return async (job) => {
    const delivery = await parts.deliveries.claim(job)
    if (!delivery) return
    try {
      await run(parts, delivery)
    } catch (error) {
      return settleFailure(parts, delivery, toAppError(error))
    }
    await parts.deliveries.settle(delivery, 'done')
  }
}

/** A subscriber that is an automation. */
export function automationSubscriber({ name }: Pick<Automation, 'name'>): string {
  return `automation:${name}`
}

async function run(parts: RunAutomationParts, delivery: DeliveryRow): Promise<void> {
  const { automations, threads, clock } = parts
  if (delivery.attempts > BACKOFF_MS.automations.length) {
    throw new AppError(
      'WORKER_LOST',
      'run-automation: expected a result, got a lost worker each time',
    )
  }
  const automation = automations.find((one) => automationSubscriber(one) === delivery.subscriber)
  if (!automation) {
    throw new AppError(
      'AUTOMATION_ABSENT',
      `run-automation: expected ${delivery.subscriber} in the configuration, got none`,
      { retryAt: addMs(clock.now(), ABSENT_WAIT_MS) },
    )
  }
  const { name, timeoutMs } = automation
  await threads.run({ name, timeoutMs, event: delivery.event })
}

async function settleFailure(
  { deliveries, clock, log }: RunAutomationParts,
  delivery: DeliveryRow,
  error: AppError,
): Promise<void> {
  const { id, subscriber, type, source } = delivery
  log.failure('run-automation', error, { delivery: id, subscriber, type, source })
  const reason = { code: error.code, cause: error.message }
  const decision = decideFailure('automations', error, delivery.attempts + 1, clock.now())
  if (decision.then === 'fail') return deliveries.settle(delivery, 'failed', reason)
  return deliveries.putBack(delivery, decision.at, decision.then === 'retry', reason)
}
