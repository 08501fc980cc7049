import { AppError, toAppError } from '../../src/core/app-error.ts'
import { addMs, type Clock, systemClock } from '../../src/core/clock.ts'
import type { OutboundMail, SendQuota, Transport } from '../../src/core/transport.ts'

/** How long the primary is left alone after a failure that names no time. */
const REST_MS = 30_000

/** Two ways for a mail to leave. */
export interface FallbackOptions {
  /** Sends whatever it can. */
  readonly primary: Transport
  /** Sends what the primary surely did not take and cannot take now. */
  readonly secondary: Transport
  readonly clock?: Clock
}

type Way = 'primary' | 'secondary'

/**
 * Sends by the primary, and by the secondary where that helps:
 *
 * | the primary | then |
 * | --- | --- |
 * | took it | done |
 * | may have taken it (`TRANSPORT_UNKNOWN_OUTCOME`) | that error; never the secondary |
 * | refused it for good (retry `never`) | that error |
 * | any other failure: surely not taken | rests for a while; the secondary sends |
 *
 * While the primary rests, mails go to the secondary at once. A mail that may have been taken before
 * goes again by the same way only. Where both fail, the error is the primary's and names both,
 * unless the secondary may have taken the mail or refused it for good.
 */
export function fallback({ primary, secondary, clock = systemClock }: FallbackOptions): Transport {
  const rests = createRests(clock)
  const ways = { primary, secondary }

  const sendFresh = async (mail: OutboundMail) => {
    let refusal = rests.of(mail.from)
    if (!refusal) {
      try {
        const accepted = await sendBy(ways, 'primary', mail)
        rests.end(mail.from)
        return accepted
      } catch (error) {
        refusal = orThrow(error)
        rests.begin(mail.from, refusal)
      }
    }
    try {
      return await sendBy(ways, 'secondary', mail)
    } catch (error) {
      throw both(refusal, orThrow(error))
    }
  }

  return {
    id: 'fallback',
    send(mail) {
      // Where nobody can say which way it was, the primary is by far the likelier one.
      if (mail.mayBeTaken) return sendBy(ways, wayOf(mail.mayBeTaken.via), mail)
      return sendFresh(mail)
    },
    ...(primary.sendQuota && { sendQuota: (signal) => readQuota(ways, signal) }),
    async check(signal, mails) {
      const checks = [primary, secondary].map(
        async (one) => (await one.check?.(signal, mails)) ?? [],
      )
      const results = await Promise.allSettled(checks)
      const [first, second] = results.flatMap((result) => {
        return result.status === 'rejected' ? [toAppError(result.reason)] : []
      })
      if (first) throw second ? both(first, second) : first
      return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
    },
    async close() {
      await Promise.all([primary.close(), secondary.close()])
    },
  }
}

type Ways = Readonly<Record<Way, Transport>>

async function sendBy(ways: Ways, way: Way, mail: OutboundMail): Promise<{ readonly id: string }> {
  const transport = ways[way]
  try {
    const { id } = await transport.send(mail)
    // Feedback of SES is found by its own id; any other id says whose it is.
    return { id: transport.id === 'ses' ? id : `${transport.id}/${way}:${id}` }
  } catch (error) {
    // An error that the transport does not know may have come after the mail was taken.
    const known = error instanceof AppError
    if (known && error.retry !== 'unknown') throw error
    const message = known
      ? error.message
      : `${transport.id}: expected an answer or a known error, got another`
    throw new AppError('TRANSPORT_UNKNOWN_OUTCOME', `${way}: ${message}`, { via: way })
  }
}

function wayOf(via: string | undefined): Way {
  return via === 'secondary' ? 'secondary' : 'primary'
}

/** The error of a mail that was surely not taken and that another way may take; throws any other. */
function orThrow(error: unknown): AppError {
  if (error instanceof AppError && error.retry !== 'unknown' && error.retry !== 'never')
    return error
  throw error
}

function both(first: AppError, second: AppError): AppError {
  const { code, retryAt } = first
  return new AppError(code, `${first.message}; then ${second.message}`, retryAt ? { retryAt } : {})
}

/** Times in which the primary is not asked: for one sender, or for all of them. */
function createRests(clock: Clock) {
  const rests = new Map<string, { readonly until: Date; readonly error: AppError }>()
  const everyone = ''
  return {
    of(from: string): AppError | undefined {
      for (const key of [everyone, from]) {
        const rest = rests.get(key)
        if (rest && rest.until > clock.now()) return rest.error
      }
      return undefined
    },
    begin(from: string, error: AppError): void {
      const key = error.code === 'TRANSPORT_SENDER' ? from : everyone
      rests.set(key, { until: error.retryAt ?? addMs(clock.now(), REST_MS), error })
    },
    end(from: string): void {
      rests.delete(everyone)
      rests.delete(from)
    },
  }
}

/** The primary's pace. Its used-up day is no reason to wait: the secondary's day counts then. */
async function readQuota({ primary, secondary }: Ways, signal: AbortSignal): Promise<SendQuota> {
  const quota = await primary.sendQuota?.(signal)
  if (!quota) throw new AppError('QUOTA_UNREADABLE', 'fallback: expected a rate, got none')
  if (quota.perDay === null || quota.sentInDay < quota.perDay) return quota
  return (await secondary.sendQuota?.(signal)) ?? { ...quota, perDay: null }
}
