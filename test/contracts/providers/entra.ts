import { Secret } from '../../../src/core/secret.ts'
import { entra } from '../../../webhooks/providers/entra.ts'
import { publishedToken } from '../jwt-signing.ts'
import { bodyOf, NOW, type ProviderFixture } from '../provider-fixture.ts'
import { privateKeyPem } from '../provider-secrets.ts'

const FROM =
  'MicrosoftDocs/entra-docs at 00e36ce, custom-extension-email-otp-send-data.md, 2026-11-23'
const TENANT = '11111111-2222-4333-8444-555555555555'
const APP = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const SETTINGS = { tenantId: TENANT, appId: APP, resetTypes: ['passwordReset', 'none'] }
const IAT = Math.floor(NOW.getTime() / 1_000)
const OTP_SEND = 'microsoft.graph.authenticationEvent.emailOtpSend'

function otpSend(correlationId: string, requestType: string | undefined, code: object): object {
  return {
    type: OTP_SEND,
    source: `/tenants/${TENANT}/applications/bbbbbbbb-cccc-4ddd-8222-333333333333`,
    data: {
      '@odata.type': 'microsoft.graph.onOtpSendCalloutData',
      otpContext: { identifier: 'ada@example.com', ...code },
      tenantId: TENANT,
      authenticationEventListenerId: '00001111-aaaa-4222-8bbb-3333cccc4444',
      customAuthenticationExtensionId: '11112222-bbbb-4333-8ccc-4444dddd5555',
      authenticationContext: {
        correlationId,
        client: { ip: '192.0.2.1', locale: 'en-us', market: 'en-us' },
        protocol: 'OAUTH2.0',
        requestType,
      },
    },
  }
}

export const fixture: ProviderFixture = {
  make: ({ secrets: [name = 'current'], keySetUrl }) =>
    entra({ ...SETTINGS, keysUrl: keySetUrl, sampleKey: new Secret(privateKeyPem(name)) }),
  unusable: [
    () => entra({ ...SETTINGS, tenantId: 'contoso' }),
    () => entra({ ...SETTINGS, appId: '' }),
    () => entra({ ...SETTINGS, resetTypes: [] }),
    () => entra({ ...SETTINGS, resetTypes: ['two words'] }),
    () => entra({ ...SETTINGS, resetTypes: ['passwordReset', 'signUp'] }),
    () => entra({ ...SETTINGS, sampleKey: new Secret('not a key') }),
  ],
  scheme: {
    covers: 'caller',
    headers: ['authorization'],
    pastSeconds: 3_660,
    futureSeconds: 60,
    jwt: {
      algorithms: ['RS256'],
      isPublished: true,
      read: ({ headers }) => headers['authorization']?.slice('Bearer '.length) ?? '',
      write: (request, token) => ({
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
      }),
    },
  },
  async sign(content) {
    const token = await publishedToken({
      iss: `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`,
      aud: APP,
      azp: '99045fe1-7639-4a75-9d4a-577b6ca3810f',
      tid: TENANT,
      ver: '2.0',
      iat: IAT,
      exp: IAT + 3_600,
    })
    return {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: bodyOf(content),
    }
  },
  genuine: [
    {
      shows: 'reset',
      from: FROM,
      content: otpSend('3333dddd-0001', 'passwordReset', { oneTimeCode: '12345678' }),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: OTP_SEND,
          user: { id: 'ada@example.com', email: 'ada@example.com', locale: 'en-us' },
        },
      ],
    },
    {
      shows: 'reset',
      from: "Microsoft's sample function, CustomEmailACS.cs, which reads onetimecode, 2026-11-23",
      content: otpSend('3333dddd-0002', undefined, { onetimecode: '12345678' }),
      gives: [{ type: 'password.reset_requested', providerType: OTP_SEND }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: {
        ...otpSend('3333dddd-0003', 'signUp', {}),
        type: 'microsoft.graph.authenticationEvent.attributeCollectionSubmit',
      },
      gives: [
        {
          type: 'ignored',
          providerType: 'microsoft.graph.authenticationEvent.attributeCollectionSubmit',
          dedupeKey: '3333dddd-0003',
        },
      ],
    },
  ],
  absent: {
    created: 'Entra calls no extension once a user exists',
    'self-registered': 'Entra calls no extension once a user exists',
    'no-email': 'a code by email always names the address',
  },
  sampleLoses: {
    'password.reset_requested': ['dedupeKey', 'id', 'name', 'occurredAt'],
  },
}
