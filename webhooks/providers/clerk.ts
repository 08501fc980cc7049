import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochMs, epochMsOf, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readSingleHeader } from '../signatures/single-header.ts'
import {
  idHeader,
  readStandardSecrets,
  signStandard,
  SVIX,
  verifyStandard,
} from '../signatures/standard-webhooks.ts'

const ID = 'clerk'
const RESET_SLUG = 'reset_password_code'
/** Of codes for sign-in and for addresses; in a mail about a new password they would be a lie. */
const OTHER_SLUG = 'verification_code'

const Envelope = Compile(
  Type.Object({
    type: RequiredText,
    // The documentation has milliseconds, the OpenAPI examples seconds.
    timestamp: Type.Optional(EpochMs),
  }),
)
const EmailAddress = Type.Object({
  id: OptionalText,
  email_address: OptionalText,
  verification: Type.Optional(Type.Union([Type.Object({ strategy: OptionalText }), Type.Null()])),
})
const Created = Compile(
  Type.Object({
    data: Type.Object({
      id: RequiredText,
      first_name: OptionalText,
      last_name: OptionalText,
      username: OptionalText,
      locale: OptionalText,
      password_enabled: Type.Optional(Type.Boolean()),
      primary_email_address_id: OptionalText,
      email_addresses: Type.Optional(Type.Array(EmailAddress)),
    }),
  }),
)
const Email = Compile(Type.Object({ data: Type.Object({ slug: OptionalText }) }))
const ResetEmail = Compile(
  Type.Object({
    data: Type.Object({
      user_id: RequiredText,
      to_email_address: OptionalText,
      delivered_by_clerk: Type.Boolean(),
      data: Type.Object({ otp_code: RequiredText }),
    }),
  }),
)

interface Settings {
  readonly secrets: readonly Secret[]
  /** The slug of the template by which Clerk would mail a reset code. */
  readonly resetSlug?: string
}

/**
 * Clerk's webhooks, sent through Svix.
 *
 * - Signature: `svix-id`, `svix-timestamp`, `svix-signature`; repeats are told by `svix-id`.
 * - Origin: the strategy that verified the address is `admin` → invited, another → self, none →
 *   unknown.
 * - A requested reset is the mail that Clerk leaves to others: `email.created` with the slug of the
 *   reset template and `delivered_by_clerk: false`. Its code is Clerk's own and is delivered as it is.
 *
 * Sources: clerk/openapi-specs at 7987d1b (`webhooks/2025-04-15.yml`), clerk.com/docs and
 * `@clerk/backend` 3.25, read 2026-11-23.
 */
export function clerk({ secrets, resetSlug = RESET_SLUG }: Settings): Provider {
  const keys = checkSettings(() => {
    if (resetSlug === OTHER_SLUG) {
      throw new AppError('CONFIG_INVALID', `${ID}: expected the slug of resets, got ${resetSlug}`)
    }
    return readStandardSecrets(ID, secrets, SVIX)
  })
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyStandard(ID, request, keys.get(), SVIX),
    parse: (request) => [
      parse(request.body, readSingleHeader(ID, request, idHeader(SVIX)), resetSlug),
    ],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event, resetSlug), (body) => {
        const message = { id: event.eventId, sentAt: event.occurredAt, body }
        return signStandard(ID, keys.get()[0], message, SVIX)
      }),
  }
}

/** What the page about it says. */
export const guide: ProviderGuide = {
  name: 'Clerk',
  setup: [
    'In the Clerk Dashboard open *Webhooks* and add an endpoint with the URL `<url>` and the events `user.created` and `email.created`.',
    'Copy its *Signing Secret* (`whsec_…`) into the environment.',
    'For resets: under *Customization → Emails* open the template for the reset code and switch *Delivered by Clerk* off. Clerk then leaves that mail to Doorkey.',
  ],
  config: "clerk({ secrets: [env('CLERK_WEBHOOK_SIGNING_SECRET')] })",
  events: [
    {
      type: 'user.created',
      becomes: 'user.created',
      note: '`password_enabled: true` counts as having a password.',
    },
    {
      type: 'email.created',
      becomes: 'password.reset_requested',
      note: 'Only with the slug `reset_password_code` and `delivered_by_clerk: false`. It carries the code that Clerk made.',
    },
  ],
  reset: 'mail',
  origin:
    'How the address was verified: `admin` (made through the Backend API) is invited, any other way is self, none at all is unknown.',
  retries:
    'Eight attempts over about 28 hours (Svix); the endpoint is switched off after five days of failure.',
  limits: [
    'Clerk tells of a requested reset by the mail it would send. The slug `reset_password_code` is not in its reference: if your template is called otherwise, set `resetSlug`.',
    'A user created through the API with an unverified address is of unknown origin.',
    'Other mails of Clerk are not sent by Doorkey: leave *Delivered by Clerk* on for them.',
  ],
  testedAgainst: '`@clerk/backend` 3.25, `svix` 2.5',
  sources: [
    'clerk/openapi-specs at 7987d1b, `webhooks/2025-04-15.yml`, 2026-11-23',
    'clerk.com/docs: webhooks, `createEmailAddress()`, email templates, 2026-11-23',
    '`@clerk/backend` 3.25.0, 2026-11-23',
  ],
}

function parse(bytes: Buffer, dedupeKey: string, resetSlug: string): ParsedEvent {
  const body = readJson(ID, bytes)
  const { type, timestamp } = checkShape(ID, Envelope, body)
  const occurredAt = timestamp === undefined ? {} : { occurredAt: new Date(epochMsOf(timestamp)) }
  const common = { providerType: type, dedupeKey, ...occurredAt }
  if (type === 'user.created') {
    const { data } = checkShape(ID, Created, body)
    const addresses = data.email_addresses ?? []
    const primary = addresses.find(({ id }) => id && id === data.primary_email_address_id)
    const address = primary ?? addresses[0]
    const name = `${data.first_name ?? ''} ${data.last_name ?? ''}`.trim()
    return {
      type,
      ...common,
      origin: originOf(address?.verification?.strategy),
      hasPassword: data.password_enabled === true,
      user: identityUser(data.id, {
        email: address?.email_address,
        name: name || data.username,
        locale: data.locale,
      }),
    }
  }
  return (
    resetRequested(type, body, resetSlug, common) ?? {
      type: 'ignored',
      providerType: type,
      dedupeKey,
    }
  )
}

function originOf(strategy: string | null | undefined): Origin {
  if (!strategy) return 'unknown'
  return strategy === 'admin' ? 'invited' : 'self'
}

function resetRequested(
  type: string,
  body: unknown,
  resetSlug: string,
  common: { readonly providerType: string; readonly dedupeKey: string; readonly occurredAt?: Date },
): ParsedEvent | undefined {
  if (type !== 'email.created' || checkShape(ID, Email, body).data.slug !== resetSlug) {
    return undefined
  }
  const { data } = checkShape(ID, ResetEmail, body)
  // Clerk mails this code itself; a second one would only confuse.
  if (data.delivered_by_clerk) return undefined
  return {
    type: 'password.reset_requested',
    ...common,
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(data.user_id, { email: data.to_email_address }),
    reset: { code: new Secret(data.data.otp_code) },
  }
}

function sampleBody(event: SampleEvent, slug: string): unknown {
  const [firstName = '', ...rest] = event.name?.split(' ') ?? []
  const user = {
    id: event.userId,
    object: 'user',
    first_name: firstName || null,
    last_name: rest.join(' ') || null,
    locale: event.locale ?? null,
    primary_email_address_id: 'idn_sample',
    email_addresses: [
      {
        id: 'idn_sample',
        object: 'email_address',
        email_address: event.email,
        verification: { status: 'verified', strategy: 'admin' },
      },
    ],
    password_enabled: false,
    created_at: event.occurredAt.getTime(),
  }
  const email = {
    id: 'ema_sample',
    object: 'email',
    slug,
    from_email_name: 'noreply',
    email_address_id: 'idn_sample',
    user_id: event.userId,
    to_email_address: event.email,
    status: 'queued',
    delivered_by_clerk: false,
    data: { otp_code: '424242' },
  }
  return {
    data: event.type === 'user.created' ? user : email,
    object: 'event',
    type: event.type === 'user.created' ? 'user.created' : 'email.created',
    timestamp: event.occurredAt.getTime(),
    instance_id: 'ins_sample',
    event_attributes: { http_request: { client_ip: '203.0.113.7', user_agent: 'sample' } },
  }
}
