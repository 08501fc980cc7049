import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { AppError } from '../src/core/app-error.ts'

/** A text that must be there and not be empty, such as an id. */
export const RequiredText = Type.String({ minLength: 1 })

/** A text that may be absent or null. */
export const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** Milliseconds since 1970, within what a `Date` and Postgres both hold. */
export const EpochMs = Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 })

/** An ISO 8601 date and time with a zone; read it with `readIsoTime`. */
export const IsoTime = Type.String({ format: 'date-time' })

/** The time that `text` names. Throws `BODY_INVALID`: the format also allows leap seconds. */
export function readIsoTime(who: string, path: string, text: string): Date {
  const date = new Date(text)
  if (!Number.isNaN(date.getTime())) return date
  throw new AppError('BODY_INVALID', `${who}: expected a date and time at ${path}, got other text`)
}

/** A de-duplication key for messages that have no id: the same bytes are the same event. */
export function bodyDigest(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}
