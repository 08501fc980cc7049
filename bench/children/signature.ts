import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** The least that a receiver has to check: one HMAC-SHA256 over id, time and body. */
export function isSigned(
  { headers }: Pick<FastifyRequest, 'headers'>,
  body: Buffer,
  key: KeyObject,
): boolean {
  const signature = String(headers['webhook-signature'])
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`
  const expected = createHmac('sha256', key).update(signed).update(body).digest()
  const given = Buffer.from(signature.slice('v1,'.length), 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
