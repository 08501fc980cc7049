import type { Kysely } from 'kysely'
import { toAppError } from '../../src/core/app-error.ts'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Ids } from '../../src/core/ids.ts'
import type { Schema } from '../../src/database/schema.ts'
import type { CreatedUser, IsKnown } from '../../src/directories/directory.ts'
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
/** What follows the time in a `Cursor` that `isExact`. */
const EXACT = ' exact'
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
  /** How long one run may take, with all its pages. Default: a minute. */
  readonly runTimeoutMs?: number
}

/** Where a run begins. */
interface Cursor {
  readonly at: Date
  /** The run before did not reach the end: the next one begins at `at` itself, with no overlap. */
  readonly isExact: boolean
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
 * | `MADE_MAX` events made, or the run's own time is up | the time becomes that of the last user; the next turn goes on from exactly there |
 * | the run's time is up, and it got no further | it is logged, and the next run begins there again |
 * | an error | it is logged, the time stays, and the next run asks again |
 *
 * A run that begins after one that reached the end looks at `OVERLAP_MS` again. One that goes on
 * does not: where the overlap alone takes longer than a run, it would never get past it.
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
    const timeout = AbortSignal.timeout(parts.runTimeoutMs ?? RUN_TIMEOUT_MS)
    try {
      const hasMore = await reconcile(parts, running, { stop: stopping.signal, timeout })
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

interface RunSignals {
  readonly stop: AbortSignal
  readonly timeout: AbortSignal
}

/** One source, once; true when there is more to be made. */
async function reconcile(
  parts: ReconcileParts,
  running: RunningSource,
  { stop, timeout }: RunSignals,
): Promise<boolean> {
  const now = parts.clock.now()
  const key = `reconcile:${running.source.name}`
  const known = await readCursor(parts.database, key)
  if (!known) {
    await writeCursor(parts.database, key, { at: now, isExact: false })
    return false
  }
  const since = latest(
    known.isExact ? known.at : addMs(known.at, -OVERLAP_MS),
    addMs(now, -LOOK_BACK_MS_MAX),
  )
  const until = addMs(now, -WEBHOOK_GRACE_MS)
  const progress: Progress = { made: 0, reached: since, isCut: false }
  const signal = AbortSignal.any([stop, timeout])
  try {
    await makeEvents(parts, running, { since, until, signal }, progress)
  } catch (error) {
    const isCut = timeout.aborted && !stop.aborted
    const isFurther = progress.made > 0 || progress.reached > since
    if (!isCut || !isFurther) throw error
    progress.isCut = true
  }
  const hasMore = progress.isCut || progress.made === MADE_MAX
  const at = hasMore ? progress.reached : latest(known.at, until)
  await writeCursor(parts.database, key, { at, isExact: hasMore })
  return hasMore
}

/** How far a run has got; also what is known of one that was cut. */
interface Progress {
  made: number
  /** Everybody from before this time has been looked at. */
  reached: Date
  /** Its time was up before the end. */
  isCut: boolean
}

/** Makes the events of the users between the two times, `MADE_MAX` at most. */
async function makeEvents(
  parts: ReconcileParts,
  { source, directory }: RunningSource,
  { since, until, signal }: { since: Date; until: Date; signal: AbortSignal },
  progress: Progress,
): Promise<void> {
  // Users come oldest first: whoever is asked about, those before have been looked at.
  const isKnown: IsKnown = async ({ id, createdAt }) => {
    signal.throwIfAborted()
    if (createdAt > until) return true
    progress.reached = latest(progress.reached, createdAt)
    return hasEvent(parts.database, source.name, id)
  }
  for await (const user of directory.usersSince?.(since, signal, isKnown) ?? []) {
    if (await isKnown(user)) continue
    if (await makeEvent(parts, source.name, source.provider.id, user)) progress.made += 1
    if (progress.made === MADE_MAX) return
  }
}

/** False where a webhook made it in between. */
async function makeEvent(
  { database, clock, ids, log }: ReconcileParts,
  source: string,
  provider: string,
  user: CreatedUser,
): Promise<boolean> {
  const dedupeKey = user.dedupeKey ?? `${RECONCILED}:${user.id}`
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

async function readCursor(database: Kysely<Schema>, key: string): Promise<Cursor | undefined> {
  const row = await database
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  const isExact = row.value.endsWith(EXACT)
  return { at: new Date(isExact ? row.value.slice(0, -EXACT.length) : row.value), isExact }
}

async function writeCursor(
  database: Kysely<Schema>,
  key: string,
  { at, isExact }: Cursor,
): Promise<void> {
  const value = `${at.toISOString()}${isExact ? EXACT : ''}`
  await database
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other
}
