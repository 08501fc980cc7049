import { addMs } from '../src/core/clock.ts'
import { Secret } from '../src/core/secret.ts'
import { sealProviderReset } from '../src/credentials/provider-reset.ts'
import type { Sealer } from '../src/credentials/sealer.ts'
import type { EventState } from '../src/database/schema.ts'
import type { IdentityEvent, ParsedEvent } from '../src/events/identity-event.ts'
import { QUEUE_TRUST_MS } from '../src/jobs.ts'

const CLOCK_LEEWAY_MS = 5 * 60 * 1_000

/** One verified request and what it said. */
export interface ReceivedEvents {
  /** The source's name. */
  readonly source: string
  /** The provider's id. */
  readonly provider: string
  /** The raw bytes; they are stored sealed. */
  readonly body: Buffer
  readonly receivedAt: Date
  readonly events: readonly ParsedEvent[]
}

/** A new row of `event` in the form of `INSERT_COLUMNS`; times are ISO 8601. */
export interface EventRow {
  readonly id: string
  readonly source: string
  readonly provider: string
  readonly dedupe_key: string
  readonly type: ParsedEvent['type']
  readonly provider_type: string
  readonly origin: 'invited' | 'self' | 'unknown'
  readonly has_password: boolean
  readonly user_id: string | null
  readonly email: string | null
  readonly name: string | null
  readonly locale: string | null
  readonly provider_reset: string | null
  readonly body: string | null
  readonly occurred_at: string
  readonly received_at: string
  readonly settled_at: string | null
  readonly state: EventState
  readonly due_at: string
  readonly queued_until: string | null
  readonly code: string | null
}

interface RowTools {
  readonly sealer: Sealer
  nextId(): string
  /** How many of the rows are queued at once; the rest wait until upkeep queues them. */
  readonly queued: number
}

/**
 * The rows of one request, in its order. The body is kept once, with the first event that is acted
 * on; of an ignored event nothing of a user is kept.
 */
export function eventRows(received: ReceivedEvents, tools: RowTools): readonly EventRow[] {
  let queuedLeft = tools.queued
  let isBodyKept = false
  return received.events.map((event) => {
    const id = tools.nextId()
    const row = newRow(id, received, event)
    if (event.type === 'ignored') return row
    const body = isBodyKept
      ? null
      : tools.sealer.seal(new Secret(received.body), `event.body:${id}`)
    isBodyKept = true
    queuedLeft -= 1
    return {
      ...row,
      ...actedOn(id, event, tools.sealer),
      ...schedule(received, queuedLeft >= 0),
      body,
    }
  })
}

/** A row as an ignored event leaves it: settled, and without anything about a user. */
function newRow(id: string, received: ReceivedEvents, event: ParsedEvent): EventRow {
  const receivedAt = received.receivedAt.toISOString()
  const occurredAt = event.type === 'ignored' ? undefined : event.occurredAt
  return {
    id,
    source: received.source,
    provider: received.provider,
    dedupe_key: event.dedupeKey,
    type: event.type,
    provider_type: event.providerType,
    origin: 'unknown',
    has_password: false,
    user_id: null,
    email: null,
    name: null,
    locale: null,
    provider_reset: null,
    body: null,
    occurred_at: clampToReceipt(occurredAt, received.receivedAt).toISOString(),
    received_at: receivedAt,
    settled_at: receivedAt,
    state: 'ignored',
    due_at: receivedAt,
    queued_until: null,
    code: event.type === 'ignored' && event.fault ? 'unreadable' : 'not_acted_on',
  }
}

function actedOn(id: string, event: IdentityEvent, sealer: Sealer) {
  return {
    origin: event.origin,
    has_password: event.hasPassword,
    user_id: event.user.id,
    email: event.user.email ?? null,
    name: event.user.name ?? null,
    locale: event.user.locale ?? null,
    provider_reset: event.reset ? sealProviderReset(sealer, id, event.reset) : null,
  } satisfies Partial<EventRow>
}

function schedule({ receivedAt }: ReceivedEvents, isQueued: boolean) {
  return {
    settled_at: null,
    state: 'received',
    queued_until: isQueued ? addMs(receivedAt, QUEUE_TRUST_MS).toISOString() : null,
    code: null,
  } satisfies Partial<EventRow>
}

/** A provider's clock decides order only as far as ours can vouch for it. */
function clampToReceipt(occurredAt: Date | undefined, receivedAt: Date): Date {
  if (!occurredAt) return receivedAt
  const earliest = addMs(receivedAt, -CLOCK_LEEWAY_MS)
  const latest = addMs(receivedAt, CLOCK_LEEWAY_MS)
  if (occurredAt < earliest) return earliest
  return occurredAt > latest ? latest : occurredAt
}
