import { Type } from 'typebox'
import { ERROR_FIELDS } from '../api/error-schema.ts'
import type { ErrorCode } from '../core/error-codes.ts'

/** A rule that a password breaks; the fields beside `code` belong to that rule. */
export const ViolationSchema = Type.Object({ code: Type.String() }, { title: 'Violation' })

const Taken = Type.Object(
  {
    userId: Type.Union([Type.String(), Type.Null()], {
      description: 'As the directory names the user; null until it has.',
    }),
    eventId: Type.String(),
    messageId: Type.Union([Type.String(), Type.Null()], {
      description: 'Null where nothing is mailed.',
    }),
    state: Type.String({
      description: '`done`, or `working` while the directory has not answered.',
    }),
    reason: Type.Optional(Type.String({ description: 'What is waited for.' })),
    expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the directory stops taking the password; null where it does not.',
    }),
    password: Type.Optional(
      Type.String({ description: 'Where it was generated and to be shown.' }),
    ),
  },
  { title: 'UserChange' },
)

const Refused = Type.Object(
  {
    error: Type.Object({
      ...ERROR_FIELDS,
      eventId: Type.Optional(Type.String()),
      userId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      refusals: Type.Optional(
        Type.Array(
          Type.Object({
            code: Type.String(),
            field: Type.String({ description: 'The field of the request that it is about.' }),
            message: Type.String(),
            violations: Type.Optional(Type.Array(ViolationSchema)),
          }),
        ),
      ),
    }),
  },
  { title: 'UserRefusal' },
)

const REFUSED =
  'Refused: nothing was changed. Or the directory refused; `eventId` says what stands.'

/** What creating a user and replacing a password answer. */
export const USER_ANSWERS = {
  202: { description: 'Committed, and the first turn is done.', schema: Taken },
  403: { description: 'The key, or the configuration, does not allow it.', schema: Refused },
  404: { description: 'No such source or user.', schema: Refused },
  409: { description: 'The user is there, or a newer credential stands.', schema: Refused },
  422: { description: REFUSED, schema: Refused },
  502: { description: 'The directory failed.', schema: Refused },
  503: { description: 'The directory, or Postgres, is not there just now.', schema: Refused },
} as const

/** Their errors of other statuses. */
export const USER_ERRORS: readonly ErrorCode[] = ['SOURCE_UNKNOWN']
