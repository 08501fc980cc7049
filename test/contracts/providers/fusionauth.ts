import { createHash, createPrivateKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { Secret } from '../../../src/core/secret.ts'
import { fusionauth } from '../../../webhooks/providers/fusionauth.ts'
import { bodyOf, type KeyName, type ProviderFixture } from '../provider-fixture.ts'
import { keyIdOf, privateKeyPem, textSecret } from '../provider-secrets.ts'

const FROM = 'FusionAuth/fusionauth-site, events and signed webhooks, 2026-11-23'
const HEADER = 'x-fusionauth-signature-jwt'
const BASE_URL = 'https://auth.acme.test'

const USER = {
  id: '00000000-0000-0000-0000-000000000002',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'L',
  preferredLanguages: ['en'],
  verified: true,
  passwordChangeRequired: false,
}

function event(id: string, type: string, user: object): unknown {
  return {
    event: {
      id,
      type,
      createInstant: 1_793_520_000_123,
      tenantId: '30303030-0000-4000-8000-000000000000',
      info: { ipAddress: '203.0.113.7' },
      user,
    },
  }
}

function sampleKeyOf([first]: readonly KeyName[]): { readonly sampleKey?: Secret } {
  return first === undefined ? {} : { sampleKey: new Secret(privateKeyPem(first)) }
}

export const fixture: ProviderFixture = {
  make: ({ secrets, keySetUrl }) =>
    fusionauth({ baseUrl: BASE_URL, keySetUrl, ...sampleKeyOf(secrets) }),
  unusable: [
    () => fusionauth({ secrets: [] }),
    () => fusionauth({ secrets: [textSecret('current'), new Secret('')] }),
    () => fusionauth({ baseUrl: 'http://auth.acme.test' }),
    () => fusionauth({ baseUrl: BASE_URL, sampleKey: new Secret('no key') }),
  ],
  scheme: {
    covers: 'body',
    headers: [HEADER],
    jwt: {
      algorithms: ['RS256'],
      isPublished: true,
      read: ({ headers }) => headers[HEADER] ?? '',
      write: ({ headers, body }, token) => ({ headers: { ...headers, [HEADER]: token }, body }),
    },
  },
  async sign(content) {
    const body = bodyOf(content)
    const pem = privateKeyPem('current')
    const token = new SignJWT({
      request_body_sha256: createHash('sha256').update(body).digest('base64'),
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: await keyIdOf(pem) })
      .sign(createPrivateKey(pem))
    return { headers: { 'content-type': 'application/json', [HEADER]: await token }, body }
  },
  sampleLoses: { 'user.created': ['origin'] },
  absent: { 'self-registered': 'FusionAuth does not say who made a user' },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('e5021680-01', 'user.create.complete', USER),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.create.complete',
          dedupeKey: 'e5021680-01',
          occurredAt: new Date(1_793_520_000_123),
          origin: 'unknown',
          user: {
            id: '00000000-0000-0000-0000-000000000002',
            email: 'ada@example.com',
            name: 'Ada L',
            locale: 'en',
          },
        },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: event('e5021680-02', 'user.create.complete', { id: 'u2', username: 'ada' }),
      gives: [{ type: 'user.created', providerType: 'user.create.complete', user: { id: 'u2' } }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: event('e5021680-03', 'user.password.reset.send', USER),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'user.password.reset.send',
          user: { email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('e5021680-04', 'user.password.reset.success', USER),
      gives: [{ type: 'ignored', providerType: 'user.password.reset.success' }],
    },
  ],
}
