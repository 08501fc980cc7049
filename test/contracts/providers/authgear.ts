import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { authgear } from '../../../webhooks/providers/authgear.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'authgear/authgear-server at fa7a7d55, pkg/api/event, 2026-11-23'

function event(id: string, type: string, triggeredBy: string, attributes: object): unknown {
  return {
    id,
    seq: 6699,
    type,
    payload: {
      user: {
        id: '3f0b8a52-0000-4000-8000-000000000001',
        created_at: '2026-11-01T08:00:00Z',
        updated_at: '2026-11-01T08:00:00Z',
        is_anonymous: false,
        is_verified: true,
        is_disabled: false,
        standard_attributes: attributes,
        custom_attributes: {},
      },
    },
    context: {
      timestamp: 1_793_520_000,
      user_id: '3f0b8a52-0000-4000-8000-000000000001',
      triggered_by: triggeredBy,
      preferred_languages: [],
      language: '',
      audit_context: {},
    },
  }
}

const ADA = { email: 'ada@example.com', email_verified: true, name: 'Ada', locale: 'en-GB' }

export const fixture: ProviderFixture = {
  make: ({ secrets }) => authgear({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => authgear({ secrets: [] }),
    () => authgear({ secrets: [new Secret('')] }),
    () => authgear({ secrets: [textSecret('current'), new Secret('')] }),
  ],
  scheme: { covers: 'body', headers: ['x-authgear-body-signature'] },
  sign(content) {
    const body = bodyOf(content)
    const key = textSecret('current').reveal()
    const signature = createHmac('sha256', key).update(body).digest('hex')
    return {
      headers: { 'content-type': 'application/json', 'x-authgear-body-signature': signature },
      body,
    }
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('0001', 'user.created', 'admin_api', ADA),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          dedupeKey: '0001',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'invited',
          user: {
            id: '3f0b8a52-0000-4000-8000-000000000001',
            email: 'ada@example.com',
            name: 'Ada',
            locale: 'en-GB',
          },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: event('0002', 'user.created', 'user', ADA),
      gives: [{ type: 'user.created', providerType: 'user.created', origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: event('0003', 'user.created', 'portal', { phone_number: '+85295000001' }),
      gives: [{ type: 'user.created', providerType: 'user.created' }],
    },
    {
      shows: 'reset',
      from: "Authgear's shape, posted by a backend; webhooks/providers/authgear.ts, 2026-11-23",
      content: event('0004', 'password.reset_requested', 'user', ADA),
      gives: [{ type: 'password.reset_requested', providerType: 'password.reset_requested' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('0005', 'user.profile.updated', 'user', ADA),
      gives: [{ type: 'ignored', providerType: 'user.profile.updated', dedupeKey: '0005' }],
    },
  ],
}
