import { AppError, toAppError } from '../../src/core/app-error.ts'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { SendQuota, Transport } from '../../src/core/transport.ts'
import type { SendPace } from '../../src/messages/send-pace.ts'
import type { StepLog } from '../../src/ops/step-log.ts'
import type { Circuits } from '../../src/queue/circuits.ts'

/** SES takes one such call a second for the whole account. */
export const QUOTA_EVERY_MS = 5 * 60_000
const READ_TIMEOUT_MS = 10_000

export interface QuotaParts {
  readonly transport: Transport
  readonly pace: Pick<SendPace, 'set'>
  readonly circuits: Pick<Circuits, 'hold'>
  readonly clock: Clock
  readonly log: Pick<StepLog, 'failure'>
}

/** Asks the transport what it allows. */
export interface QuotaReader {
  /** Begins to ask where that is due, and does not wait: a hung call must not hold up other chores. */
  turn(): Promise<void>
  /** Resolves once no question is open. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/**
 * Every five minutes, for transports that can say:
 *
 * | answer | then |
 * | --- | --- |
 * | a rate | all workers together keep to it |
 * | the day's mails are used up | nothing is sent until it is asked again |
 * | none, or an error | the rate stays as it was; the error is logged when it is another than before |
 */
export function createQuotaReader(parts: QuotaParts): QuotaReader {
  const { transport, clock, log } = parts
  const stopping = new AbortController()
  let dueAt = new Date(0)
  let reading: Promise<void> | undefined
  let lastFault = ''

  const read = async (): Promise<void> => {
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(READ_TIMEOUT_MS)])
      const quota = await transport.sendQuota?.(signal)
      if (quota) await apply(parts, quota)
      lastFault = ''
    } catch (thrown) {
      const error = toAppError(thrown)
      if (stopping.signal.aborted || error.code === lastFault) return
      lastFault = error.code
      log.failure('upkeep', error, { chore: 'read-quota' })
    } finally {
      reading = undefined
    }
  }

  const idle = async (): Promise<void> => {
    await reading
  }

  return {
    async turn() {
      if (!transport.sendQuota || reading || dueAt > clock.now()) return
      dueAt = addMs(clock.now(), QUOTA_EVERY_MS)
      reading = read()
    },
    idle,
    async stop() {
      stopping.abort()
      await idle()
    },
  }
}

async function apply(
  { transport, pace, circuits, clock }: QuotaParts,
  quota: SendQuota,
): Promise<void> {
  await pace.set(transport.id, quota)
  const { perDay, sentInDay } = quota
  if (perDay === null || sentInDay < perDay) return
  const until = addMs(clock.now(), QUOTA_EVERY_MS)
  const message = `${transport.id}: expected mails left of ${perDay} in 24 hours, got none`
  const key = `transport:${transport.id}` as const
  await circuits.hold(key, 'wait', until, new AppError('TRANSPORT_QUOTA', message))
}
