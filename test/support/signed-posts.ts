import { createHmac, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { SampleEvent } from '../../src/events/provider.ts'

/** The two sources' secrets in every test of whole journeys. */
export const WEBHOOK_SECRETS = {
  acme: 'acme-secret-of-32-characters-xyz',
  demo: `whsec_${Buffer.from('demo-secret-of-24-bytes!').toString('base64')}`,
} as const

export type SourceName = keyof typeof WEBHOOK_SECRETS

/** A request that a source accepts, signed by other hands than ours. */
export interface SignedPost {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Signs any body as `source` would; `id` is the de-duplication key of `demo`. */
export function signedPost(
  source: SourceName,
  content: object,
  id: string = randomUUID(),
): SignedPost {
  const body = JSON.stringify(content)
  const headers = source === 'acme' ? authgearHeaders(body) : standardHeaders(body, id)
  return { headers: { 'content-type': 'application/json', ...headers }, body }
}

function authgearHeaders(body: string): Record<string, string> {
  const signature = createHmac('sha256', WEBHOOK_SECRETS.acme).update(body).digest('hex')
  return { 'x-authgear-body-signature': signature }
}

function standardHeaders(body: string, id: string): Record<string, string> {
  const sentAt = new Date()
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(WEBHOOK_SECRETS.demo).sign(id, sentAt, body),
  }
}

/** A sample about a new user with an address of their own, changed by `more`. */
export function newcomer(more: Partial<SampleEvent> = {}): SampleEvent {
  const userId = more.userId ?? `user-${randomUUID()}`
  return {
    type: 'user.created',
    eventId: randomUUID(),
    userId,
    email: `${userId}@example.com`,
    occurredAt: new Date(),
    ...more,
  }
}
