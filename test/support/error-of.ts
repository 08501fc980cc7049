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

/** The `AppError` that `work` is rejected with; fails when it is not. */
export async function errorFrom(work: Promise<unknown>): Promise<AppError> {
  try {
    await work
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('expected an AppError, got no error')
}
