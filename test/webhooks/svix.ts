import { Webhook } from 'svix'
import { expect } from 'vitest'
import type { Provider, SignedSample } from '../../src/events/provider.ts'
import { codeFrom, signedRequest } from './signed-request.ts'

/** That `provider` accepts what Svix's own library signs, and signs what it accepts. */
export async function expectSvixAgrees(
  provider: Provider,
  secret: string,
  content: object,
): Promise<void> {
  const svix = new Webhook(secret)
  const now = new Date()
  const body = JSON.stringify(content)
  const headers = {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'svix-signature': svix.sign('msg_1', now, body),
  }
  const verify = () => provider.verify(signedRequest(body, headers, now))
  expect(await codeFrom(verify)).toBe('nothing thrown')

  const sample = await provider.sample({
    type: 'user.created',
    eventId: 'msg_2',
    userId: 'u_1',
    email: 'ada@example.com',
    occurredAt: now,
  })
  expect(verdict(svix, sample)).toBe('verified')
  const changed = Buffer.concat([sample.body, Buffer.from(' ')])
  expect(verdict(svix, { ...sample, body: changed })).toBe('refused')
}

/** Svix's library only says whether it throws. */
function verdict(svix: Webhook, { headers, body }: SignedSample): string {
  try {
    svix.verify(body.toString(), { ...headers })
    return 'verified'
  } catch {
    return 'refused'
  }
}
