import type { AccountRequestRow } from '../../src/accounts/account-request.ts'
import { parseAddress } from '../../src/core/address.ts'
import type { CredentialRow } from '../../src/credentials/credential-store.ts'
import type { Delivery } from '../../src/credentials/delivery.ts'
import { judgeOrder, judgeOrigin, type Verdict } from '../../src/events/eligibility.ts'
import type { ClaimedEvent, EventRow } from '../../src/events/event-store.ts'
import { EFFECT_TIMEOUT_MS } from '../../src/jobs.ts'
import type { Suppressions } from '../../src/messages/suppressions.ts'
import type { RunningSource } from '../../src/sources.ts'

/** A claimed event whose user is known, and what was read about it. */
export interface Case extends Pick<ClaimedEvent, 'event' | 'isOwnCreation'> {
  readonly userId: string
  readonly running: RunningSource
  readonly request: AccountRequestRow | undefined
  readonly delivery: Delivery
}

const OWN_CREATION: Verdict = {
  state: 'ignored',
  code: 'own_creation',
  cause: 'Doorkey made this user itself, and issues by that request',
}

/** What stops a case before anything is generated; `address` is `judgeAddress` of it. */
export async function judge(
  found: Case,
  others: readonly CredentialRow[],
  address: Verdict | undefined,
): Promise<Verdict | undefined> {
  const { event, request, running, delivery } = found
  return (
    (found.isOwnCreation ? OWN_CREATION : undefined) ??
    (request ? undefined : judgeOrigin(event, running.source)) ??
    address ??
    judgeOrder(event, delivery.kind, others) ??
    (await judgeChosen(event, running))
  )
}

/** Nothing is generated for a user who is to be mailed and cannot be. */
export async function judgeAddress(
  suppressions: Suppressions,
  { event, request }: Case,
): Promise<Verdict | undefined> {
  if (request?.delivery === 'none') return undefined
  if (event.email === null) {
    return { state: 'no_address', code: 'no_address', cause: 'the event names no email address' }
  }
  let address: string
  try {
    address = parseAddress(event.email)
  } catch {
    const cause = 'the event’s email address cannot be mailed'
    return { state: 'no_address', code: 'ADDRESS_INVALID', cause }
  }
  const reason = await suppressions.reasonFor(address)
  if (reason === undefined) return undefined
  return { state: 'suppressed', code: 'suppressed', cause: reason }
}

async function judgeChosen(
  event: EventRow,
  { directory }: RunningSource,
): Promise<Verdict | undefined> {
  if (event.type !== 'user.created' || event.user_id === null) return undefined
  const signal = AbortSignal.timeout(EFFECT_TIMEOUT_MS)
  const hasChosen = await directory.hasChosenPassword(event.user_id, signal)
  if (hasChosen !== true) return undefined
  return { state: 'ignored', code: 'password_chosen', cause: 'the user has chosen a password' }
}
