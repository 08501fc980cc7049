import { Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { Secret } from '../core/secret.ts'
import type { BuiltinLogin } from '../directories/builtin-login.ts'
import { ACCOUNT_FIELDS, type AccountGate } from './account-gate.ts'

const Body = Type.Object(
  { ...ACCOUNT_FIELDS, password: Type.String({ maxLength: 1_024 }) },
  { additionalProperties: false },
)

const Answer = Type.Object({
  status: Type.Union(
    (['ok', 'must_change', 'expired', 'invalid'] as const).map((status) => Type.Literal(status)),
  ),
})

/**
 * `POST /v1/credentials/verify`: an app asks whether `{ source, email | userId, password }` opens the
 * account, and gets `{ status }`. The gate counts wrong passwords.
 */
export function registerVerifyRoute(
  api: Api,
  { login, gate }: { readonly login: BuiltinLogin; readonly gate: AccountGate },
): void {
  api.route({
    method: 'POST',
    path: '/v1/credentials/verify',
    scope: 'verify',
    id: 'verifyPassword',
    summary: 'Ask whether a password opens an account of the built-in directory',
    description: 'Give `email` or `userId`. Ten wrong passwords close the account for a while.',
    body: Body,
    answers: { 200: { description: 'What the password is worth.', schema: Answer } },
    errors: ['SOURCE_UNKNOWN'],
    async handle({ operator, body: { password, ...fields } }) {
      const account = gate.accountIn(fields, operator)
      const status = await gate.guess(
        account,
        () => login.verify({ ...account, password: new Secret(password) }),
        (answer) => answer === 'invalid',
      )
      return { status }
    },
  })
}
