import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { Type } from 'typebox'
import { toAppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import type { Throttle } from '../credentials/throttle.ts'
import type { Schema } from '../database/schema.ts'
import { toHttpError } from '../http/error-body.ts'
import type { OperatorKeys } from '../operators/operator-keys.ts'
import type { AuditLog } from '../ops/audit-log.ts'
import { bodyReader } from '../http/request-body.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import type { SuppressionList } from '../messages/suppression-list.ts'
import { sendPage } from '../pages/layout.ts'
import { readOverview, readStory, readSubject } from '../ledger/ledger-view.ts'
import { readOpenCircuits } from '../queue/open-circuits.ts'
import { circuitsSection } from './circuit-views.ts'
import { type ConsoleDoor, createConsoleDoor } from './admit.ts'
import { registerSuppressionScreens } from './suppression-screens.ts'
import { registerTemplateScreens, type TemplateScreensParts } from './template-screens.ts'
import { registerUserScreens, type UserScreensParts } from './user-screens.ts'
import { noticePage, overviewPage, signInPage, storyPage } from './views.ts'

const BODY_BYTES_MAX = 16 * 1_024
/** Wrong keys typed from one client address. */
const SIGN_IN_TRIES = { name: 'console-sign-in', max: 10, windowMs: 15 * 60_000 }
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
  readonly keys: Pick<OperatorKeys, 'find' | 'findById'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly publicUrl: string
  readonly suppressions: SuppressionList
  readonly users: Omit<UserScreensParts, 'findSubject'>
  readonly gallery: Omit<TemplateScreensParts, 'admit'>
}

/** `/console`: what came in and what became of it, for operators, and forms for users. */
export function registerConsole(app: FastifyInstance, parts: ConsoleParts): void {
  const { database, adminKey } = parts
  if (!adminKey) {
    const text = 'Set DOORKEY_ADMIN_KEY and start again; then its value opens the console.'
    app.get('/console', (_, reply) => sendPage(reply, 503, noticePage('No operator key', text)))
    return
  }
  const door = createConsoleDoor({ ...parts, adminKey })
  const { admit } = door

  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: BODY_BYTES_MAX })
    scope.setErrorHandler((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const page = noticePage('This did not work', ERROR_CODES[error.code].remedy)
      return sendPage(reply, ERROR_CODES[error.code].status, page)
    })
    scope.get('/console', async (request, reply) => {
      if (!(await admit(request, reply, 'read'))) return reply
      const overview = await readOverview(database)
      const circuits = await readOpenCircuits(database, parts.clock.now())
      return sendPage(reply, 200, overviewPage(overview, circuitsSection(circuits)))
    })
    scope.get<{ Params: { id: string } }>('/console/events/:id', async (request, reply) => {
      if (!(await admit(request, reply, 'read'))) return reply
      const { id } = request.params
      const story = EVENT_ID.test(id) ? await readStory(database, id) : undefined
      if (story) return sendPage(reply, 200, storyPage(story))
      return sendPage(reply, 404, noticePage('No such event', 'It may have been deleted.'))
    })
    registerUserScreens(scope, {
      ...parts.users,
      admit,
      findSubject: async (id) => (EVENT_ID.test(id) ? readSubject(database, id) : undefined),
    })
    registerSuppressionScreens(scope, { ...parts, admit })
    registerTemplateScreens(scope, { ...parts.gallery, admit })
    registerSignIn(scope, parts.throttle, door)
  })
}

function registerSignIn(scope: FastifyInstance, throttle: Throttle, door: ConsoleDoor): void {
  scope.post('/console/sign-in', (request, reply) => signIn(request, reply, throttle, door))
  scope.post('/console/sign-out', (request, reply) => {
    expectSameOrigin(request.headers)
    return reply.header('set-cookie', door.session.end()).redirect('/console', 303)
  })
}

const PROBLEMS: Readonly<Record<string, string>> = {
  UNAUTHORIZED: 'This is not an operator key.',
  CLIENT_THROTTLED: 'Too many tries from here. Wait a quarter of an hour.',
  FORBIDDEN: 'This key may not see the console: that takes the scope read, for all sources.',
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  throttle: Throttle,
  { identify, session }: ConsoleDoor,
): Promise<FastifyReply> {
  expectSameOrigin(request.headers)
  const { key, next } = readSignIn(request.body)
  const target = next !== undefined && NEXT.test(next) ? next : '/console'
  try {
    const { id } = await identify(new Secret(key)).catch(async (error: unknown) => {
      // Only wrong keys count: behind one proxy everybody is one client, and may not lock others out.
      if (toAppError(error).code === 'UNAUTHORIZED') await throttle.count(SIGN_IN_TRIES, request.ip)
      throw error
    })
    return await reply.header('set-cookie', session.start(id)).redirect(target, 303)
  } catch (thrown) {
    const error = toHttpError(thrown)
    const problem = PROBLEMS[error.code]
    if (problem === undefined) throw error
    request.failure = error
    if (error.retryAt) reply.header('retry-after', SIGN_IN_TRIES.windowMs / 1_000)
    return sendPage(reply, ERROR_CODES[error.code].status, signInPage({ next: target, problem }))
  }
}
