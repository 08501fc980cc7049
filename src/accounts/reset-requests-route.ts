import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Api } from '../api/api.ts'
import { ERROR_FIELDS } from '../api/error-schema.ts'
import type { Source } from '../config/doorkey-config.ts'
import { parseAddress } from '../core/address.ts'
import { AppError, toAppError } from '../core/app-error.ts'
import type { ResetOutcome } from '../credentials/password-reset.ts'
import { type ResetCodes, typedCode } from '../credentials/reset-code.ts'
import { errorBody } from '../http/error-body.ts'
import { expectSource } from '../operators/operator.ts'
import type { ForgotPassword } from './forgot-password.ts'
import { ViolationSchema } from './user-answers.ts'

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,190}$/

const NAMED = {
  source: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.String({ minLength: 1, maxLength: 320 }),
}
const RequestBody = Type.Object(NAMED, { additionalProperties: false })
const ConfirmationBody = Type.Object(
  {
    ...NAMED,
    code: Type.String({ maxLength: 64 }),
    password: Type.String({ maxLength: 1_024 }),
  },
  { additionalProperties: false },
)

const Status = (status: string) => Type.Object({ status: Type.Literal(status) })
const Refused = Type.Object({
  error: Type.Object({
    ...ERROR_FIELDS,
    violations: Type.Optional(Type.Array(ViolationSchema)),
  }),
})

export interface ResetRequestsParts {
  readonly forgot: ForgotPassword
  readonly codes: ResetCodes
  readonly sources: ReadonlyMap<string, Source>
}

/**
 * For apps with a "forgot password" screen of their own. `POST /v1/reset-requests` `{ source, email }`
 * always answers 202, whether or not somebody has the address and whether or not a mail will leave.
 * `POST /v1/reset-requests/confirm` `{ source, email, code, password }` answers 200 once the password
 * is set, 422 with `violations`, or 410 `code_invalid` for every reason why a code does not work.
 */
export function registerResetRequests(api: Api, parts: ResetRequestsParts): void {
  api.route({
    method: 'POST',
    path: '/v1/reset-requests',
    scope: 'verify',
    id: 'requestReset',
    summary: 'Mail a user a link or a code to reset their password',
    description: 'The same answer whether or not somebody has the address.',
    isIdempotent: true,
    body: RequestBody,
    answers: { 202: { description: 'Taken.', schema: Status('accepted') } },
    errors: ['SOURCE_UNKNOWN'],
    async handle({ operator, body, request }) {
      expectSource(operator, body.source)
      const asked = await parts.forgot.ask({
        source: expectFinding(findSource(parts.sources, body.source)),
        email: readAddress(body.email),
        key: keyOf(request),
        requestedBy: operator.id,
        locale: null,
      })
      if (asked.outcome === 'throttled') request.logFields['throttled'] = asked.limit
      return { status: 'accepted' }
    },
  })
  api.route({
    method: 'POST',
    path: '/v1/reset-requests/confirm',
    scope: 'verify',
    id: 'confirmReset',
    summary: 'Set a new password with a mailed code',
    body: ConfirmationBody,
    answers: {
      200: { description: 'The password is set.', schema: Status('changed') },
      422: { description: 'The password breaks the rules listed.', schema: Refused },
    },
    errors: ['SOURCE_UNKNOWN', 'CODE_INVALID', 'USER_BUSY'],
    async handle({ operator, body: { source: name, email, code, password }, request, reply }) {
      expectSource(operator, name)
      const source = findSource(parts.sources, name).name
      const guess = { source, email: readAddress(email), code: typedCode(code), password }
      return answer(request, reply, await parts.codes.redeem(guess))
    },
  })
}

function findSource(sources: ReadonlyMap<string, Source>, name: string): Source {
  const source = sources.get(name)
  if (!source) {
    throw new AppError('SOURCE_UNKNOWN', 'reset-requests: expected a known source, got another')
  }
  return source
}

function expectFinding(source: Source): Source {
  const { directory } = source
  if (directory.capabilities.findsUsers) return source
  const expected = 'a source whose directory finds users by address'
  throw invalid(expected, `one on ${directory.id}`)
}

function readAddress(text: string): string {
  try {
    return parseAddress(text.trim())
  } catch (cause) {
    throw invalid('/email to be one bare address', toAppError(cause).message)
  }
}

/** Without one each request is its own. */
function keyOf({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key']
  if (key === undefined) return `once:${randomUUID()}`
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return `api:${key}`
  throw invalid('an Idempotency-Key of 1 to 190 visible characters', 'another')
}

function invalid(expected: string, got: string): AppError {
  return new AppError('REQUEST_INVALID', `reset-requests: expected ${expected}, got ${got}`)
}

function answer(request: FastifyRequest, reply: FastifyReply, result: ResetOutcome): object {
  switch (result.outcome) {
    case 'changed':
      return { status: 'changed' }
    case 'refused': {
      const { violations } = result
      const error = new AppError(
        'POLICY_VIOLATED',
        `reset-requests: expected a password by the rules, got ${violations.length} violations`,
      )
      request.failure = error
      const body = errorBody(error, request.id)
      reply.code(422)
      return { error: { ...body.error, violations } }
    }
    case 'busy':
      throw new AppError(
        'USER_BUSY',
        'reset-requests: expected the user to be free, got another change under way',
      )
    case 'invalid':
      throw new AppError('CODE_INVALID', 'reset-requests: expected a code that works, got another')
    case 'failed':
      throw result.error
  }
}
