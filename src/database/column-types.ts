import type { ColumnType, Generated } from 'kysely'

export type Timestamp = ColumnType<Date, Date, Date>
export type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>

/** Columns of every row that the queue works on. Upkeep queues what is due and not trusted to be queued. */
export interface Scheduled {
  /** Counts the times a worker took the row; part of the job id. */
  run: Generated<number>
  /** Failed tries, counted against the schedule in `src/jobs.ts`. */
  attempts: Generated<number>
  /** Not to be worked on before. */
  due_at: Timestamp
  /** Trusted to be in the queue until then. */
  queued_until: NullableTimestamp
  /** A worker has it until then. */
  claimed_until: NullableTimestamp
  /** An error code, or why it ended as it did. */
  code: string | null
  /** The same in words, without secrets and addresses. */
  cause: string | null
}
