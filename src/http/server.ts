import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Logger } from 'pino'
import { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { errorBody, toHttpError } from './error-body.ts'
import { answerMalformed } from './malformed-request.ts'
import { registerRequestLog } from './request-log.ts'

const BODY_BYTES_MAX = 64 * 1_024
const HEADER_BYTES_MAX = 16 * 1_024
const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 10_000
/** Longer than the 60 s of common load balancers, which must be the ones to close. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000
const RETRY_AFTER_SECONDS = 5

export interface HttpServerOptions {
  readonly log: Logger
  readonly clock: Clock
  /** Which proxies may say who the client is, in Fastify's terms. */
  readonly trustProxy: boolean | string
}

/**
 * A server with limits, one log line per request, and our error bodies: an `AppError` answers with
 * its code's status, anything unknown with 500. Routes are registered by the features.
 */
export function createHttpServer({ log, clock, trustProxy }: HttpServerOptions): FastifyInstance {
  const answerError = createErrorAnswer(clock)
  const app = fastify<Server>({
    trustProxy,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, maxHeaderSize: HEADER_BYTES_MAX },
    requestIdHeader: false,
    // Never one from outside: whoever could choose it could muddle the log of somebody else's request.
    genReqId: () => randomUUID(),
    // A HEAD that nobody registered is answered 404 or 405, not by running a GET handler.
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    clientErrorHandler: answerMalformed(log),
  })
  registerRequestLog(app, log)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    answerError(
      new AppError('NOT_FOUND', 'http: expected a known route, got another path'),
      request,
      reply,
    ),
  )
  return app
}

/** The part of a request that naming it needs; frames differ in their generics. */
type FailedRequest = Pick<FastifyRequest, 'id' | 'failure'>
type ErrorReply = Pick<FastifyReply, 'code' | 'header' | 'send'>

function createErrorAnswer(clock: Clock) {
  return (thrown: unknown, request: FailedRequest, reply: ErrorReply): void => {
    const error = toHttpError(thrown)
    const { status } = ERROR_CODES[error.code]
    request.failure = error
    reply.code(status)
    if (status === 503 || status === 429) {
      reply.header('retry-after', String(retryAfterSeconds(error.retryAt, clock)))
    }
    reply.send(errorBody(error, request.id))
  }
}

function retryAfterSeconds(retryAt: Date | undefined, clock: Clock): number {
  if (!retryAt) return RETRY_AFTER_SECONDS
  return Math.max(1, Math.ceil((retryAt.getTime() - clock.now().getTime()) / 1_000))
}
