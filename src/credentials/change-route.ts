import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { errorBody } from '../http/error-body.ts'
import { bodyReader } from '../http/request-body.ts'
import { ACCOUNT_FIELDS, type AccountGate } from './account-gate.ts'
import type { PasswordChange } from './password-change.ts'

const PASSWORD = Type.String({ maxLength: 1_024 })

const readBody = bodyReader(
  Type.Object(
    { ...ACCOUNT_FIELDS, password: PASSWORD, newPassword: PASSWORD },
    { additionalProperties: false },
  ),
)

/**
 * `POST /v1/credentials/change`: an app hands over the password that its user knows and the one they
 * chose, `{ source, email | userId, password, newPassword }`, and gets `{ status }`: `changed`,
 * `invalid` or `expired`. A new password against the rules is answered 422 `policy_violated`, with
 * every `violations` that the app can put in words. Guesses count as those of `verify` do.
 */
export function registerChangeRoute(
  app: FastifyInstance,
  { change, gate }: { readonly change: PasswordChange; readonly gate: AccountGate },
): void {
  app.post('/v1/credentials/change', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    await gate.authenticate(request)
    const { password, newPassword, ...fields } = readBody(request.body)
    const account = gate.accountIn(fields)
    const result = await gate.guess(
      account,
      () => change.change({ ...account, password: new Secret(password) }, new Secret(newPassword)),
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
  })
}
