import { type Kysely, sql } from 'kysely'
import { AppError } from '../core/app-error.ts'

/** Resolves when Postgres answers. Throws `DATABASE_UNREACHABLE`. */
export async function pingDatabase<T>(database: Kysely<T>): Promise<void> {
  try {
    await sql`SELECT 1`.execute(database)
  } catch (cause) {
    const message = `postgres: expected an answer at DATABASE_URL, got ${codeOf(cause)}`
    throw new AppError('DATABASE_UNREACHABLE', message, { cause })
  }
}

/** The driver's message may quote the URL; its code says enough. */
function codeOf(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded && typeof error.code === 'string' ? error.code : 'none in time'
}
