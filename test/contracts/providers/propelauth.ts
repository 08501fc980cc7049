import { Secret } from '../../../src/core/secret.ts'
import { propelauth } from '../../../webhooks/providers/propelauth.ts'
import type { ProviderFixture } from '../provider-fixture.ts'
import { standardSecret } from '../provider-secrets.ts'
import { messageId, standardRequest } from '../standard-signing.ts'

const FROM = 'docs.propelauth.com (event_type) and receivers of its users, 2026-11-23'
const CREATED = { event_type: 'user.created', user_id: '31c41c16', email: 'ada@example.com' }

export const fixture: ProviderFixture = {
  make: ({ secrets }) => propelauth({ secrets: secrets.map(standardSecret) }),
  unusable: [
    () => propelauth({ secrets: [] }),
    () => propelauth({ secrets: [new Secret('not whsec_')] }),
    () => propelauth({ secrets: [standardSecret('current'), new Secret('')] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['svix-id', 'svix-timestamp', 'svix-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  sign: (content, delivery) => standardRequest('svix-', messageId(content), content, delivery),
  sampleLoses: { 'user.created': ['locale', 'occurredAt', 'origin'] },
  absent: {
    reset: 'PropelAuth has no such event',
    'self-registered': 'PropelAuth does not say who made a user',
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: CREATED,
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          origin: 'unknown',
          user: { id: '31c41c16', email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: { event_type: 'user.created', user_id: '31c41c17' },
      gives: [{ type: 'user.created', providerType: 'user.created', user: { id: '31c41c17' } }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { event_type: 'user.added_to_org', user_id: '31c41c16', org_id: '1189c444' },
      gives: [{ type: 'ignored', providerType: 'user.added_to_org' }],
    },
  ],
}
