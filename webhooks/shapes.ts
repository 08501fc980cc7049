import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { AppError } from '../src/core/app-error.ts'

/** A text that must be there and not be empty, such as an id. */
export const RequiredText = Type.String({ minLength: 1 })

/** A text that may be absent or null. */
export const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** Seconds since 1970, up to the year 9999. */
export const EpochSeconds = Type.Integer({ minimum: 0, maximum: 253_402_300_799 })

/** The end of the year 9999, which a `Date` and Postgres both hold. */
export const EPOCH_MS_MAX = 253_402_300_799_999

/** Milliseconds since 1970. */
export const EpochMs = Type.Integer({ minimum: 0, maximum: EPOCH_MS_MAX })

/** A larger number is in milliseconds: as seconds it would lie after the year 5000. */
const SECONDS_MAX = 100_000_000_000

/** The milliseconds since 1970 that a number of seconds or of milliseconds means. */
export function epochMsOf(time: number): number {
  return time < SECONDS_MAX ? time * 1_000 : time
}

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
