import { createSecretKey } from 'node:crypto'
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import { isSigned } from './signature.ts'

/** One delivery whose signature is right. */
export interface Delivery {
  readonly id: string
  readonly source: string
  readonly body: Buffer
}

/**
 * Fastify with raw body, HMAC and JSON.parse, and nothing else: no log, no metrics, no schema, no
 * limits by client. `store` is what a design adds.
 */
export function createPlainReceiver(
  secret: string,
  store: (delivery: Delivery) => Promise<void>,
): FastifyInstance {
  // A key object, since making one for each request takes longer than the HMAC itself.
  const key = createSecretKey(secret, 'base64')
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post<{ Params: { source: string } }>('/webhooks/:source', async (request, reply) => {
    const body = bodyOf(request)
    if (!isSigned(request, body, key)) return reply.code(401).send({ error: 'signature' })
    JSON.parse(body.toString())
    const id = String(request.headers['webhook-id'])
    await store({ id, source: request.params.source, body })
    return reply.code(202).send({ id, status: 'accepted' })
  })
  return app
}

function bodyOf({ body }: Pick<FastifyRequest, 'body'>): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}
