import { Secret } from '../../../src/core/secret.ts'
import { firebase } from '../../../webhooks/providers/firebase.ts'
import { publishedToken, textIn } from '../jwt-signing.ts'
import { NOW, type ProviderFixture } from '../provider-fixture.ts'
import { privateKeyPem } from '../provider-secrets.ts'

const FROM = 'firebase/firebase-functions at adf304f1, src/common/providers/identity.ts, 2026-11-23'
const AUDIENCE = 'https://us-central1-acme-test.cloudfunctions.net/beforeCreate'
const SETTINGS = { projectId: 'acme-test', audience: AUDIENCE }
const IAT = Math.floor(NOW.getTime() / 1_000)

const COMMON = {
  iss: 'https://securetoken.google.com/acme-test',
  aud: AUDIENCE,
  iat: IAT,
  exp: IAT + 900,
  ip_address: '203.0.113.7',
  user_agent: 'x',
  locale: 'en',
}
const RECORD = {
  uid: 'uid1',
  email: 'ada@example.com',
  display_name: 'Ada',
  email_verified: false,
  metadata: { creation_time: IAT * 1_000 },
  provider_data: [{ provider_id: 'password', email: 'ada@example.com', uid: 'ada@example.com' }],
}

function created(event_id: string, user_record: object, sign_in_method: string): object {
  return {
    ...COMMON,
    event_id,
    event_type: 'beforeCreate',
    sub: 'uid1',
    sign_in_method,
    user_record,
  }
}

export const fixture: ProviderFixture = {
  make: ({ secrets: [name = 'current'], keySetUrl }) =>
    firebase({ ...SETTINGS, keysUrl: keySetUrl, sampleKey: new Secret(privateKeyPem(name)) }),
  unusable: [
    () => firebase({ ...SETTINGS, projectId: '' }),
    // With it every user's own ID token would be believed.
    () => firebase({ ...SETTINGS, audience: 'acme-test' }),
    () => firebase({ ...SETTINGS, keysUrl: 'http://keys.example' }),
    () => firebase({ ...SETTINGS, sampleKey: new Secret('not a key') }),
  ],
  scheme: {
    covers: 'envelope',
    headers: [],
    pastSeconds: 960,
    futureSeconds: 60,
    jwt: {
      algorithms: ['RS256'],
      isPublished: true,
      read: ({ body }) => textIn(body, 'data', 'jwt'),
      write: (request, jwt) => ({
        ...request,
        body: Buffer.from(JSON.stringify({ data: { jwt } })),
      }),
    },
  },
  async sign(content) {
    const headers = { 'content-type': 'application/json' }
    if (Buffer.isBuffer(content)) return { headers, body: content }
    const jwt = await publishedToken({ ...Object(content) })
    return { headers, body: Buffer.from(JSON.stringify({ data: { jwt } })) }
  },
  genuine: [
    {
      shows: 'self-registered',
      from: FROM,
      content: created('e1', RECORD, 'password'),
      gives: [
        {
          type: 'user.created',
          providerType: 'beforeCreate',
          dedupeKey: 'e1',
          occurredAt: NOW,
          origin: 'self',
          hasPassword: true,
          user: { id: 'uid1', email: 'ada@example.com', name: 'Ada', locale: 'en' },
        },
      ],
    },
    {
      shows: 'created',
      from: FROM,
      content: created('e2', RECORD, 'google.com'),
      gives: [{ type: 'user.created', providerType: 'beforeCreate', hasPassword: false }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: created('e3', { uid: 'uid1', phone_number: '+41440000001' }, 'phone'),
      gives: [{ type: 'user.created', providerType: 'beforeCreate', user: { id: 'uid1' } }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: {
        ...COMMON,
        event_id: 'e4',
        event_type: 'beforeSendEmail',
        email_type: 'PASSWORD_RESET',
        email: 'ada@example.com',
      },
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'beforeSendEmail',
          dedupeKey: 'e4',
          user: { id: 'ada@example.com', email: 'ada@example.com', locale: 'en' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: {
        ...COMMON,
        event_id: 'e5',
        event_type: 'beforeSendEmail',
        email_type: 'EMAIL_SIGN_IN',
        email: 'ada@example.com',
      },
      gives: [{ type: 'ignored', providerType: 'beforeSendEmail', dedupeKey: 'e5' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { ...COMMON, event_id: 'e6', event_type: 'beforeSignIn', user_record: RECORD },
      gives: [{ type: 'ignored', providerType: 'beforeSignIn', dedupeKey: 'e6' }],
    },
  ],
  sampleLoses: {
    'user.created': ['origin'],
    'password.reset_requested': ['id', 'name'],
  },
}
