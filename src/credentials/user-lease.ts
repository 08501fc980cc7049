import type { Pool } from 'pg'
import { addMs, type Clock } from '../core/clock.ts'
import { batched } from '../database/batched.ts'
import { RELAXED_COMMIT } from '../database/relaxed-commit.ts'

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

/** How a run of `issue-password` signs its lease. */
export function leaseOwner({ id, run }: { readonly id: string; readonly run: number }): string {
  return `${id}-${run}`
}

/** The end of an `INSERT INTO lease` in which `$5` is the present time. */
export const TAKE_LEASE = `ON CONFLICT (source, user_id) DO UPDATE
    SET owner = excluded.owner, expires_at = excluded.expires_at
    WHERE lease.expires_at <= $5 OR lease.owner = excluded.owner`

/** Leases in the table `lease`; a holder that died is outlived after its `ttlMs`. */
export function createUserLease({
  pool,
  clock,
}: {
  readonly pool: Pool
  readonly clock: Clock
}): UserLease {
  const acquireOne = batched((wanted: readonly Holder[]) => acquire(pool, wanted, clock.now()))
  const releaseOne = batched((held: readonly Holder[]) => release(pool, held))
  return {
    acquire: (source, userId, owner, ttlMs) =>
      acquireOne({ source, userId, owner, expiresAt: addMs(clock.now(), ttlMs) }),
    release: (source, userId, owner) =>
      releaseOne({ source, userId, owner, expiresAt: clock.now() }),
  }
}

interface Holder {
  readonly source: string
  readonly userId: string
  readonly owner: string
  readonly expiresAt: Date
}

const ACQUIRE = `WITH ${RELAXED_COMMIT}
  INSERT INTO lease (source, user_id, owner, expires_at)
  SELECT source, user_id, owner, expires_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
    AS wanted (source, user_id, owner, expires_at), relaxed
  ${TAKE_LEASE}
  RETURNING owner`

/** Of two who want one user at once, the first may have it. */
async function acquire(
  pool: Pool,
  wanted: readonly Holder[],
  now: Date,
): Promise<readonly boolean[]> {
  const firsts = new Map<string, Holder>()
  for (const one of wanted) if (!firsts.has(keyOf(one))) firsts.set(keyOf(one), one)
  // Sorted, so that two processes never wait for each other in a ring.
  const sorted = [...firsts.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const { rows } = await pool.query<{ owner: string }>({
    name: 'acquire-leases',
    text: ACQUIRE,
    values: [...columnsOf(sorted), sorted.map(({ expiresAt }) => expiresAt), now],
  })
  const owners = new Set(rows.map(({ owner }) => owner))
  return wanted.map((one) => firsts.get(keyOf(one)) === one && owners.has(one.owner))
}

const RELEASE = `WITH ${RELAXED_COMMIT}
  DELETE FROM lease
  USING unnest($1::text[], $2::text[], $3::text[]) AS held (source, user_id, owner), relaxed
  WHERE lease.source = held.source AND lease.user_id = held.user_id AND lease.owner = held.owner`

async function release(pool: Pool, held: readonly Holder[]): Promise<readonly void[]> {
  await pool.query({ name: 'release-leases', text: RELEASE, values: [...columnsOf(held)] })
  return held.map(() => undefined)
}

function columnsOf(holders: readonly Holder[]) {
  return [
    holders.map(({ source }) => source),
    holders.map(({ userId }) => userId),
    holders.map(({ owner }) => owner),
  ] as const
}

function keyOf({ source, userId }: Holder): string {
  return `${source}\n${userId}`
}
