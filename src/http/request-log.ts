import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { AppError } from '../core/app-error.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What a handler adds to the request's one log line: ids, counts and codes, never content. */
    logFields: Record<string, unknown>
    /** Why the request failed, for the log. */
    failure: AppError | undefined
  }
}

/** Asked every few seconds by the platform; logged only where someone looks for it. */
const QUIET_ROUTES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics'])

/**
 * One line per request once it is answered: request id, method, route (its pattern: a path may hold
 * a token and a query an address), status, milliseconds, error code, and what handlers added.
 */
export function registerRequestLog(app: FastifyInstance, log: Logger): void {
  app.decorateRequest('failure', undefined)
  app.decorateRequest('logFields')
  app.addHook('onRequest', (request, _reply, done) => {
    request.logFields = {}
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      ...request.logFields,
      ...(request.failure && { code: request.failure.code, reason: request.failure.message }),
    }
    if (reply.statusCode >= 500) log.error({ ...line, err: request.failure }, 'request failed')
    else if (QUIET_ROUTES.has(route)) log.debug(line, 'request')
    else log.info(line, 'request')
    done()
  })
}
