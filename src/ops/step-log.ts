import type { AppError } from '../core/app-error.ts'

/** Row ids and other words that are safe to log. */
export type StepFields = Readonly<Record<string, string | number | boolean | null>>

/** One line per step of a job: ids only, never an address or a secret. */
export interface StepLog {
  step(what: string, fields: StepFields): void
  failure(job: string, error: AppError, fields: StepFields): void
}
