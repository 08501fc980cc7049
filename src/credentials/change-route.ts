import { Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { ERROR_FIELDS } from '../api/error-schema.ts'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { errorBody } from '../http/error-body.ts'
import { ACCOUNT_FIELDS, type AccountGate } from './account-gate.ts'
import type { PasswordChange } from './password-change.ts'

const PASSWORD = Type.String({ maxLength: 1_024 })

const Body = Type.Object(
  { ...ACCOUNT_FIELDS, password: PASSWORD, newPassword: PASSWORD },
  { additionalProperties: false },
)

const Answer = Type.Object({
  status: Type.Union(
    (['changed', 'invalid', 'expired'] as const).map((status) => Type.Literal(status)),
  ),
})
const Refused = Type.Object({
  error: Type.Object({
    ...ERROR_FIELDS,
    violations: Type.Optional(Type.Array(Type.Object({ code: Type.String() }))),
  }),
})

/**
 * `POST /v1/credentials/change`: an app hands over the password that its user knows and the one they
 * chose, `{ source, email | userId, password, newPassword }`, and gets `{ status }`: `changed`,
 * `invalid` or `expired`. A new password against the rules is answered 422 `policy_violated`, with
 * every `violations` that the app can put in words. Guesses count as those of `verify` do.
 */
export function registerChangeRoute(
  api: Api,
  { change, gate }: { readonly change: PasswordChange; readonly gate: AccountGate },
): void {
  api.route({
    method: 'POST',
    path: '/v1/credentials/change',
    scope: 'verify',
    id: 'changePassword',
    summary: 'Change a password that the user knows',
    body: Body,
    answers: {
      200: { description: 'Whether it was changed.', schema: Answer },
      422: { description: 'The new password breaks the rules listed.', schema: Refused },
    },
    errors: ['SOURCE_UNKNOWN'],
    async handle({ operator, body: { password, newPassword, ...fields }, request, reply }) {
      const account = gate.accountIn(fields, operator)
      const now = { ...account, password: new Secret(password) }
      const result = await gate.guess(
        account,
        () => change.change(now, new Secret(newPassword)),
        ({ outcome }) => outcome === 'invalid',
      )
      if (result.outcome !== 'refused') return { status: result.outcome }
      const { violations } = result
      const codes = violations.map(({ code }) => code).join(', ')
      const error = new AppError(
        'POLICY_VIOLATED',
        `change: expected a password that the policy accepts, got ${codes}`,
      )
      request.failure = error
      reply.code(ERROR_CODES[error.code].status)
      return { error: { ...errorBody(error, request.id).error, violations } }
    },
  })
}
