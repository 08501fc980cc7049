import { Secret } from '../../../src/core/secret.ts'
import { ory } from '../../../webhooks/providers/ory.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const HOOK = 'the Jsonnet in webhooks/providers/ory.ts, over ory/kratos at b86338d, 2026-11-23'
const COURIER = "ory/kratos at b86338d, the courier's default body, 2026-11-23"
const ID = '9f425a8d-7efc-4768-8f23-7647a74fdf13'

function created(identity_id: string, more: object): object {
  const created_at = '2026-11-23T12:00:00Z'
  return { type: 'user.created', identity_id, created_at, ...more }
}

function mail(template_type: string, recipient: string, more: object): object {
  return {
    recipient,
    template_type,
    to: recipient,
    recovery_code: '',
    recovery_url: '',
    verification_url: '',
    verification_code: '',
    subject: 'Recover access to your account',
    body: 'Hi, please recover access to your account by entering the following code: 123456',
    ...more,
  }
}

const RESET = { type: 'password.reset_requested', origin: 'unknown' } as const
const CREATED = { type: 'user.created', providerType: 'user.created' } as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => ory({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => ory({ secrets: [] }),
    () => ory({ secrets: [new Secret('')] }),
    () => ory({ secrets: [textSecret('current'), new Secret('short')] }),
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
      shows: 'self-registered',
      from: HOOK,
      content: created(ID, { email: 'ada@example.com', name: 'Ada', has_password: true }),
      gives: [
        {
          ...CREATED,
          dedupeKey: `created:${ID}`,
          occurredAt: new Date('2026-11-23T12:00:00Z'),
          origin: 'self',
          hasPassword: true,
          user: { id: ID, email: 'ada@example.com', name: 'Ada' },
        },
      ],
    },
    {
      shows: 'created',
      from: HOOK,
      content: created('i2', { email: 'ada@example.com', locale: 'en', invited: true }),
      gives: [
        { ...CREATED, origin: 'invited', hasPassword: false, user: { id: 'i2', locale: 'en' } },
      ],
    },
    {
      shows: 'no-email',
      from: HOOK,
      content: created('i3', { email: null, name: null }),
      gives: [{ ...CREATED, user: { id: 'i3' } }],
    },
    {
      shows: 'reset',
      from: COURIER,
      content: mail('recovery_code_valid', 'ada@example.com', { recovery_code: '123456' }),
      gives: [
        {
          ...RESET,
          providerType: 'recovery_code_valid',
          user: { id: 'ada@example.com', email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'reset',
      from: COURIER,
      content: mail('recovery_valid', 'ada@example.com', {
        recovery_url: 'https://ory.example/self-service/recovery?token=x',
        identity_id: ID,
      }),
      gives: [
        { ...RESET, providerType: 'recovery_valid', user: { id: ID, email: 'ada@example.com' } },
      ],
    },
    {
      shows: 'unknown-type',
      from: COURIER,
      content: mail('recovery_code_invalid', 'nobody@example.com', {}),
      gives: [{ type: 'ignored', providerType: 'recovery_code_invalid' }],
    },
    {
      shows: 'unknown-type',
      from: COURIER,
      content: mail('verification_code_valid', 'ada@example.com', { verification_code: '123456' }),
      gives: [{ type: 'ignored', providerType: 'verification_code_valid' }],
    },
    {
      shows: 'unknown-type',
      from: HOOK,
      content: { type: 'user.recovered', identity_id: ID },
      gives: [{ type: 'ignored', providerType: 'user.recovered' }],
    },
  ],
  sampleLoses: {
    'user.created': ['dedupeKey'],
    'password.reset_requested': ['dedupeKey', 'name', 'occurredAt'],
  },
}
