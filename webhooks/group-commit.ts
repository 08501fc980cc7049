import pg from 'pg'
import { AppError } from '../src/core/app-error.ts'
import { statementFault } from '../src/database/statement-fault.ts'
import { findEvents, insertEvents, type StoredIds } from './event-insert.ts'
import type { EventRow } from './event-row.ts'

/** The rows of one request, which are committed together or not at all. */
export interface RowsOfRequest {
  readonly rows: readonly EventRow[]
  /** Given once the rows are committed. */
  stored(ids: StoredIds): void
  failed(error: AppError): void
}

/**
 * Commits several requests in one statement and tells each what became of it; never rejects.
 *
 * | the statement ends with | then |
 * | --- | --- |
 * | success | each request is told |
 * | 40P01, 40001 (deadlock, serialization) | the same group once more |
 * | class 22, 23 (a value or constraint) | request by request, so that only the poisoned one fails |
 * | a lost or cut connection, class 08, 57 | rows found under their keys are committed; others fail |
 * | anything else | all requests fail with `STORE_UNAVAILABLE` |
 */
export async function commitGroup(pool: pg.Pool, group: readonly RowsOfRequest[]): Promise<void> {
  const rows = group.flatMap((request) => request.rows)
  try {
    tell(group, await insertWithRetry(pool, rows))
  } catch (error) {
    const failure = statementFault(error)
    if (failure === 'data' && group.length > 1) {
      // In turn: they may hold the same key, and the first one wins.
      for (const request of group) await commitGroup(pool, [request])
    } else if (failure === 'data') {
      for (const request of group) request.failed(poisoned(error))
    } else if (failure === 'connection') {
      tell(group, await findAfterLoss(pool, rows), error)
    } else {
      tell(group, new Map(), error)
    }
  }
}

async function insertWithRetry(pool: pg.Pool, rows: readonly EventRow[]): Promise<StoredIds> {
  try {
    return await insertEvents(pool, rows)
  } catch (error) {
    if (statementFault(error) !== 'conflict') throw error
    return insertEvents(pool, rows)
  }
}

/** The commit may have happened although its answer was lost; asked once. */
async function findAfterLoss(pool: pg.Pool, rows: readonly EventRow[]): Promise<StoredIds> {
  try {
    return await findEvents(pool, rows)
  } catch {
    // The caller reports the error that led here; this one only says that it lasts.
    return new Map()
  }
}

function tell(group: readonly RowsOfRequest[], ids: StoredIds, cause?: unknown): void {
  for (const request of group) {
    if (request.rows.every((row) => ids.has(row.id))) request.stored(ids)
    else request.failed(unavailable(cause))
  }
}

function unavailable(cause: unknown): AppError {
  return new AppError('STORE_UNAVAILABLE', 'inbox: expected a commit by Postgres, got none', {
    cause,
  })
}

function poisoned(cause: unknown): AppError {
  const state = cause instanceof pg.DatabaseError ? cause.code : undefined
  const code = state?.startsWith('22') ? 'BODY_INVALID' : 'UNEXPECTED'
  return new AppError(code, `inbox: expected values that Postgres stores, got SQLSTATE ${state}`, {
    cause,
  })
}
