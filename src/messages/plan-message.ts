import type { Transaction } from 'kysely'
import { addMs } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Schema } from '../database/schema.ts'
import { type Job, QUEUE_TRUST_MS } from '../jobs.ts'

/** One email to be: to whom, about what, in which language. */
export interface MessagePlan {
  readonly event: { readonly id: string; readonly source: string }
  readonly credentialId: string | null
  readonly template: string
  readonly toAddress: string
  readonly locale: { readonly locale: string; readonly rule: string }
}

/**
 * Inserts a `planned` message and gives the job to enqueue on `renders` after the commit. One event
 * plans each template once: a second plan fails on the unique key.
 */
export async function planMessage(
  transaction: Transaction<Schema>,
  { event, credentialId, template, toAddress, locale }: MessagePlan,
  now: Date,
  ids: Ids,
): Promise<Job> {
  const id = ids.next('message')
  await transaction
    .insertInto('message')
    .values({
      id,
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
    })
    .execute()
  return { id, run: 0 }
}
