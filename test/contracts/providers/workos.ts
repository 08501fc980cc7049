import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { workos } from '../../../webhooks/providers/workos.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'workos/workos-node at fd885bc and WorkOS documentation, 2026-11-23'

function event(id: string, type: string, data: object): unknown {
  return { id, event: type, data, created_at: '2026-11-01T08:00:00.000Z' }
}

const USER = {
  object: 'user',
  id: 'user_01J',
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'L',
  email_verified: false,
  locale: 'en-GB',
  metadata: {},
  created_at: '2026-11-01T08:00:00.000Z',
  updated_at: '2026-11-01T08:00:00.000Z',
}
const RESET = {
  object: 'password_reset',
  id: 'password_reset_01K',
  user_id: 'user_01J',
  email: 'ada@example.com',
  expires_at: '2026-11-01T09:00:00.000Z',
  created_at: '2026-11-01T08:00:00.000Z',
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) => workos({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => workos({ secrets: [] }),
    () => workos({ secrets: [textSecret('current'), new Secret('')] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['workos-signature'],
    pastSeconds: 180,
    futureSeconds: 180,
  },
  sign(content, { at }) {
    const body = bodyOf(content)
    const mac = createHmac('sha256', textSecret('current').reveal())
      .update(`${at.getTime()}.`)
      .update(body)
      .digest('hex')
    const headers = {
      'content-type': 'application/json',
      'workos-signature': `t=${at.getTime()}, v1=${mac}`,
    }
    return { headers, body }
  },
  sampleLoses: {
    'user.created': ['origin'],
    'password.reset_requested': ['name', 'locale'],
  },
  absent: {
    'self-registered': 'WorkOS does not say who made a user',
    'no-email': 'every WorkOS user has an address',
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('event_01J', 'user.created', USER),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          dedupeKey: 'event_01J',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'unknown',
          user: { id: 'user_01J', email: 'ada@example.com', name: 'Ada L', locale: 'en-GB' },
        },
      ],
    },
    {
      shows: 'reset',
      from: FROM,
      content: event('event_01K', 'password_reset.created', RESET),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'password_reset.created',
          dedupeKey: 'event_01K',
          user: { id: 'user_01J', email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('event_01L', 'password_reset.succeeded', RESET),
      gives: [{ type: 'ignored', providerType: 'password_reset.succeeded' }],
    },
  ],
}
