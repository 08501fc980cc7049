import { Secret } from '../../../src/core/secret.ts'
import { clerk } from '../../../webhooks/providers/clerk.ts'
import type { ProviderFixture } from '../provider-fixture.ts'
import { standardSecret } from '../provider-secrets.ts'
import { messageId, standardRequest } from '../standard-signing.ts'

const FROM = 'clerk/openapi-specs at 7987d1b, webhooks/2025-04-15.yml, 2026-11-23'

/** The users of Clerk's own examples, shortened to what is read and what must be passed over. */
function created(id: string, changes: object): unknown {
  return {
    data: {
      object: 'user',
      id,
      external_id: null,
      primary_email_address_id: 'idn_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
      username: null,
      first_name: 'John',
      last_name: 'Doe',
      locale: 'en-GB',
      public_metadata: {},
      private_metadata: null,
      email_addresses: [],
      password_enabled: false,
      external_accounts: [],
      created_at: 1_716_883_200_000,
      ...changes,
    },
    object: 'event',
    type: 'user.created',
    timestamp: 1_716_883_200,
    instance_id: 'ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
    event_attributes: { http_request: { client_ip: '192.168.1.100', user_agent: 'x' } },
  }
}

function address(strategy: string, email = 'john@example.com'): object {
  return {
    email_addresses: [
      { id: 'idn_other', email_address: 'other@example.com', verification: null },
      {
        id: 'idn_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
        object: 'email_address',
        email_address: email,
        verification: { status: 'verified', strategy, attempts: null, expire_at: null },
        linked_to: [],
      },
    ],
  }
}

function mail(slug: string, delivered: boolean, code: string): unknown {
  return {
    data: {
      id: 'ema_1',
      object: 'email',
      slug,
      from_email_name: 'noreply',
      to_email_address: 'john@example.com',
      email_address_id: 'idn_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
      user_id: 'user_1',
      subject: 'Your code',
      body: '<p>…</p>',
      body_plain: '…',
      status: 'queued',
      data: { otp_code: code },
      delivered_by_clerk: delivered,
    },
    object: 'event',
    type: 'email.created',
    timestamp: 1_716_883_200_123,
    instance_id: 'ins_123',
  }
}

const CREATED = { type: 'user.created', providerType: 'user.created' } as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => clerk({ secrets: secrets.map(standardSecret) }),
  unusable: [
    () => clerk({ secrets: [] }),
    () => clerk({ secrets: [standardSecret('current')], resetSlug: 'verification_code' }),
    () => clerk({ secrets: [new Secret('sk_test_not_a_webhook_secret')] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['svix-id', 'svix-timestamp', 'svix-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  sign: (content, delivery) => standardRequest('svix-', messageId(content), content, delivery),
  sampleLoses: { 'password.reset_requested': ['name', 'locale'] },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: created('user_1', address('admin')),
      gives: [
        {
          ...CREATED,
          occurredAt: new Date('2024-05-28T08:00:00Z'),
          origin: 'invited',
          hasPassword: false,
          user: { id: 'user_1', email: 'john@example.com', name: 'John Doe', locale: 'en-GB' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: created('user_2', { ...address('email_code'), password_enabled: true }),
      gives: [{ ...CREATED, origin: 'self', hasPassword: true }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: created('user_3', { primary_email_address_id: null, username: 'john' }),
      gives: [{ ...CREATED, origin: 'unknown' }],
    },
    {
      shows: 'reset',
      from: `${FROM.slice(0, -12)} and the slug of @clerk/shared's strategies, 2026-11-23`,
      content: mail('reset_password_code', false, '424242'),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'email.created',
          occurredAt: new Date('2024-05-28T08:00:00.123Z'),
          user: { id: 'user_1', email: 'john@example.com' },
          reset: { code: '424242' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: mail('reset_password_code', true, '434343'),
      gives: [{ type: 'ignored', providerType: 'email.created' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: mail('verification_code', false, '444444'),
      gives: [{ type: 'ignored', providerType: 'email.created' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { data: { id: 'user_1', deleted: true }, object: 'event', type: 'user.deleted' },
      gives: [{ type: 'ignored', providerType: 'user.deleted' }],
    },
  ],
}
