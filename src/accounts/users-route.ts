import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Api } from '../api/api.ts'
import type { Source } from '../config/doorkey-config.ts'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { errorBody } from '../http/error-body.ts'
import { expectSource as expectAllowed, type Operator } from '../operators/operator.ts'
import { USER_ANSWERS, USER_ERRORS } from './user-answers.ts'
import type { ChangeResult, FailedChange, TakenChange } from './change-result.ts'
import type { Asker, PasswordAsk, Refusal, UserAsk } from './user-ask.ts'
import type { UserChanges } from './user-changes.ts'

/** Printable ASCII, as a header carries it. */
const KEY = /^[\x21-\x7e]{1,200}$/

/** Postgres holds no NUL, and a name of several lines is none. */
const NO_CONTROLS = '^[^\\u0000-\\u001f\\u007f]*$'

const Time = Type.Optional(Type.String({ maxLength: 40 }))
const PASSWORD_FIELDS = {
  password: Type.Union([Type.String({ maxLength: 1_024 }), Type.Null()]),
  sendPassword: Type.Boolean(),
  mustChange: Type.Boolean(),
  deliver: Type.Optional(
    Type.Union([Type.Literal('password'), Type.Literal('reveal-link'), Type.Literal('setup-link')]),
  ),
  showPassword: Type.Optional(Type.Boolean()),
} as const

const CreateBody = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 100 }),
    email: Type.Union([
      Type.String({ minLength: 1, maxLength: 320, pattern: NO_CONTROLS }),
      Type.Null(),
    ]),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: NO_CONTROLS })),
    locale: Type.Optional(Type.String({ minLength: 1, maxLength: 35, description: 'BCP 47.' })),
    validFrom: Time,
    validUntil: Time,
    ...PASSWORD_FIELDS,
  },
  { additionalProperties: false, title: 'NewUser' },
)
const UserId = Type.Object({
  id: Type.String({
    minLength: 1,
    maxLength: 255,
    pattern: NO_CONTROLS,
    description: 'As the directory names the user.',
  }),
})
const ResetBody = Type.Object(PASSWORD_FIELDS, {
  additionalProperties: false,
  title: 'NewPassword',
})
const SourceQuery = Type.Object(
  { source: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)

interface UsersRouteParts {
  readonly changes: UserChanges
  readonly sources: ReadonlyMap<string, Source>
}

/**
 * `POST /v1/users` makes a user, `POST /v1/users/:id/password?source=` replaces a password. Both take
 * `Idempotency-Key` and answer 202 once the request is committed and its first turn is done; a
 * refusal names everything that is wrong, and then nothing was changed.
 */
export function registerUsersRoute(api: Api, parts: UsersRouteParts): void {
  const { changes } = parts
  api.route({
    method: 'POST',
    path: '/v1/users',
    scope: 'users',
    id: 'createUser',
    summary: 'Create a user',
    isIdempotent: true,
    body: CreateBody,
    answers: USER_ANSWERS,
    errors: USER_ERRORS,
    async handle({ operator, body, request, reply }) {
      const asker = askerOf(operator, request)
      const ask = readCreateAsk(body)
      expectSource(parts, operator, ask.source)
      return answer(request, reply, await changes.change(ask, asker))
    },
  })
  api.route({
    method: 'POST',
    path: '/v1/users/:id/password',
    scope: 'users',
    id: 'resetPassword',
    summary: 'Replace a user’s password',
    isIdempotent: true,
    params: UserId,
    query: SourceQuery,
    body: ResetBody,
    answers: USER_ANSWERS,
    errors: USER_ERRORS,
    async handle({ operator, params, query: { source }, body, request, reply }) {
      const asker = askerOf(operator, request)
      const passwords = passwordAsk(body)
      expectSource(parts, operator, source)
      const ask: UserAsk = { act: 'reset-password', source, userId: params.id, ...passwords }
      return answer(request, reply, await changes.change(ask, asker))
    },
  })
}

function askerOf({ id: operator }: Operator, request: FastifyRequest): Asker {
  const key = request.headers['idempotency-key']
  if (key !== undefined && (typeof key !== 'string' || !KEY.test(key))) {
    throw invalid('one Idempotency-Key of 1 to 200 printable characters', 'another')
  }
  return { operator, clientIp: request.ip, key }
}

function expectSource({ sources }: UsersRouteParts, operator: Operator, source: string): void {
  expectAllowed(operator, source)
  if (sources.has(source)) return
  throw new AppError('SOURCE_UNKNOWN', 'users: expected a known source, got another')
}

function readCreateAsk(body: Static<typeof CreateBody>): UserAsk {
  const { source, email, name, locale, ...rest } = body
  const validFrom = timeOf('/validFrom', rest.validFrom)
  const validUntil = timeOf('/validUntil', rest.validUntil)
  if (validFrom && validUntil && validFrom >= validUntil) {
    throw invalid('/validUntil after /validFrom', 'one before it')
  }
  if (locale !== undefined && !isLanguageTag(locale)) {
    throw invalid('/locale as a language tag such as de-AT', 'another text')
  }
  return {
    act: 'create-user',
    source,
    email,
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
    ...(validFrom && { validFrom }),
    ...(validUntil && { validUntil }),
    ...passwordAsk(rest),
  }
}

function passwordAsk({
  password,
  sendPassword,
  mustChange,
  deliver,
  showPassword = false,
}: Static<typeof ResetBody>): PasswordAsk {
  if (showPassword && password !== 'generate') {
    throw invalid('/showPassword with a password that is generated', 'another')
  }
  return {
    password: password === null || password === 'generate' ? password : new Secret(password),
    sendPassword,
    mustChange,
    ...(deliver !== undefined && { deliver }),
    showPassword,
  }
}

/** RFC 3339 with a zone: a time without one means another instant on each machine. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

function timeOf(path: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (TIME.test(text) && !Number.isNaN(time.getTime())) return time
  throw invalid(`${path} as an RFC 3339 time with its zone`, 'another text')
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  result: ChangeResult,
): Record<string, unknown> {
  if (result.outcome === 'refused') return answerRefusals(request, reply, result.refusals)
  request.logFields = { ...request.logFields, event: result.eventId }
  if (result.outcome === 'failed') return answerFailure(request, reply, result)
  return takenBody(result)
}

function takenBody({ userId, eventId, messageId, state, reason, expiresAt, shown }: TakenChange) {
  return {
    userId,
    eventId,
    messageId,
    state,
    ...(reason && { reason }),
    expiresAt: expiresAt?.toISOString() ?? null,
    ...(shown && { password: shown.reveal() }),
  }
}

/** The first one gives code and status; the others stand beside it. */
function answerRefusals(
  request: FastifyRequest,
  reply: FastifyReply,
  refusals: readonly Refusal[],
) {
  const listed = refusals.map(({ code, ...refusal }) => {
    return { code: ERROR_CODES[code].publicCode, ...refusal }
  })
  const [first] = refusals
  const codes = listed.map(({ code }) => code).join(', ')
  const error = new AppError(
    first?.code ?? 'UNEXPECTED',
    `users: expected what can be done as asked, got ${codes}`,
  )
  request.failure = error
  reply.code(ERROR_CODES[error.code].status)
  const message = refusals.map((refusal) => refusal.message).join(' ')
  return {
    error: { ...errorBody(error, request.id).error, message, refusals: listed },
  }
}

/** An operator is told what the directory said: causes hold no secrets and no addresses. */
function answerFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  { eventId, userId, error: { code, message } }: FailedChange,
) {
  const error = new AppError(code, message)
  request.failure = error
  reply.code(ERROR_CODES[code].status)
  return { error: { ...errorBody(error, request.id).error, message, eventId, userId } }
}

function invalid(expected: string, got: string): AppError {
  return new AppError('REQUEST_INVALID', `users: expected ${expected}, got ${got}`)
}
