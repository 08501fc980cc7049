import { Type } from 'typebox'

/** Fields of every error. */
export const ERROR_FIELDS = {
  code: Type.String({ description: 'Stable; `docs/errors.md` says what each one means.' }),
  message: Type.String({ description: 'For a person; without secrets and addresses.' }),
  requestId: Type.String({ description: 'Stands in the log beside what happened.' }),
} as const

/** The body of every error that has no more to say. */
export const ErrorSchema = Type.Object({ error: Type.Object(ERROR_FIELDS) }, { title: 'Error' })
