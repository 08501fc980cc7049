import { type TSchema, Type } from 'typebox'

/** A time in an answer. */
export const Time = Type.String({ format: 'date-time' })

/** A value or null. */
export function orNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** One of these words. */
export function oneOf<Word extends string>(...words: Word[]) {
  return Type.Enum<Word[]>(words)
}

/** A time in a query or a body: RFC 3339 with a zone. */
export const GivenTime = Type.String({
  maxLength: 40,
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
})
