import type { Kysely } from 'kysely'
import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'
import type { Secret } from '../core/secret.ts'
import type { EventState, Schema } from '../database/schema.ts'
import type { Refusal } from './user-ask.ts'

/** What became of an ask. */
export type ChangeResult =
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] }
  | TakenChange
  | FailedChange

/** Committed, and done or being done. */
export interface TakenChange {
  readonly outcome: 'taken'
  readonly eventId: string
  /** `null` while the directory has not named the user it is to make. */
  readonly userId: string | null
  /** `null` where nothing is mailed. */
  readonly messageId: string | null
  readonly state: 'done' | 'working'
  /** Why it is not done yet, if anything went wrong. */
  readonly reason?: { readonly code: string; readonly message: string }
  /** When the directory stops taking the password; `null` where it does not. */
  readonly expiresAt: Date | null
  /** The generated password, for the operator's eyes. */
  readonly shown?: Secret
}

/** Committed, and ended without what was asked for. */
export interface FailedChange {
  readonly outcome: 'failed'
  readonly eventId: string
  /** A user who was made before it failed is there. */
  readonly userId: string | null
  readonly error: { readonly code: ErrorCode; readonly message: string }
}

/** How the request of `eventId` stands. */
export async function readResult(
  database: Kysely<Schema>,
  eventId: string,
): Promise<TakenChange | FailedChange> {
  const row = await database
    .selectFrom('event')
    .innerJoin('account_request as request', 'request.event_id', 'event.id')
    .leftJoin('credential', (join) =>
      join
        .onRef('credential.event_id', '=', 'event.id')
        .on('credential.expiry_enforced', '=', true),
    )
    .select(['event.state', 'event.code', 'event.cause', 'event.user_id', 'request.message_id'])
    .select('credential.expires_at')
    .where('event.id', '=', eventId)
    .limit(1)
    .executeTakeFirstOrThrow()
  const { state, code, cause, user_id: userId, message_id: messageId } = row
  switch (state) {
    case 'done':
    case 'received':
    case 'working': {
      const isDone = state === 'done'
      return {
        outcome: 'taken',
        eventId,
        userId,
        messageId,
        state: isDone ? 'done' : 'working',
        ...(!isDone && code !== null && { reason: { code, message: cause ?? '' } }),
        expiresAt: row.expires_at,
      }
    }
    case 'ignored':
    case 'superseded':
    case 'no_address':
    case 'suppressed':
    case 'failed':
      return { outcome: 'failed', eventId, userId, error: errorOf(state, code, cause) }
  }
}

/** What came between the check and the first turn, in the words of the refusals before. */
const ENDINGS = {
  ignored: 'USER_EXISTS',
  superseded: 'REQUEST_SUPERSEDED',
  no_address: 'NO_ADDRESS',
  suppressed: 'ADDRESS_SUPPRESSED',
} as const satisfies Partial<Record<EventState, ErrorCode>>

function errorOf(
  state: keyof typeof ENDINGS | 'failed',
  code: string | null,
  cause: string | null,
): FailedChange['error'] {
  const message = cause ?? 'no cause was kept'
  if (state !== 'failed') return { code: ENDINGS[state], message }
  return { code: code !== null && isErrorCode(code) ? code : 'UNEXPECTED', message }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}
