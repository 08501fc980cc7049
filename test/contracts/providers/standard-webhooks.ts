import { Secret } from '../../../src/core/secret.ts'
import { standardWebhooks } from '../../../webhooks/providers/standard-webhooks.ts'
import type { ProviderFixture } from '../provider-fixture.ts'
import { standardSecret } from '../provider-secrets.ts'
import { messageId, standardRequest } from '../standard-signing.ts'

const FROM = 'the format as documented in design.md, section 5, 2026-11-23'
const USER = { id: 'u_1', email: 'ada@example.com', name: 'Ada', locale: 'de-AT' }
const CREATED = { type: 'user.created', timestamp: '2026-11-23T12:00:00Z' }

export const fixture: ProviderFixture = {
  make: ({ secrets }) => standardWebhooks({ secrets: secrets.map(standardSecret) }),
  unusable: [
    () => standardWebhooks({ secrets: [] }),
    () => standardWebhooks({ secrets: [new Secret('not whsec_')] }),
    () => standardWebhooks({ secrets: [standardSecret('current'), new Secret('')] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  // A sender gives each event an id of its own and keeps it over retries.
  sign: (content, delivery) => standardRequest('webhook-', messageId(content), content, delivery),
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: { ...CREATED, data: { user: USER, self_registered: false, has_password: false } },
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          occurredAt: new Date('2026-11-23T12:00:00Z'),
          origin: 'invited',
          user: USER,
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: { ...CREATED, data: { user: USER, self_registered: true } },
      gives: [{ type: 'user.created', providerType: 'user.created', origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: { ...CREATED, data: { user: { id: 'u_2' } } },
      gives: [{ type: 'user.created', providerType: 'user.created', user: { id: 'u_2' } }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: {
        type: 'password.reset_requested',
        data: { user: USER, reset: { code: '123456', expires_at: '2026-11-23T12:05:00Z' } },
      },
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'password.reset_requested',
          reset: { code: '123456', expiresAt: new Date('2026-11-23T12:05:00Z') },
        },
      ],
    },
    {
      shows: 'reset',
      from: FROM,
      content: {
        type: 'password.reset_requested',
        data: {
          user: { id: 'u_3', email: 'ada@example.com' },
          reset: {
            url: 'https://id.example.com/recover?ticket=a%2Bb&lang=en#top',
            expires_at: '2026-11-23T13:00:00Z',
          },
        },
      },
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'password.reset_requested',
          reset: {
            url: 'https://id.example.com/recover?ticket=a%2Bb&lang=en#top',
            expiresAt: new Date('2026-11-23T13:00:00Z'),
          },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { type: 'user.deleted', data: { user: USER } },
      gives: [{ type: 'ignored', providerType: 'user.deleted' }],
    },
  ],
}
