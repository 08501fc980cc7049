import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { logto } from '../../../webhooks/providers/logto.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'logto-io/logto at 1fbc554, packages/core/src/libraries/hook, 2026-11-23'

const USER = {
  id: 'u1',
  username: null,
  primaryEmail: 'ada@example.com',
  primaryPhone: null,
  name: 'Ada',
  avatar: null,
  customData: {},
  profile: { locale: 'en' },
  applicationId: 'app1',
  createdAt: 1_793_520_000_000,
}
const BY_API = {
  path: '/users',
  method: 'POST',
  status: 200,
  params: {},
  matchedRoute: '/users',
}

function hook(event: string, more: object): unknown {
  return {
    hookId: 'h1',
    event,
    createdAt: '2026-11-01T08:00:00.000Z',
    userAgent: 'x',
    ip: '203.0.113.7',
    ...more,
  }
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) =>
    logto({ secrets: secrets.map(textSecret), mailTokens: secrets.map(textSecret) }),
  unusable: [
    () => logto({ secrets: [] }),
    () => logto({ secrets: [textSecret('current'), new Secret('')] }),
    () => logto({ secrets: [textSecret('current')], mailTokens: [new Secret('too short')] }),
  ],
  scheme: { covers: 'body', headers: ['logto-signature-sha-256'] },
  sign(content) {
    const body = bodyOf(content)
    const key = textSecret('current').reveal()
    const isMail = typeof content === 'object' && content !== null && 'to' in content
    const signed: Record<string, string> = isMail
      ? { authorization: `Bearer ${key}` }
      : { 'logto-signature-sha-256': createHmac('sha256', key).update(body).digest('hex') }
    return { headers: { 'content-type': 'application/json', ...signed }, body }
  },
  sampleLoses: {
    'user.created': ['dedupeKey'],
    'password.reset_requested': ['dedupeKey', 'occurredAt', 'id', 'name'],
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: hook('User.Created', { ...BY_API, data: USER }),
      gives: [
        {
          type: 'user.created',
          providerType: 'User.Created',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'invited',
          user: { id: 'u1', email: 'ada@example.com', name: 'Ada', locale: 'en' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: hook('User.Created', {
        interactionEvent: 'Register',
        applicationId: 'app1',
        sessionId: 's1',
        data: USER,
      }),
      gives: [{ type: 'user.created', providerType: 'User.Created', origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: hook('User.Created', { ...BY_API, data: { ...USER, primaryEmail: null } }),
      gives: [{ type: 'user.created', providerType: 'User.Created' }],
    },
    {
      shows: 'reset',
      from: 'docs.logto.io/integrations/http-email, 2026-11-23',
      content: {
        to: 'ada@example.com',
        type: 'ForgotPassword',
        payload: { code: '123456', locale: 'de', application: { id: 'app1', name: 'App' } },
        ip: '203.0.113.7',
      },
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'ForgotPassword',
          user: { id: 'ada@example.com', email: 'ada@example.com', locale: 'de' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: hook('PostResetPassword', { userId: 'u1', user: USER }),
      gives: [{ type: 'ignored', providerType: 'PostResetPassword' }],
    },
  ],
}
