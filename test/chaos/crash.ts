import {
  type DoorkeyProcess,
  openProcessPlace,
  type ProcessPlace,
} from '../support/doorkey-process.ts'
import { lapseClaims } from '../support/ledger-times.ts'
import type { QueueKind } from '../support/place.ts'
import type { PauseAt } from './pause.ts'

/** A process that is killed at one point after another, and started again each time. */
export interface CrashPlace extends ProcessPlace {
  /** Where the present process listens. */
  url(): string
  /** Kills the process at `at` while `act` makes it work, and starts another a minute later. */
  crash(at: PauseAt, act: () => Promise<unknown>): Promise<void>
}

export async function openCrashPlace(queue: QueueKind): Promise<CrashPlace> {
  const place = await openProcessPlace(queue)
  let doorkey: DoorkeyProcess = await place.start()
  return {
    ...place,
    url: () => doorkey.url,
    async crash(at, act) {
      const pause = await at(place)
      const acting = act()
      await pause.reached()
      await doorkey.kill()
      await acting
      await pause.end()
      await lapseClaims(place.store.database)
      doorkey = await place.start()
    },
  }
}

/** How everything about one user ended. */
export async function ledgerOf({ store }: ProcessPlace, userId: string) {
  return store.database
    .selectFrom('event')
    .leftJoin('credential', 'credential.event_id', 'event.id')
    .leftJoin('message', 'message.event_id', 'event.id')
    .select(['event.state as event', 'credential.state as credential', 'message.state as message'])
    .where('event.user_id', '=', userId)
    .execute()
}
