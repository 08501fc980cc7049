import { Secret } from '../../../src/core/secret.ts'
import { hanko } from '../../../webhooks/providers/hanko.ts'
import { publishedToken, textIn } from '../jwt-signing.ts'
import { NOW, type ProviderFixture } from '../provider-fixture.ts'
import { privateKeyPem } from '../provider-secrets.ts'

const FROM = 'teamhanko/hanko at f742d496, backend/webhooks/manager.go, backend/dto, 2026-11-23'
const SETTINGS = { url: 'https://hanko.example', audience: 'app.example' }
const IAT = Math.floor(NOW.getTime() / 1_000)
const ID = 'c339547d-e17d-4ba7-8a1d-b3d5a4d17c1c'
const TIMES = { created_at: '2026-11-23T12:00:00Z', updated_at: '2026-11-23T12:00:00Z' }
const EMAILS = [
  { id: 'e2', address: 'second@example.com', is_verified: true, is_primary: false },
  { id: 'e1', address: 'ada@example.com', is_verified: true, is_primary: true },
]

function content(evt: string, data: object) {
  return { evt, data }
}

function mail(type: string): object {
  return {
    subject: 'Use passcode 123456 to recover your account',
    body_plain: 'Enter the following passcode on your recovery screen: 123456',
    to_email_address: 'ada@example.com',
    delivered_by_hanko: false,
    accept_language: 'en',
    language: 'en',
    type,
    data: { service_name: 'App', otp_code: '123456', ttl: 300, valid_until: IAT + 300 },
  }
}

export const fixture: ProviderFixture = {
  make: ({ secrets: [name = 'current'], keySetUrl }) =>
    hanko({ ...SETTINGS, keysUrl: keySetUrl, sampleKey: new Secret(privateKeyPem(name)) }),
  unusable: [
    () => hanko({ ...SETTINGS, url: 'hanko.example' }),
    () => hanko({ ...SETTINGS, url: 'http://hanko.example' }),
    () => hanko({ ...SETTINGS, audience: '' }),
    () => hanko({ ...SETTINGS, sampleKey: new Secret('not a key') }),
    () => hanko({ ...SETTINGS, sampleKey: new Secret(privateKeyPem('current', 'ec')) }),
  ],
  scheme: {
    covers: 'envelope',
    headers: [],
    pastSeconds: 360,
    futureSeconds: 60,
    jwt: {
      algorithms: ['RS256'],
      isPublished: true,
      read: ({ body }) => textIn(body, 'token'),
      write: (request, token) => ({
        ...request,
        body: Buffer.from(JSON.stringify({ token, event: textIn(request.body, 'event') })),
      }),
    },
  },
  async sign(value) {
    const headers = { 'content-type': 'application/json' }
    if (Buffer.isBuffer(value)) return { headers, body: value }
    const claims = new Map<string, unknown>(Object.entries(value ?? {}))
    const token = await publishedToken({
      sub: 'hanko webhooks',
      iat: IAT,
      exp: IAT + 300,
      aud: ['app.example'],
      ...Object.fromEntries(claims),
    })
    return { headers, body: Buffer.from(JSON.stringify({ token, event: claims.get('evt') })) }
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: content('user.create', { id: ID, emails: EMAILS, name: 'Ada', ...TIMES }),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.create',
          occurredAt: NOW,
          origin: 'invited',
          hasPassword: false,
          user: { id: ID, email: 'ada@example.com', name: 'Ada' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: content('user.create', {
        id: ID,
        emails: EMAILS,
        password: { id: 'p1', ...TIMES },
        ip_address: '203.0.113.7',
        user_agent: 'x',
        ...TIMES,
      }),
      gives: [
        { type: 'user.created', providerType: 'user.create', origin: 'self', hasPassword: true },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: content('user.create', { id: ID, username: { username: 'ada' }, ...TIMES }),
      gives: [{ type: 'user.created', providerType: 'user.create', user: { id: ID } }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: content('email.send', mail('recovery')),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'email.send',
          user: { id: 'ada@example.com', email: 'ada@example.com', locale: 'en' },
          reset: { expiresAt: new Date((IAT + 300) * 1_000) },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: content('email.send', mail('login')),
      gives: [{ type: 'ignored', providerType: 'email.send' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: content('user.update.password.update', { id: ID, ...TIMES }),
      gives: [{ type: 'ignored', providerType: 'user.update.password.update' }],
    },
  ],
  sampleLoses: {
    'user.created': ['dedupeKey', 'locale'],
    'password.reset_requested': ['dedupeKey', 'id', 'name', 'occurredAt'],
  },
}
