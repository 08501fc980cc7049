import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { toAppError } from '../core/app-error.ts'
import type { Throttle } from '../credentials/throttle.ts'
import { bodyReader } from '../http/request-body.ts'
import { expectScope, type Operator } from '../operators/operator.ts'
import type { OperatorAuth } from '../operators/operator-auth.ts'
import type { AuditLog } from '../ops/audit-log.ts'
import type { ApiRoute, ApiRouteFacts, DescribedRoute } from './api-route.ts'
import type { RateLimit } from './rate-limit.ts'

/** Wrong operator keys from one client address. */
const CLIENT_TRIES = { name: 'operator-key', max: 20, windowMs: 15 * 60_000 }

/** `/v1`: who may ask, what they may ask, and a list of it all. */
export interface Api {
  /** Registers a route. Throws on a second one of the same id. */
  route<Params extends TSchema, Query extends TSchema, Body extends TSchema>(
    route: ApiRoute<Params, Query, Body>,
  ): void
  /** Every route so far, in order. */
  readonly routes: readonly DescribedRoute[]
}

export interface ApiParts {
  readonly auth: OperatorAuth
  readonly throttle: Pick<Throttle, 'count'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly rateLimit: RateLimit
}

/**
 * Each request goes the same way: the key (`UNAUTHORIZED`; 20 wrong ones in a quarter of an hour from one
 * client are `CLIENT_THROTTLED`), its rate (`RATE_LIMITED`), its scope (`FORBIDDEN`, audited), the
 * schemas (`REQUEST_INVALID`), the handler. Answers are never to be cached.
 */
export function createApi(http: FastifyInstance, parts: ApiParts): Api {
  const routes: DescribedRoute[] = []
  return {
    routes,
    route(route) {
      if (routes.some(({ id }) => id === route.id))
        throw new Error(`two routes are called ${route.id}`)
      routes.push(route)
      const readParams = textReader(route.params, 'path')
      const readQuery = textReader(route.query, 'query')
      const readBody = readerOf(route.body)
      const status = Number(Object.keys(route.answers)[0])
      http.route({
        method: route.method,
        url: route.path,
        async handler(request, reply) {
          reply.header('cache-control', 'no-store')
          const operator = await admit(parts, request, reply)
          return audited(parts, { route, operator, request }, async () => {
            expectScope(operator, route.scope)
            const params = readParams(request.params)
            const query = readQuery(request.query)
            const body = readBody(request.body)
            reply.code(status)
            return route.handle({ operator, params, query, body, request, reply })
          })
        },
      })
    },
  }
}

/** Only wrong keys are counted by client: behind one proxy everybody is one client. */
async function admit(
  { auth, throttle, rateLimit }: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Operator> {
  let operator: Operator
  try {
    operator = await auth.authenticate(request)
  } catch (error) {
    if (toAppError(error).code === 'UNAUTHORIZED') await throttle.count(CLIENT_TRIES, request.ip)
    throw error
  }
  request.logFields['operator'] = operator.id
  reply.headers(rateLimit.take(operator.id))
  return operator
}

/** A key that asks for more than it may leaves a row: it may have been stolen. */
async function audited(
  { audit }: ApiParts,
  asked: {
    readonly route: ApiRouteFacts
    readonly operator: Operator
    readonly request: FastifyRequest
  },
  answer: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await answer()
  } catch (error) {
    const { route, operator, request } = asked
    if (toAppError(error).code === 'FORBIDDEN') {
      await audit.record({
        operator: operator.id,
        clientIp: request.ip,
        action: `api.${route.id}`,
        outcome: 'refused',
        source: null,
        subject: null,
        details: { needs: route.scope, has: [...operator.scopes] },
      })
    }
    throw error
  }
}

/** Path and query hold texts only: `limit=20` becomes a number before it is checked. */
function textReader<Schema extends TSchema>(
  schema: Schema | undefined,
  part: 'path' | 'query',
): Reader<Schema>
function textReader(schema: TSchema | undefined, part: 'path' | 'query'): Reader<TSchema> {
  const read = schema ? bodyReader(schema, part) : () => undefined
  return (value) => read(schema ? Value.Convert(schema, value) : value)
}

function readerOf<Schema extends TSchema>(schema: Schema | undefined): Reader<Schema>
function readerOf(schema: TSchema | undefined): (value: unknown) => unknown {
  return schema ? bodyReader(schema) : () => undefined
}

type Reader<Schema extends TSchema> = (value: unknown) => Static<Schema>
