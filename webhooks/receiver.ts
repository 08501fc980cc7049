import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Source } from '../src/config/doorkey-config.ts'
import { AppError } from '../src/core/app-error.ts'
import type { Clock } from '../src/core/clock.ts'
import { ERROR_CODES } from '../src/core/error-codes.ts'
import type { ParsedEvent } from '../src/events/identity-event.ts'
import type { HandshakeAnswer, Provider, SignedRequest } from '../src/events/provider.ts'
import type { Metrics } from '../src/ops/metrics.ts'
import { createFailureLimit, type FailureLimit } from '../src/http/failure-limit.ts'
import type { Inbox, StoredEvent } from './inbox.ts'
import { checkParsedEvent } from './parsed-event.ts'
import { bodyBytesMaxOf, checkContentType, checkMethod, methodsOf } from './request-checks.ts'

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const
const SUCCESS_STATUS_DEFAULT = 202
const FAULTS_LOGGED_MAX = 5

type WebhookSource = Pick<Source, 'name' | 'provider'>

export interface ReceiverOptions {
  readonly sources: ReadonlyMap<string, WebhookSource>
  readonly inbox: Pick<Inbox, 'store'>
  readonly clock: Clock
  readonly metrics: Pick<Metrics, 'webhook' | 'event'>
}

/**
 * `/webhooks/:source`. In this order, each with its answer: source (404), method (405), content
 * type (415), size (413), signature (401, or 429 after 30 failures of one client in a minute),
 * shape (400), commit (503 with `Retry-After`), then the provider's success status (202). A request
 * that only checks the URL is answered in place of the signature's check.
 *
 * One route per source, since each provider has its own size limit. Nothing is looked up before the
 * signature has been verified.
 */
export async function registerReceiver(
  app: FastifyInstance,
  options: ReceiverOptions,
): Promise<void> {
  const failures = createFailureLimit(options.clock)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    for (const source of options.sources.values()) registerSource(scope, source, failures, options)

    scope.route({
      method: [...METHODS],
      url: '/webhooks/:source',
      onRequest: async (request) => {
        request.logFields['source'] = 'unknown'
        throw new AppError(
          'SOURCE_UNKNOWN',
          'webhooks: expected a configured source, got another name',
        )
      },
      onResponse: async (_request, reply) => recordAnswer(options, 'unknown', reply),
      handler: () => {},
    })
  })
}

function registerSource(
  scope: FastifyInstance,
  source: WebhookSource,
  failures: FailureLimit,
  options: ReceiverOptions,
): void {
  const { name, provider } = source
  scope.route({
    method: [...METHODS],
    url: `/webhooks/${name}`,
    bodyLimit: bodyBytesMaxOf(provider),
    // Before the body is read, so that nobody uploads what will be refused.
    onRequest: async (request, reply) => {
      request.logFields['source'] = name
      const methods = methodsOf(provider)
      if (!methods.includes(request.method)) reply.header('allow', methods.join(', '))
      checkMethod(provider, request.method)
      checkContentType(provider, request.method, request.headers['content-type'])
    },
    onResponse: async (_request, reply) => recordAnswer(options, name, reply),
    handler: async (request, reply) => {
      const signed = signedRequest(request, options.clock.now())
      const answer = await admit(provider, signed, request.ip, failures)
      if (answer) return reply.code(answer.status).type(answer.contentType).send(answer.body)
      const events = provider.parse(signed)
      for (const event of events) checkParsedEvent(provider.id, event)
      const stored = await options.inbox.store({
        source: name,
        provider: provider.id,
        body: signed.body,
        receivedAt: signed.receivedAt,
        events,
      })
      countEvents(options, name, events, stored)
      Object.assign(request.logFields, { eventIds: stored.map(({ id }) => id) }, faultsOf(events))
      const status = provider.successStatus ?? SUCCESS_STATUS_DEFAULT
      // Through send, since a handler that returns undefined has not answered.
      return reply.code(status).send(status === 204 ? undefined : answerBody(provider, stored))
    },
  })
}

const EVENT_STATES = { accepted: 'received', duplicate: 'duplicate', ignored: 'ignored' } as const

function countEvents(
  { metrics }: ReceiverOptions,
  source: string,
  events: readonly ParsedEvent[],
  stored: readonly StoredEvent[],
): void {
  for (const [index, { status }] of stored.entries()) {
    const isUnreadable = status === 'ignored' && faultOf(events[index]) !== undefined
    metrics.event(source, isUnreadable ? 'unreadable' : EVENT_STATES[status])
  }
}

/** For the log: how many records of a batch cannot be read, and some of the reasons. */
function faultsOf(events: readonly ParsedEvent[]): Readonly<Record<string, unknown>> {
  const faults = events.map(faultOf).filter((fault) => fault !== undefined)
  if (faults.length === 0) return {}
  return { unreadable: faults.length, faults: [...new Set(faults)].slice(0, FAULTS_LOGGED_MAX) }
}

function faultOf(event: ParsedEvent | undefined): string | undefined {
  return event?.type === 'ignored' ? event.fault : undefined
}

function signedRequest(request: FastifyRequest, receivedAt: Date): SignedRequest {
  return {
    method: request.method,
    query: new URLSearchParams(request.url.split('?', 2)[1] ?? ''),
    headers: request.headers,
    rawHeaders: request.raw.rawHeaders,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    receivedAt,
  }
}

/**
 * Verifies first: whoever signs correctly is never limited, whatever others at its address do. Gives
 * the answer to a request that only checks the URL.
 */
async function admit(
  provider: Provider,
  signed: SignedRequest,
  clientIp: string,
  failures: FailureLimit,
): Promise<HandshakeAnswer | undefined> {
  try {
    const answer = provider.handshake?.(signed)
    if (!answer) await provider.verify(signed)
    return answer
  } catch (cause) {
    const isRefused = cause instanceof AppError && ERROR_CODES[cause.code].status === 401
    const retryAt = isRefused ? failures.record(clientIp) : undefined
    if (!retryAt || !isRefused) throw cause
    throw new AppError(
      'CLIENT_THROTTLED',
      `${provider.id}: expected few wrong signatures from one client, got too many (${cause.code})`,
      { cause, retryAt },
    )
  }
}

function answerBody({ successBody }: Provider, stored: readonly StoredEvent[]): unknown {
  if (successBody !== undefined) return successBody
  const [first] = stored
  return { id: first?.id ?? null, status: first?.status ?? 'ignored', events: stored }
}

function recordAnswer({ metrics }: ReceiverOptions, source: string, reply: FastifyReply): void {
  metrics.webhook(source, String(reply.statusCode), reply.elapsedTime / 1_000)
}
