import { Secret } from '../../../src/core/secret.ts'
import { authentik } from '../../../webhooks/providers/authentik.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM =
  'the mapping in webhooks/providers/authentik.ts, over goauthentik/authentik models.py, 2026-11-23'

const ADMIN = { pk: 4, username: 'akadmin' }
const ADA = {
  pk: 17,
  type: 'internal',
  email: 'ada@example.com',
  name: 'Ada',
  locale: 'en',
  has_password: false,
}

function event(event_id: string, actor: object | null, user: object | null): object {
  const created = '2026-11-23T12:00:00.000000+00:00'
  return { event_id, action: 'model_created', created, actor, user }
}

const CREATED = { type: 'user.created', providerType: 'model_created' } as const
const IGNORED = { type: 'ignored', providerType: 'model_created' } as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => authentik({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => authentik({ secrets: [] }),
    () => authentik({ secrets: [new Secret('')] }),
    () => authentik({ secrets: [textSecret('current'), new Secret('short')] }),
  ],
  scheme: { covers: 'caller', headers: ['authorization'] },
  sign: (content) => ({
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${textSecret('current').reveal()}`,
    },
    body: bodyOf(content),
  }),
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('b3-1', ADMIN, ADA),
      gives: [
        {
          ...CREATED,
          dedupeKey: 'b3-1',
          occurredAt: new Date('2026-11-23T12:00:00Z'),
          origin: 'invited',
          hasPassword: false,
          user: { id: '17', email: 'ada@example.com', name: 'Ada', locale: 'en' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: event(
        'b3-2',
        { pk: 1, username: 'AnonymousUser' },
        { ...ADA, type: 'external', has_password: true },
      ),
      gives: [{ ...CREATED, origin: 'self', hasPassword: true }],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: event('b3-3', { pk: 17, username: 'ada' }, ADA),
      gives: [{ ...CREATED, origin: 'self' }],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: event('b3-4', null, ADA),
      gives: [{ ...CREATED, origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: event('b3-5', ADMIN, { ...ADA, email: '' }),
      gives: [{ ...CREATED, user: { id: '17', name: 'Ada' } }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('b3-6', ADMIN, { ...ADA, type: 'service_account' }),
      gives: [{ ...IGNORED, dedupeKey: 'b3-6' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('b3-7', ADMIN, null),
      gives: [{ ...IGNORED, dedupeKey: 'b3-7' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { event_id: 'b3-8', action: 'password_set', actor: ADMIN, user: null },
      gives: [{ type: 'ignored', providerType: 'password_set', dedupeKey: 'b3-8' }],
    },
  ],
  absent: { reset: 'authentik has no event for a requested reset' },
}
