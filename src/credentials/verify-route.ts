import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Secret } from '../core/secret.ts'
import type { BuiltinLogin } from '../directories/builtin-login.ts'
import { bodyReader } from '../http/request-body.ts'
import { ACCOUNT_FIELDS, type AccountGate } from './account-gate.ts'

const readBody = bodyReader(
  Type.Object(
    { ...ACCOUNT_FIELDS, password: Type.String({ maxLength: 1_024 }) },
    { additionalProperties: false },
  ),
)

/**
 * `POST /v1/credentials/verify`: an app asks whether `{ source, email | userId, password }` opens the
 * account, and gets `{ status }`. The gate counts wrong passwords.
 */
export function registerVerifyRoute(
  app: FastifyInstance,
  { login, gate }: { readonly login: BuiltinLogin; readonly gate: AccountGate },
): void {
  app.post('/v1/credentials/verify', async (request, reply) => {
    await gate.authenticate(request)
    const { password, ...fields } = readBody(request.body)
    const account = gate.accountIn(fields)
    const status = await gate.guess(
      account,
      () => login.verify({ ...account, password: new Secret(password) }),
      (answer) => answer === 'invalid',
    )
    reply.header('cache-control', 'no-store')
    return { status }
  })
}
