import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Source } from '../config/doorkey-config.ts'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import type { BuiltinLogin, LoginName } from '../directories/builtin-login.ts'
import { createOperatorAuth, type OperatorAuth } from '../http/operator-auth.ts'
import { bodyReader } from '../http/request-body.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import type { Throttle } from './throttle.ts'

const MINUTE_MS = 60_000

/** Wrong passwords for one account. */
const ACCOUNT_TRIES = { name: 'verify-account', max: 10, windowMs: 15 * MINUTE_MS }
/** Wrong operator keys from one client address. */
const CLIENT_TRIES = { name: 'operator-key', max: 20, windowMs: 15 * MINUTE_MS }

const readBody = bodyReader(
  Type.Object(
    {
      source: Type.String({ minLength: 1, maxLength: 100 }),
      email: Type.Optional(Type.String({ minLength: 1, maxLength: 320 })),
      userId: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      password: Type.String({ maxLength: 1_024 }),
    },
    { additionalProperties: false },
  ),
)

interface VerifyParts {
  readonly login: BuiltinLogin
  readonly adminKey: Secret | undefined
  readonly throttle: Throttle
  readonly sources: ReadonlyMap<string, Source>
}

/**
 * `POST /v1/credentials/verify`: an app asks whether `{ source, email | userId, password }` opens the
 * account, and gets `{ status }`. Ten wrong passwords close an account for the rest of a quarter of
 * an hour. Passwords are not counted per client, since one app asks for all of its users; wrong
 * operator keys are. The right key is never limited: behind one proxy everybody is one client.
 */
export function registerVerifyRoute(app: FastifyInstance, parts: VerifyParts): void {
  const auth = createOperatorAuth({ adminKey: parts.adminKey })
  const inTurn = createOneAtATime()
  app.post('/v1/credentials/verify', async (request, reply) => {
    await authenticate(auth, parts.throttle, request)
    const { source, password, name } = readRequest(request.body, parts.sources)
    const account = JSON.stringify([source, name])
    const status = await inTurn(account, async () => {
      await parts.throttle.check(ACCOUNT_TRIES, account)
      const found = await parts.login.verify({ source, ...name, password })
      if (found === 'invalid') await parts.throttle.count(ACCOUNT_TRIES, account)
      else await parts.throttle.clear(ACCOUNT_TRIES, account)
      return found
    })
    reply.header('cache-control', 'no-store')
    return { status }
  })
}

async function authenticate(
  auth: OperatorAuth,
  throttle: Throttle,
  request: FastifyRequest,
): Promise<void> {
  try {
    auth.authenticate(request)
  } catch (error) {
    await throttle.count(CLIENT_TRIES, request.ip)
    throw error
  }
}

function readRequest(
  raw: unknown,
  sources: ReadonlyMap<string, Source>,
): { source: string; password: Secret; name: LoginName } {
  const { source, email, userId, password } = readBody(raw)
  const name = nameOf(email, userId)
  const directory = sources.get(source)?.directory
  if (!directory) {
    throw new AppError('SOURCE_UNKNOWN', 'verify: expected a known source, got another')
  }
  if (directory.id !== 'builtin') {
    throw invalid('/source on the built-in directory', `one on ${directory.id}`)
  }
  return { source, password: new Secret(password), name }
}

function nameOf(email: string | undefined, userId: string | undefined): LoginName {
  if (email !== undefined && userId === undefined) return { email: email.toLowerCase() }
  if (userId !== undefined && email === undefined) return { userId }
  throw invalid('either /email or /userId', email === undefined ? 'neither' : 'both')
}

function invalid(expected: string, got: string): AppError {
  return new AppError('REQUEST_INVALID', `verify: expected ${expected}, got ${got}`)
}
