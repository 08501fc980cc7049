import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Source } from '../config/doorkey-config.ts'
import { parseAddress } from '../core/address.ts'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import type { ResetOutcome } from '../credentials/password-reset.ts'
import { type ResetCodes, typedCode } from '../credentials/reset-code.ts'
import type { Throttle } from '../credentials/throttle.ts'
import { admitOperator } from '../http/admit-operator.ts'
import { errorBody } from '../http/error-body.ts'
import { createOperatorAuth } from '../http/operator-auth.ts'
import { bodyReader } from '../http/request-body.ts'
import type { ForgotPassword } from './forgot-password.ts'

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,190}$/

const NAMED = {
  source: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.String({ minLength: 1, maxLength: 320 }),
}
const readRequest = bodyReader(Type.Object(NAMED, { additionalProperties: false }))
const readConfirmation = bodyReader(
  Type.Object(
    {
      ...NAMED,
      code: Type.String({ maxLength: 64 }),
      password: Type.String({ maxLength: 1_024 }),
    },
    { additionalProperties: false },
  ),
)

export interface ResetRequestsParts {
  readonly forgot: ForgotPassword
  readonly codes: ResetCodes
  readonly throttle: Throttle
  readonly adminKey: Secret | undefined
  readonly sources: ReadonlyMap<string, Source>
}

/**
 * For apps with a "forgot password" screen of their own. `POST /v1/reset-requests` `{ source, email }`
 * always answers 202, whether or not somebody has the address and whether or not a mail will leave.
 * `POST /v1/reset-requests/confirm` `{ source, email, code, password }` answers 200 once the password
 * is set, 422 with `violations`, or 410 `code_invalid` for every reason why a code does not work.
 */
export function registerResetRequests(app: FastifyInstance, parts: ResetRequestsParts): void {
  const auth = createOperatorAuth({ adminKey: parts.adminKey })
  app.post('/v1/reset-requests', async (request, reply) => {
    const operator = await admitOperator(auth, parts.throttle, request)
    const { source: name, email } = readRequest(request.body)
    const asked = await parts.forgot.ask({
      source: expectFinding(findSource(parts.sources, name)),
      email: readAddress(email),
      key: keyOf(request),
      requestedBy: operator.id,
      locale: null,
    })
    if (asked.outcome === 'throttled') request.logFields['throttled'] = asked.limit
    return reply.code(202).header('cache-control', 'no-store').send({ status: 'accepted' })
  })
  app.post('/v1/reset-requests/confirm', async (request, reply) => {
    await admitOperator(auth, parts.throttle, request)
    const { source: name, email, code, password } = readConfirmation(request.body)
    const source = findSource(parts.sources, name).name
    const guess = { source, email: readAddress(email), code: typedCode(code), password }
    return answer(request, reply, await parts.codes.redeem(guess))
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

function answer(request: FastifyRequest, reply: FastifyReply, result: ResetOutcome): FastifyReply {
  reply.header('cache-control', 'no-store')
  switch (result.outcome) {
    case 'changed':
      return reply.send({ status: 'changed' })
    case 'refused': {
      const { violations } = result
      const error = new AppError(
        'POLICY_VIOLATED',
        `reset-requests: expected a password by the rules, got ${violations.length} violations`,
      )
      request.failure = error
      const body = errorBody(error, request.id)
      return reply.code(422).send({ error: { ...body.error, violations } })
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
