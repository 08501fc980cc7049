import type { Source } from '../config/doorkey-config.ts'
import type { Throttle, TryLimit } from '../credentials/throttle.ts'
import type { RequestedDelivery } from '../database/schema.ts'
import type { Job } from '../jobs.ts'
import type { AccountRequests } from './account-request-store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Per source and address, the narrowest first: what it stops does not count in the others. */
const ADDRESS_LIMITS: readonly TryLimit[] = [
  { name: 'forgot-minute', max: 1, windowMs: MINUTE_MS },
  { name: 'forgot-hour', max: 5, windowMs: HOUR_MS },
  { name: 'forgot-day', max: 20, windowMs: 24 * HOUR_MS },
]

/** Forms of one client: requests and codes together. */
const CLIENT_LIMIT: TryLimit = { name: 'forgot-client', max: 30, windowMs: 15 * MINUTE_MS }

/** Somebody says that the password of an account was forgotten. */
export interface ForgottenPassword {
  readonly source: Pick<Source, 'name' | 'onReset'>
  /** As `parseAddress` gives it. */
  readonly email: string
  /** Unique per source: two requests with one key are the same. At most 200 characters. */
  readonly key: string
  /** The operator's id, where an app asks for its user. */
  readonly requestedBy: string | null
  /** In which language the mail is to be, where that is known. */
  readonly locale: string | null
}

/** What became of a request; the one who asked is told the same in every case. */
export type ForgottenOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'throttled'; readonly limit: string }

export interface ForgotPassword {
  /** False where a client has sent too many forms; it is then told what it would be told anyway. */
  admits(source: string, clientIp: string): Promise<boolean>
  /**
   * Commits a request for a link or code to whoever has the address. Nobody is looked up here, so an
   * address that nobody has costs the same statements and jobs; the worker finds out.
   */
  ask(request: ForgottenPassword): Promise<ForgottenOutcome>
}

export function createForgotPassword(parts: {
  readonly accountRequests: Pick<AccountRequests, 'open'>
  readonly throttle: Pick<Throttle, 'take'>
  readonly enqueuePasswords: (jobs: readonly Job[]) => Promise<void>
  /** Counts what was throttled. */
  readonly countThrottled: (source: string) => void
}): ForgotPassword {
  const { accountRequests, throttle, enqueuePasswords, countThrottled } = parts
  return {
    async admits(source, clientIp) {
      const isAdmitted = (await throttle.take(CLIENT_LIMIT, clientIp)) !== undefined
      if (!isAdmitted) countThrottled(source)
      return isAdmitted
    },
    async ask({ source, email, key, requestedBy, locale }) {
      const subject = JSON.stringify([source.name, email.toLowerCase()])
      for (const limit of ADDRESS_LIMITS) {
        if ((await throttle.take(limit, subject)) === undefined) {
          countThrottled(source.name)
          return { outcome: 'throttled', limit: limit.name }
        }
      }
      const { eventId, isNew } = await accountRequests.open({
        act: 'forgot-password',
        source: source.name,
        key,
        requestedBy,
        user: { id: null, email, locale },
        delivery: deliveryOf(source),
      })
      // The request stands whatever the queue says; what it did not take, upkeep queues.
      if (isNew) await enqueuePasswords([{ id: eventId, run: 0 }]).catch(() => undefined)
      return { outcome: 'accepted' }
    },
  }
}

/** A password is set only where an admin asked for it, and anybody may ask here. */
function deliveryOf({ onReset }: Pick<Source, 'onReset'>): RequestedDelivery {
  return onReset === 'code' ? 'reset-code' : 'reset-link'
}
