import { createPrivateKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { Secret } from '../../../src/core/secret.ts'
import { kinde } from '../../../webhooks/providers/kinde.ts'
import type { KeyName, ProviderFixture } from '../provider-fixture.ts'
import { keyIdOf, privateKeyPem } from '../provider-secrets.ts'

const FROM = 'kinde-oss/documentation at 1559ace and @kinde/webhooks 1.0.0, 2026-11-23'
const DOMAIN = 'https://acme.kinde.com'

const USER = {
  id: 'kp_1',
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'L',
  username: null,
  phone: null,
  is_password_reset_requested: false,
  is_suspended: false,
  organizations: [],
}

function event(id: string, type: string, source: string, user: object): unknown {
  return {
    type,
    event_id: id,
    event_timestamp: '2026-11-01T08:00:00.000000+00:00',
    timestamp: '2026-11-01T08:00:01.000Z',
    source,
    data: { user },
  }
}

function sampleKeyOf([first]: readonly KeyName[]): { readonly sampleKey?: Secret } {
  return first === undefined ? {} : { sampleKey: new Secret(privateKeyPem(first)) }
}

export const fixture: ProviderFixture = {
  make: ({ secrets, keySetUrl }) => kinde({ domain: DOMAIN, keySetUrl, ...sampleKeyOf(secrets) }),
  unusable: [
    () => kinde({ domain: 'http://acme.kinde.com' }),
    () => kinde({ domain: DOMAIN, sampleKey: new Secret('no key') }),
    () => kinde({ domain: DOMAIN, sampleKey: new Secret(privateKeyPem('current', 'ec')) }),
  ],
  scheme: {
    covers: 'envelope',
    headers: [],
    jwt: {
      algorithms: ['RS256'],
      isPublished: true,
      read: ({ body }) => body.toString(),
      write: (request, token) => ({ ...request, body: Buffer.from(token) }),
    },
  },
  async sign(content) {
    const pem = privateKeyPem('current')
    const token = new SignJWT({ ...Object(content) })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: await keyIdOf(pem) })
      .sign(createPrivateKey(pem))
    return {
      headers: { 'content-type': 'application/jwt', 'webhook-id': 'event_0192' },
      body: Buffer.from(await token),
    }
  },
  sampleLoses: { 'user.created': ['locale'] },
  absent: { reset: 'Kinde has no such event' },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('event_01', 'user.created', 'admin', USER),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          dedupeKey: 'event_01',
          occurredAt: new Date('2026-11-01T08:00:01Z'),
          origin: 'invited',
          user: { id: 'kp_1', email: 'ada@example.com', name: 'Ada L' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: event('event_02', 'user.created', 'user', USER),
      gives: [{ type: 'user.created', providerType: 'user.created', origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: event('event_03', 'user.created', 'api', { ...USER, email: null, phone: '+1555' }),
      gives: [{ type: 'user.created', providerType: 'user.created', origin: 'invited' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('event_04', 'user.updated', 'admin', {
        ...USER,
        is_password_reset_requested: true,
      }),
      gives: [{ type: 'ignored', providerType: 'user.updated', dedupeKey: 'event_04' }],
    },
  ],
}
