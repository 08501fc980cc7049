import { SignJWT } from 'jose'
import { Secret } from '../../../src/core/secret.ts'
import { frontegg } from '../../../webhooks/providers/frontegg.ts'
import { bodyOf, NOW, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'developers.frontegg.com, webhooks, and a recorded request, 2026-11-23'
const NAMES = 'frontegg/terraform-provider-frontegg before be7cc96, names of events, 2026-11-23'
const IAT = Math.floor(NOW.getTime() / 1_000)

function about(eventKey: string, more: object = {}): object {
  return {
    eventKey,
    user: {
      id: '35639902-a53d-44c3-9aea-066b06569f78',
      sub: '35639902-a53d-44c3-9aea-066b06569f78',
      email: 'ada@example.com',
      verified: true,
      name: 'Ada',
      mfaEnrolled: false,
      roles: [],
      permissions: [],
      provider: 'local',
      tenantId: 't1',
      tenantIds: ['t1'],
      metadata: '{}',
      createdAt: '2026-11-23T12:00:00.000Z',
      lastLogin: null,
      ...more,
    },
    eventContext: { vendorId: 'v1', tenantId: 't1', userId: 'admin' },
  }
}

const USER = {
  id: '35639902-a53d-44c3-9aea-066b06569f78',
  email: 'ada@example.com',
  name: 'Ada',
} as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => frontegg({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => frontegg({ secrets: [] }),
    () => frontegg({ secrets: [new Secret('')] }),
    () => frontegg({ secrets: [textSecret('current'), new Secret(' x')] }),
  ],
  scheme: {
    covers: 'caller',
    headers: ['x-webhook-secret'],
    pastSeconds: 360,
    futureSeconds: 60,
    jwt: {
      algorithms: ['HS256'],
      isPublished: false,
      read: ({ headers }) => headers['x-webhook-secret'] ?? '',
      write: (request, token) => ({
        ...request,
        headers: { ...request.headers, 'x-webhook-secret': token },
      }),
    },
  },
  async sign(content) {
    const key = new TextEncoder().encode(textSecret('current').reveal())
    const token = await new SignJWT({ iat: IAT, exp: IAT + 300 })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(key)
    return {
      headers: { 'content-type': 'application/json', 'x-webhook-secret': token },
      body: bodyOf(content),
    }
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: about('frontegg.user.created'),
      gives: [
        {
          type: 'user.created',
          providerType: 'frontegg.user.created',
          occurredAt: NOW,
          origin: 'unknown',
          hasPassword: false,
          user: USER,
        },
      ],
    },
    {
      shows: 'self-registered',
      from: NAMES,
      content: about('frontegg.user.signedUp'),
      gives: [
        {
          type: 'user.created',
          providerType: 'frontegg.user.signedUp',
          origin: 'self',
          user: USER,
        },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: about('frontegg.user.created', { email: null, createdAt: null }),
      gives: [{ type: 'user.created', providerType: 'frontegg.user.created' }],
    },
    {
      shows: 'reset',
      from: NAMES,
      content: about('frontegg.user.forgotPassword'),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'frontegg.user.forgotPassword',
          user: USER,
        },
      ],
    },
    ...['frontegg.user.invitedToTenant', 'frontegg.user.changedPassword'].map((eventKey) => ({
      shows: 'unknown-type' as const,
      from: NAMES,
      content: about(eventKey),
      gives: [{ type: 'ignored' as const, providerType: eventKey }],
    })),
  ],
  sampleLoses: {
    'user.created': ['dedupeKey', 'locale', 'origin'],
    'password.reset_requested': ['dedupeKey', 'locale', 'occurredAt'],
  },
}
