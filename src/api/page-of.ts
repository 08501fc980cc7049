import { type TSchema, Type } from 'typebox'
import { AppError } from '../core/app-error.ts'

const LIMIT_MAX = 200
const LIMIT = 50

/** Query fields of every list. */
export const PAGE_QUERY = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMIT_MAX,
      default: LIMIT,
      description: 'Rows in one answer.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: '`nextCursor` of the answer before this one.' }),
  ),
} as const

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/** The schema of a list's answer. */
export function pageSchema<Row extends TSchema>(row: Row) {
  return Type.Object({
    data: Type.Array(row),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Asks for what is older than the last row; null at the end.',
    }),
  })
}

/**
 * One page of rows that are ordered by `place`, newest first. `read` gets how many to read and the
 * place to go on below, `undefined` for the first page; rows that come in meanwhile move nothing.
 * Throws `REQUEST_INVALID` for a cursor of another list.
 */
export async function pageOf<Row, Shown>(
  { limit = LIMIT, cursor }: PageQuery,
  list: {
    /** What a place looks like, whole. */
    readonly place: RegExp
    placeOf(row: Row): string
    read(limit: number, below: string | undefined): Promise<readonly Row[]>
    show(row: Row): Shown
  },
): Promise<{ data: readonly Shown[]; nextCursor: string | null }> {
  const below = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8')
  if (below !== undefined && !list.place.test(below)) {
    throw new AppError('REQUEST_INVALID', 'request: expected a cursor of this list, got another')
  }
  const rows = await list.read(limit + 1, below)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map((row) => list.show(row)),
    nextCursor: last === undefined ? null : Buffer.from(list.placeOf(last)).toString('base64url'),
  }
}
