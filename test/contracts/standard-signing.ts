import { createHmac } from 'node:crypto'
import type { SignedSample } from '../../src/events/provider.ts'
import { bodyOf, type Delivery } from './provider-fixture.ts'
import { standardSecret } from './provider-secrets.ts'

/**
 * A request signed as the Standard Webhooks specification has it, or with Svix's names, by
 * `node:crypto` written out: the libraries take text, and the suite also sends bytes that are none.
 * That the libraries agree is shown in the tests of the providers that use this.
 */
export function standardRequest(
  prefix: 'webhook-' | 'svix-',
  id: string,
  content: unknown,
  { at }: Delivery,
): SignedSample {
  const body = bodyOf(content)
  const key = Buffer.from(standardSecret('current').reveal().slice('whsec_'.length), 'base64')
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body)
  return {
    headers: {
      'content-type': 'application/json',
      [`${prefix}id`]: id,
      [`${prefix}timestamp`]: timestamp,
      [`${prefix}signature`]: `v1,${mac.digest('base64')}`,
    },
    body,
  }
}

/** An id for what has none of its own: the same for equal content, as over a sender's retries. */
export function messageId(content: unknown): string {
  return `msg_${createHmac('sha256', 'id').update(bodyOf(content)).digest('hex').slice(0, 24)}`
}
