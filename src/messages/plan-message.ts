import type { Insertable, Transaction } from 'kysely'
import { addMs } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { listed } from '../database/columns.ts'
import type { MessageTable, Schema } from '../database/schema.ts'
import { type Job, QUEUE_TRUST_MS } from '../jobs.ts'

/** One email to be: to whom, about what, in which language. */
export interface MessagePlan {
  /** Where somebody was told the id before; default a new one. */
  readonly id?: string
  readonly event: { readonly id: string; readonly source: string }
  readonly credentialId: string | null
  readonly template: string
  readonly toAddress: string
  readonly locale: { readonly locale: string; readonly rule: string }
}

/** What `plannedMessage` fills. */
export const PLANNED_COLUMNS = listed<ReturnType<typeof plannedMessage>>({
  id: true,
  event_id: true,
  credential_id: true,
  source: true,
  template: true,
  locale: true,
  locale_rule: true,
  to_address: true,
  state: true,
  planned_at: true,
  due_at: true,
  queued_until: true,
})

/** The row of a message that is to be, due at once and taken for queued. */
export function plannedMessage(
  { id, event, credentialId, template, toAddress, locale }: MessagePlan,
  now: Date,
  ids: Ids,
) {
  return {
    id: id ?? ids.next('message'),
    event_id: event.id,
    credential_id: credentialId,
    source: event.source,
    template,
    locale: locale.locale,
    locale_rule: locale.rule,
    to_address: toAddress,
    state: 'planned',
    planned_at: now,
    due_at: now,
    queued_until: addMs(now, QUEUE_TRUST_MS),
  } as const satisfies Insertable<MessageTable>
}

/**
 * Inserts a `planned` message and gives the job to enqueue on `renders` after the commit. One event
 * plans each template once: a second plan fails on the unique key.
 */
export async function planMessage(
  transaction: Transaction<Schema>,
  plan: MessagePlan,
  now: Date,
  ids: Ids,
): Promise<Job> {
  const message = plannedMessage(plan, now, ids)
  await transaction.insertInto('message').values(message).execute()
  return { id: message.id, run: 0 }
}
