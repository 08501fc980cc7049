import type { Pool } from 'pg'
import { AppError } from '../src/core/app-error.ts'
import type { Ids } from '../src/core/ids.ts'
import type { Sealer } from '../src/credentials/sealer.ts'
import type { QueueBudget } from '../src/events/queue-budget.ts'
import type { Job } from '../src/jobs.ts'
import { type EventRow, eventRows, type ReceivedEvents } from './event-row.ts'
import { commitGroup, type RowsOfRequest } from './group-commit.ts'
import { createGather } from '../src/core/gather.ts'
import { createRelay } from './relay.ts'

const FLUSHES_IN_FLIGHT_MAX = 2
/**
 * A row counts for its bytes, and at least for this much: so a group has at most 128 rows, or the
 * rows of one request.
 */
const ROW_WEIGHT_MIN = 8 * 1_024
const GROUP_WEIGHT_MAX = 128 * ROW_WEIGHT_MIN
/** So many rows do not wait for the end of the turn: Postgres works on them while Node reads on. */
const READY_WEIGHT = 32 * ROW_WEIGHT_MIN
/** What may wait in memory while Postgres is slow; beyond that the answer is 503 at once. */
const WAITING_WEIGHT_MAX = 64 * 1_024 * 1_024

/** What became of one event: `duplicate` carries the id stored before. */
export interface StoredEvent {
  readonly id: string
  readonly status: 'accepted' | 'duplicate' | 'ignored'
}

/** Where verified events become durable. */
export interface Inbox {
  /**
   * Resolves once all events of the request are committed, in their order. Each source and
   * de-duplication key is stored once. Throws `STORE_UNAVAILABLE`, and `BODY_INVALID` for a value
   * that Postgres refuses. New events are queued afterwards, whether or not the queue is up.
   */
  store(received: ReceivedEvents): Promise<readonly StoredEvent[]>
  /** Takes no more, and resolves when all that was taken is stored and handed to the queue. */
  close(): Promise<void>
}

export interface InboxOptions {
  readonly pool: Pool
  readonly sealer: Sealer
  readonly ids: Ids
  readonly budget: Pick<QueueBudget, 'reserve'>
  /** Adds jobs of the queue `passwords`. */
  enqueue(jobs: readonly Job[]): Promise<void>
  /** Told about failures that no caller hears of: jobs that could not be queued. */
  onError(error: unknown): void
}

/**
 * Events that arrive together are committed together: one statement for whatever has gathered, two
 * in flight, no timer. A request is never split over two groups.
 */
export function createInbox({ pool, sealer, ids, budget, enqueue, onError }: InboxOptions): Inbox {
  const relay = createRelay({ enqueue, onError })
  const gather = createGather<RowsOfRequest>({
    run: (group) => commitGroup(pool, group),
    weigh: ({ rows }) => rows.reduce((sum, row) => sum + weightOf(row), 0),
    readyWeight: READY_WEIGHT,
    groupWeightMax: GROUP_WEIGHT_MAX,
    waitingWeightMax: WAITING_WEIGHT_MAX,
    inFlightMax: FLUSHES_IN_FLIGHT_MAX,
  })
  let isClosed = false

  const commit = (rows: readonly EventRow[]): Promise<ReadonlyMap<string, string>> =>
    new Promise((resolve, reject) => {
      const isTaken = !isClosed && gather.add({ rows, stored: resolve, failed: reject })
      if (!isTaken) reject(refused(isClosed))
    })

  return {
    async store(received) {
      if (received.events.length === 0) return []
      const wanted = received.events.filter((event) => event.type !== 'ignored').length
      const grant = budget.reserve(received.source, wanted)
      try {
        const nextId = (): string => ids.next('event')
        const rows = eventRows(received, { sealer, nextId, queued: grant.count })
        const stored = await commit(rows)
        relay.push(rows.filter((row) => isNew(row, stored) && row.queued_until).map(({ id }) => id))
        return rows.map((row) => storedEvent(row, stored.get(row.id) ?? row.id))
      } finally {
        grant.settle()
      }
    },
    async close() {
      isClosed = true
      await gather.idle()
      await relay.idle()
    },
  }
}

function weightOf(row: EventRow): number {
  return Math.max(ROW_WEIGHT_MIN, (row.body ?? '').length)
}

function isNew(row: EventRow, stored: ReadonlyMap<string, string>): boolean {
  return stored.get(row.id) === row.id
}

function storedEvent(row: EventRow, id: string): StoredEvent {
  if (id !== row.id) return { id, status: 'duplicate' }
  return { id, status: row.state === 'ignored' ? 'ignored' : 'accepted' }
}

function refused(isClosed: boolean): AppError {
  const got = isClosed ? 'one that is closing' : 'one whose waiting room is full'
  return new AppError('STORE_UNAVAILABLE', `inbox: expected an open inbox, got ${got}`)
}
