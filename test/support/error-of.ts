import { AppError } from '../../src/core/app-error.ts'

/** The `AppError` that `work` throws; fails when it throws none. */
export function errorOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('expected an AppError, got no error')
}
