import type { Kysely } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import { CREDENTIAL_ID } from '../credentials/page-link.ts'
import type { Throttle, TryLimit } from '../credentials/throttle.ts'
import type { Schema } from '../database/schema.ts'
import type { AccountRequests, NewAccountRequest } from './account-request-store.ts'

const DAY_MS = 24 * 3_600_000
/** An older link is renewed by an operator only. */
const RENEWABLE_MS = 30 * DAY_MS

const BETWEEN: TryLimit = { name: 'renew-link', max: 1, windowMs: 60_000 }
const DAILY: TryLimit = { name: 'renew-link-day', max: 5, windowMs: DAY_MS }

/** A link that stopped working, and whose it is. */
export type RenewableLink = Pick<NewAccountRequest, 'source' | 'user'> & {
  readonly credentialId: string
}

/**
 * Sends a new link in place of one that does not work any more. Whoever has the old id may ask: the
 * mail goes to the address that the old link was sent to, and the account is not touched.
 */
export interface LinkRenewal {
  /** The link, where it shows or sets a password and is at most 30 days old. One question for any id. */
  find(credentialId: string): Promise<RenewableLink | undefined>
  /** Asks for a mail with a setup link; nothing where its user was sent one a minute ago, or five a day. */
  request(link: RenewableLink): Promise<void>
}

export function createLinkRenewal(parts: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly throttle: Pick<Throttle, 'count'>
  readonly accountRequests: Pick<AccountRequests, 'open'>
}): LinkRenewal {
  const { database, clock, throttle, accountRequests } = parts
  return {
    find: (credentialId) => findRenewable(database, credentialId, clock.now()),
    async request({ credentialId, source, user }) {
      try {
        const subject = `${source}:${user.id}`
        await throttle.count(BETWEEN, subject)
        await throttle.count(DAILY, subject)
      } catch (error) {
        if (error instanceof AppError && error.code === 'CLIENT_THROTTLED') return
        throw error
      }
      await accountRequests.open({
        act: 'renew-link',
        source,
        key: `${credentialId}:${clock.now().getTime()}`,
        requestedBy: null,
        user,
        delivery: 'setup-link',
      })
    },
  }
}

async function findRenewable(
  database: Kysely<Schema>,
  credentialId: string,
  now: Date,
): Promise<RenewableLink | undefined> {
  const row = await database
    .selectFrom('credential')
    .innerJoin('event', 'event.id', 'credential.event_id')
    .leftJoin('reveal', 'reveal.credential_id', 'credential.id')
    .select(['credential.source', 'credential.user_id'])
    .select(['event.email', 'event.name', 'event.locale'])
    .where('credential.id', '=', CREDENTIAL_ID.test(credentialId) ? credentialId : '')
    .where('credential.issued_at', '>=', addMs(now, -RENEWABLE_MS))
    .where(({ or, eb }) =>
      or([eb('credential.kind', '=', 'setup-link'), eb('reveal.credential_id', 'is not', null)]),
    )
    .executeTakeFirst()
  if (!row) return undefined
  const { source, user_id: id, email, name, locale } = row
  return { credentialId, source, user: { id, email, name, locale } }
}
