import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { Type } from 'typebox'
import type { Clock } from '../core/clock.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import type { Throttle } from '../credentials/throttle.ts'
import type { Schema } from '../database/schema.ts'
import { toHttpError } from '../http/error-body.ts'
import { createOperatorAuth } from '../operators/operator-auth.ts'
import { bodyReader } from '../http/request-body.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import type { SuppressionList } from '../messages/suppression-list.ts'
import { sendPage } from '../pages/layout.ts'
import { readOverview, readStory, readSubject } from '../ledger/ledger-view.ts'
import { readOpenCircuits } from '../queue/open-circuits.ts'
import { circuitsSection } from './circuit-views.ts'
import { type ConsoleSession, createConsoleSession } from './session.ts'
import { registerSuppressionScreens } from './suppression-screens.ts'
import { registerTemplateScreens, type TemplateScreensParts } from './template-screens.ts'
import { registerUserScreens, type UserScreensParts } from './user-screens.ts'
import { noticePage, overviewPage, signInPage, storyPage } from './views.ts'

const BODY_BYTES_MAX = 16 * 1_024
/** Wrong keys typed from one client address. */
const SIGN_IN_TRIES = { name: 'console-sign-in', max: 10, windowMs: 15 * 60_000 }
/** The console knows no scopes yet, so only the key that may do everything opens it. */
const NO_OTHER_KEYS = { find: async () => undefined }
const EVENT_ID = /^evt_[\w-]{1,64}$/
/** Where a sign-in may lead: a page of the console. */
const NEXT =
  /^\/console(?:\/suppressions|\/templates(?:\?[\w.%=&+-]{1,160})?|\/events\/[\w-]{1,64}(?:\/password)?|\/users\/new(?:\?source=[\w.%-]{1,100})?|\/users\/[\w.%-]{1,200}\/password\?source=[\w.%-]{1,100})?$/

const readSignIn = bodyReader(
  Type.Object({
    key: Type.String({ maxLength: 512 }),
    next: Type.Optional(Type.String({ maxLength: 200 })),
  }),
)

export interface ConsoleParts {
  readonly database: Kysely<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly throttle: Throttle
  /** Without one nobody can sign in, and the sign-in page says so. */
  readonly adminKey: Secret | undefined
  readonly publicUrl: string
  readonly suppressions: SuppressionList
  readonly users: Omit<UserScreensParts, 'findSubject'>
  readonly gallery: Omit<TemplateScreensParts, 'isSignedIn'>
}

/** `/console`: what came in and what became of it, for operators, and forms for users. */
export function registerConsole(app: FastifyInstance, parts: ConsoleParts): void {
  const { database, adminKey } = parts
  if (!adminKey) {
    const text = 'Set DOORKEY_ADMIN_KEY and start again; then its value opens the console.'
    app.get('/console', (_, reply) => sendPage(reply, 503, noticePage('No operator key', text)))
    return
  }
  const isSecure = parts.publicUrl.startsWith('https:')
  const session = createConsoleSession({ ...parts, adminKey, isSecure })
  const isSignedIn = (request: FastifyRequest, reply: FastifyReply): boolean => {
    if (session.isOpen(request.headers)) return true
    sendPage(reply, 401, signInPage({ next: request.url }))
    return false
  }

  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: BODY_BYTES_MAX })
    scope.setErrorHandler((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const page = noticePage('This did not work', ERROR_CODES[error.code].remedy)
      return sendPage(reply, ERROR_CODES[error.code].status, page)
    })
    scope.get('/console', async (request, reply) => {
      if (!isSignedIn(request, reply)) return reply
      const overview = await readOverview(database)
      const circuits = await readOpenCircuits(database, parts.clock.now())
      return sendPage(reply, 200, overviewPage(overview, circuitsSection(circuits)))
    })
    scope.get<{ Params: { id: string } }>('/console/events/:id', async (request, reply) => {
      if (!isSignedIn(request, reply)) return reply
      const { id } = request.params
      const story = EVENT_ID.test(id) ? await readStory(database, id) : undefined
      if (story) return sendPage(reply, 200, storyPage(story))
      return sendPage(reply, 404, noticePage('No such event', 'It may have been deleted.'))
    })
    registerUserScreens(scope, {
      ...parts.users,
      isSignedIn,
      findSubject: async (id) => (EVENT_ID.test(id) ? readSubject(database, id) : undefined),
    })
    registerSuppressionScreens(scope, { ...parts, isSignedIn })
    registerTemplateScreens(scope, { ...parts.gallery, isSignedIn })
    registerSignIn(scope, { ...parts, adminKey }, session)
  })
}

function registerSignIn(
  scope: FastifyInstance,
  parts: ConsoleParts,
  session: ConsoleSession,
): void {
  scope.post('/console/sign-in', (request, reply) => signIn(request, reply, parts, session.start))
  scope.post('/console/sign-out', (request, reply) => {
    expectSameOrigin(request.headers)
    return reply.header('set-cookie', session.end()).redirect('/console', 303)
  })
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { throttle, adminKey }: ConsoleParts,
  start: () => string,
): Promise<FastifyReply> {
  expectSameOrigin(request.headers)
  const { key, next } = readSignIn(request.body)
  const target = next !== undefined && NEXT.test(next) ? next : '/console'
  try {
    await identify(request, key, { throttle, adminKey })
  } catch (thrown) {
    const error = toHttpError(thrown)
    if (error.code !== 'UNAUTHORIZED' && error.code !== 'CLIENT_THROTTLED') throw error
    request.failure = error
    const problem =
      error.code === 'UNAUTHORIZED'
        ? 'This is not an operator key.'
        : 'Too many tries from here. Wait a quarter of an hour.'
    if (error.retryAt) reply.header('retry-after', SIGN_IN_TRIES.windowMs / 1_000)
    return sendPage(reply, ERROR_CODES[error.code].status, signInPage({ next: target, problem }))
  }
  return reply.header('set-cookie', start()).redirect(target, 303)
}

/** Only wrong keys count: behind one proxy everybody is one client, and may not lock others out. */
async function identify(
  request: FastifyRequest,
  key: string,
  { throttle, adminKey }: Pick<ConsoleParts, 'throttle' | 'adminKey'>,
): Promise<void> {
  try {
    await createOperatorAuth({ adminKey, keys: NO_OTHER_KEYS }).identify(new Secret(key))
  } catch (error) {
    await throttle.count(SIGN_IN_TRIES, request.ip)
    throw error
  }
}
