import type { AccountRequests } from '../../src/accounts/account-request-store.ts'
import type { AccountRequestRow } from '../../src/accounts/account-request.ts'
import { AppError } from '../../src/core/app-error.ts'
import type { Delivery } from '../../src/credentials/delivery.ts'
import type { Verdict } from '../../src/events/eligibility.ts'
import type { EventRow } from '../../src/events/event-store.ts'
import { EFFECT_TIMEOUT_MS } from '../../src/jobs.ts'
import type { RunningSource } from '../../src/sources.ts'

export interface IdentifyParts {
  readonly accountRequests: AccountRequests
}

/** The event with its user named, or why there is none. */
export type Identified =
  | { readonly event: EventRow; readonly userId: string }
  | { readonly verdict: Verdict }

const NO_USER: Verdict = { state: 'no_address', code: 'no_user', cause: 'the event names no user' }
const USER_UNKNOWN: Verdict = {
  state: 'ignored',
  code: 'user_unknown',
  cause: 'the directory knows nobody, or more than one user, by that address',
}

/**
 * Finds out whom an event is about, and keeps it in the row:
 *
 * | event | what is done |
 * | --- | --- |
 * | a request to create a user | created at the directory, or found there by a later try |
 * | a request that names an address | looked up at the directory, with the address it has |
 * | a reset that sets a password and names an address for an id | the same |
 * | any other | nothing: its provider has named the user |
 */
export async function identify(
  parts: IdentifyParts,
  event: EventRow,
  running: RunningSource,
  request: AccountRequestRow | undefined,
  { kind }: Delivery,
): Promise<Identified> {
  const { user_id: userId } = event
  if (userId === null && request?.act === 'create-user') {
    return createUser(parts, event, running, request)
  }
  if (userId === null && request) return lookUp(parts, event, running)
  if (userId === null) return { verdict: NO_USER }
  const setsByAddress = kind === 'password' && userId.toLowerCase() === event.email?.toLowerCase()
  return setsByAddress && running.directory.capabilities.findsUsers
    ? lookUp(parts, event, running)
    : { event, userId }
}

async function createUser(
  { accountRequests }: IdentifyParts,
  event: EventRow,
  { directory }: RunningSource,
  { valid_from: validFrom, valid_until: validUntil }: AccountRequestRow,
): Promise<Identified> {
  if (event.email === null) {
    throw new AppError('ADDRESS_INVALID', 'create-user: expected an email address, got none')
  }
  const { id } = await directory.createUser(
    {
      email: event.email,
      ...(event.name === null ? {} : { name: event.name }),
      ...(event.locale === null ? {} : { locale: event.locale }),
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
    },
    AbortSignal.timeout(EFFECT_TIMEOUT_MS),
  )
  await accountRequests.nameUser(event, { id })
  return { event: { ...event, user_id: id }, userId: id }
}

/** The mail goes to the address that the directory has, whatever look-alike was typed. */
async function lookUp(
  { accountRequests }: IdentifyParts,
  event: EventRow,
  { directory }: RunningSource,
): Promise<Identified> {
  const email = event.email ?? ''
  const found = await directory.findUser({ email }, AbortSignal.timeout(EFFECT_TIMEOUT_MS))
  if (!found) return { verdict: USER_UNKNOWN }
  const named = { id: found.id, email: found.email ?? email }
  await accountRequests.nameUser(event, named)
  return { event: { ...event, user_id: named.id, email: named.email }, userId: named.id }
}
