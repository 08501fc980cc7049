import type { ColumnType, GeneratedAlways } from 'kysely'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'
import type { NullableTimestamp, Scheduled, Timestamp } from './column-types.ts'

/** Changes of state, in the order of their writing; triggers write them. */
export interface OutboxTable {
  number: GeneratedAlways<string>
  subject: 'event' | 'credential' | 'message' | 'reveal'
  subject_id: string
  state: string
  code: string | null
  at: Timestamp
  /** When its deliveries were planned. */
  told_at: NullableTimestamp
}

/** One lifecycle event for one subscriber. */
export interface DeliveryTable extends Scheduled {
  id: string
  outbox_number: string
  /** `automation:<name>`. */
  subscriber: string
  type: string
  source: string
  event: ColumnType<LifecycleEvent, string, never>
  state: 'waiting' | 'done' | 'failed'
  created_at: Timestamp
  settled_at: NullableTimestamp
}
