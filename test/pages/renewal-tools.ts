import { createAccountRequests } from '../../src/accounts/account-request-store.ts'
import {
  createLinkRenewal,
  type LinkRenewal,
  type RenewableLink,
} from '../../src/accounts/link-renewal.ts'
import type { AppError } from '../../src/core/app-error.ts'
import { systemIds } from '../../src/core/ids.ts'
import type { Sealer } from '../../src/credentials/sealer.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import type { TestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'

/** What the pages need to ask for a new link, and what went wrong with it. */
export function createRenewalTools(
  { database }: TestDatabase,
  { clock, sealer }: { readonly clock: TestClock; readonly sealer: Sealer },
) {
  const failures: AppError[] = []
  const inHand: Promise<void>[] = []
  const renewal = createLinkRenewal({
    database,
    clock,
    throttle: createThrottle({ database, clock }),
    accountRequests: createAccountRequests({ database, sealer, clock, ids: systemIds }),
  })
  return {
    failures,
    log: { failure: (_job: string, error: AppError) => void failures.push(error) },
    renewal: {
      find: renewal.find,
      request(link: RenewableLink) {
        const asked = renewal.request(link)
        inHand.push(asked)
        return asked
      },
    } satisfies LinkRenewal,
    /** Resolves once nothing is being asked for any more; the page does not wait for it. */
    renewed: async () => void (await Promise.allSettled(inHand)),
  }
}
