import type { Kysely } from 'kysely'
import { toAppError } from '../../src/core/app-error.ts'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Ids } from '../../src/core/ids.ts'
import type { Schema } from '../../src/database/schema.ts'
import type { CreatedUser } from '../../src/directories/directory.ts'
import type { StepLog } from '../../src/ops/step-log.ts'
import type { RunningSource } from '../../src/sources.ts'

/** How often a directory is asked. */
export const RECONCILE_EVERY_MS = 5 * 60_000
/** A user this young may still be told of by the webhook itself. */
export const WEBHOOK_GRACE_MS = 2 * 60_000
/** Looked at again each time: directories' lists and logs lag behind their users. */
export const OVERLAP_MS = 15 * 60_000
/** After a longer pause an operator decides about those who came meanwhile. */
export const LOOK_BACK_MS_MAX = 7 * 24 * 3_600_000
/** Events made in one run; the next run goes on where it ended. */
export const MADE_MAX = 500
/** One run, with all its pages. */
const RUN_TIMEOUT_MS = 60_000

/** What `provider_type` says of an event that no webhook brought. */
const RECONCILED = 'reconciled'

export interface ReconcileParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: StepLog
  /** The sources that say `reconcile: true`. */
  readonly reconciled: readonly RunningSource[]
}

/** Asks directories for users whose webhook never came. */
export interface Reconciler {
  /**
   * Starts a run for each source that is due and has none in hand, and does not wait for it: a slow
   * directory must not hold up the other chores.
   */
  turn(): Promise<void>
  /** Resolves once no run is in hand. */
  idle(): Promise<void>
  /** Ends the runs in hand; what they have not made is made by the next one. */
  stop(): Promise<void>
}

/**
 * Of each source the time is kept up to which everybody is known (table `setting`, `reconcile:…`):
 *
 * | found | then |
 * | --- | --- |
 * | no such time yet | it becomes now: who came before it was turned on is left alone |
 * | a user with an event of having been created | nothing |
 * | a user without one, older than two minutes | the event, `received`, marked `reconciled` |
 * | `MADE_MAX` events made | the time becomes that of the last user; the next turn goes on |
 * | an error | it is logged, the time stays, and the next run asks again |
 *
 * Two processes that do this at once make one event: its key is the webhook's own where the
 * directory knows it, else the user's id.
 */
export function createReconciler(parts: ReconcileParts): Reconciler {
  const dueAt = new Map<string, Date>()
  const inHand = new Map<string, Promise<void>>()
  const stopping = new AbortController()

  const run = async (running: RunningSource): Promise<void> => {
    const { name } = running.source
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(RUN_TIMEOUT_MS)])
    try {
      const hasMore = await reconcile(parts, running, signal)
      if (!hasMore) dueAt.set(name, addMs(parts.clock.now(), RECONCILE_EVERY_MS))
    } catch (error) {
      dueAt.set(name, addMs(parts.clock.now(), RECONCILE_EVERY_MS))
      if (stopping.signal.aborted) return
      parts.log.failure('upkeep', toAppError(error), { chore: 'reconcile', source: name })
    } finally {
      inHand.delete(name)
    }
  }
  const idle = async (): Promise<void> => {
    await Promise.all(inHand.values())
  }

  return {
    async turn() {
      for (const running of parts.reconciled) {
        const { name } = running.source
        const due = dueAt.get(name)
        const isDue = due === undefined || due <= parts.clock.now()
        if (isDue && !inHand.has(name)) inHand.set(name, run(running))
      }
    },
    idle,
    async stop() {
      stopping.abort()
      await idle()
    },
  }
}

/** One source, once; true when there is more to be made. */
async function reconcile(
  parts: ReconcileParts,
  { source, directory }: RunningSource,
  signal: AbortSignal,
): Promise<boolean> {
  const now = parts.clock.now()
  const key = `reconcile:${source.name}`
  const known = await readCursor(parts.database, key)
  if (!known) {
    await writeCursor(parts.database, key, now)
    return false
  }
  const since = latest(addMs(known, -OVERLAP_MS), addMs(now, -LOOK_BACK_MS_MAX))
  const until = addMs(now, -WEBHOOK_GRACE_MS)
  let made = 0
  for await (const user of directory.usersSince?.(since, signal) ?? []) {
    if (user.createdAt > until) continue
    if (!(await makeEvent(parts, source.name, source.provider.id, user))) continue
    made += 1
    if (made === MADE_MAX) {
      await writeCursor(parts.database, key, latest(known, user.createdAt))
      return true
    }
  }
  await writeCursor(parts.database, key, latest(known, until))
  return false
}

/** False for a user who has such an event already. */
async function makeEvent(
  { database, clock, ids, log }: ReconcileParts,
  source: string,
  provider: string,
  user: CreatedUser,
): Promise<boolean> {
  const dedupeKey = user.dedupeKey ?? `${RECONCILED}:${user.id}`
  if (await hasEvent(database, source, user.id)) return false
  const now = clock.now()
  const id = ids.next('event')
  const inserted = await database
    .insertInto('event')
    .values({
      id,
      source,
      provider,
      dedupe_key: dedupeKey,
      type: 'user.created',
      provider_type: RECONCILED,
      origin: user.origin,
      has_password: user.hasPassword,
      user_id: user.id,
      email: user.email ?? null,
      name: user.name ?? null,
      locale: user.locale ?? null,
      // Asked of the directory itself, so its time is believed, however long ago it was.
      occurred_at: user.createdAt < now ? user.createdAt : now,
      received_at: now,
      state: 'received',
      due_at: now,
    })
    .onConflict((conflict) => conflict.columns(['source', 'dedupe_key']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false
  log.event({ id, source }, 'received', RECONCILED)
  return true
}

async function hasEvent(
  database: Kysely<Schema>,
  source: string,
  userId: string,
): Promise<boolean> {
  const found = await database
    .selectFrom('event')
    .select('id')
    .where('source', '=', source)
    .where('user_id', '=', userId)
    .where('type', '=', 'user.created')
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

async function readCursor(database: Kysely<Schema>, key: string): Promise<Date | undefined> {
  const row = await database
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row && new Date(row.value)
}

async function writeCursor(database: Kysely<Schema>, key: string, at: Date): Promise<void> {
  const value = at.toISOString()
  await database
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other
}
