import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../core/clock.ts'
import type { Schema } from '../database/schema.ts'

/** Lets one owner at a time change one user's credentials, without an open transaction. */
export interface UserLease {
  /**
   * True when `owner` now holds the user for `ttlMs`: nobody held it, the last holder's time is
   * over, or `owner` held it already (then the time starts anew). `owner` names one run of one
   * piece of work, such as `evt_…-3`.
   */
  acquire(source: string, userId: string, owner: string, ttlMs: number): Promise<boolean>
  /** Ends the lease if `owner` still holds it. */
  release(source: string, userId: string, owner: string): Promise<void>
}

/** Leases in the table `lease`; a holder that died is outlived after its `ttlMs`. */
export function createUserLease(uses: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): UserLease {
  const { database, clock } = uses
  return {
    async acquire(source, userId, owner, ttlMs) {
      const now = clock.now()
      const taken = await database
        .insertInto('lease')
        .values({ source, user_id: userId, owner, expires_at: addMs(now, ttlMs) })
        .onConflict((conflict) =>
          conflict
            .columns(['source', 'user_id'])
            .doUpdateSet({
              owner: sql<string>`excluded.owner`,
              expires_at: sql<Date>`excluded.expires_at`,
            })
            .where((lease) =>
              lease.or([lease('lease.expires_at', '<=', now), lease('lease.owner', '=', owner)]),
            ),
        )
        .returning('owner')
        .executeTakeFirst()
      return taken !== undefined
    },
    async release(source, userId, owner) {
      await database
        .deleteFrom('lease')
        .where('source', '=', source)
        .where('user_id', '=', userId)
        .where('owner', '=', owner)
        .execute()
    },
  }
}
