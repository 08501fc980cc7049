import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { SendQuota } from '../core/transport.ts'
import { batched } from '../database/batched.ts'
import { RELAXED_COMMIT } from '../database/relaxed-commit.ts'
import type { Schema } from '../database/schema.ts'

/** A send waits this long for its turn inside its claim; a later turn waits in the database. */
const WAIT_MS_MAX = 5_000
/** How long one process takes a transport without a pace to have none. */
const UNPACED_FOR_MS = 10_000

/** The rate that all workers of all processes share: each send gets a turn of its own. */
export interface SendPace {
  /**
   * Resolves when it is this send's turn, at once where the transport has no pace. Throws `SEND_PACED`
   * with `retryAt` where that is more than a few seconds away; no turn is used up then.
   */
  awaitTurn(transport: string): Promise<void>
  /** What the receiver allows from now on. */
  set(transport: string, quota: SendQuota): Promise<void>
}

export function createSendPace(uses: {
  readonly database: Kysely<Schema>
  readonly pool: Pool
  readonly clock: Clock
  readonly sleep?: (ms: number) => Promise<unknown>
}): SendPace {
  const { database, pool, clock } = uses
  const unpacedUntil = new Map<string, number>()
  const take = batched((transports: readonly string[]) => takeTurns(pool, transports, clock.now()))
  return {
    async awaitTurn(transport) {
      const now = clock.now().getTime()
      if ((unpacedUntil.get(transport) ?? 0) > now) return
      const turn = await take(transport)
      if (turn === undefined) {
        unpacedUntil.set(transport, now + UNPACED_FOR_MS)
        return
      }
      if (!turn.isTaken) {
        const message = `${transport}: expected a turn within ${WAIT_MS_MAX} ms, got a later one`
        throw new AppError('SEND_PACED', message, { retryAt: turn.at })
      }
      const ms = turn.at.getTime() - clock.now().getTime()
      if (ms > 0) await (uses.sleep ?? sleep)(ms)
    },
    async set(transport, { perSecond, perDay, sentInDay }) {
      const now = clock.now()
      const row = { per_second: perSecond, per_day: perDay, sent_in_day: sentInDay, read_at: now }
      await database
        .insertInto('send_pace')
        .values({ transport, next_at: now, ...row })
        .onConflict((conflict) => conflict.column('transport').doUpdateSet(row))
        .execute()
      unpacedUntil.delete(transport)
    },
  }
}

interface Turn {
  readonly at: Date
  /** False: it lies too far ahead, and nobody has it. */
  readonly isTaken: boolean
}

// Turns lie evenly, from now or from the last one that was taken; those within the wait are taken.
// A turn that a crash of the server forgets is at worst given twice.
const TAKE = `WITH ${RELAXED_COMMIT},
  pace AS (
    SELECT transport, per_second, greatest(next_at, $2) AS first_at FROM send_pace, relaxed
    WHERE transport = $1 FOR UPDATE OF send_pace
  ),
  granted AS (
    SELECT pace.*, least($3::int,
      greatest(0, 1 + floor(extract(epoch FROM $4::timestamptz - first_at) * per_second)))::int
      AS count FROM pace
  ),
  taken AS (
    UPDATE send_pace SET next_at = first_at + make_interval(secs => count / granted.per_second)
    FROM granted WHERE send_pace.transport = granted.transport
  )
  SELECT first_at, per_second, count FROM granted`

async function takeTurns(
  pool: Pool,
  transports: readonly string[],
  now: Date,
): Promise<readonly (Turn | undefined)[]> {
  const turns = new Map<string, (Turn | undefined)[]>()
  for (const transport of new Set(transports)) {
    const count = transports.filter((one) => one === transport).length
    turns.set(transport, await takeOf(pool, transport, count, now))
  }
  return transports.map((transport) => turns.get(transport)?.shift())
}

async function takeOf(
  pool: Pool,
  transport: string,
  wanted: number,
  now: Date,
): Promise<(Turn | undefined)[]> {
  const { rows } = await pool.query<{ first_at: Date; per_second: number; count: number }>({
    name: 'take-turns',
    text: TAKE,
    values: [transport, now, wanted, addMs(now, WAIT_MS_MAX)],
  })
  const [row] = rows
  if (!row) return []
  return Array.from({ length: wanted }, (_, index) => ({
    at: addMs(row.first_at, (index * 1_000) / row.per_second),
    isTaken: index < row.count,
  }))
}
