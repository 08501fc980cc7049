import pg from 'pg'

/** What a failed statement says about the next try. */
export type StatementFault =
  /** A deadlock or a serialization failure (40P01, 40001): the same again may pass. */
  | 'conflict'
  /** A value or a constraint (class 22, 23): it fails each time. */
  | 'data'
  /** No answer, or the server goes (class 08, 57): it may have been committed. */
  | 'connection'
  | 'other'

/** Reads it from the error of a query. */
export function statementFault(error: unknown): StatementFault {
  // Whatever is not an answer of the server's is a fault of the connection: a refused or reset
  // socket, a time-out, a pool that was ended.
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'connection'
  if (error.code === '40P01' || error.code === '40001') return 'conflict'
  switch (error.code.slice(0, 2)) {
    case '22':
    case '23':
      return 'data'
    case '08':
    case '57':
      return 'connection'
    default:
      return 'other'
  }
}
