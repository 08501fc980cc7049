import { randomBytes } from 'node:crypto'
import { Secret } from '../../src/core/secret.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import type { IdentityEvent } from '../../src/events/identity-event.ts'
import type { QueueBudget } from '../../src/events/queue-budget.ts'
import type { ReceivedEvents } from '../../webhooks/event-row.ts'

export const RECEIVED_AT = new Date('2026-11-23T12:00:00Z')

export const SEALER = createSealer([{ id: 'k1', key: new Secret(randomBytes(32)) }])

/** A budget that never runs out. */
export const UNLIMITED: Pick<QueueBudget, 'reserve'> = {
  reserve: (_source, wanted) => ({ count: wanted, settle: () => {} }),
}

/** A created user, told by `dedupeKey`. */
export function createdEvent(
  dedupeKey: string,
  changes: Partial<IdentityEvent> = {},
): IdentityEvent {
  return {
    type: 'user.created',
    providerType: 'user.created',
    dedupeKey,
    origin: 'invited',
    hasPassword: false,
    user: { id: `u_${dedupeKey}`, email: `${dedupeKey}@example.com` },
    ...changes,
  }
}

/** A verified request of `source` with these events. */
export function received(source: string, events: ReceivedEvents['events']): ReceivedEvents {
  return {
    source,
    provider: 'standard-webhooks',
    body: Buffer.from(JSON.stringify({ canary: source })),
    receivedAt: RECEIVED_AT,
    events,
  }
}
