import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Secret } from '../../src/core/secret.ts'
import type { IdentityEvent, ParsedEvent, ProviderReset } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readSingleHeader } from '../signatures/single-header.ts'
import {
  idHeader,
  readStandardSecrets,
  signStandard,
  STANDARD,
  verifyStandard,
} from '../signatures/standard-webhooks.ts'

const ID = 'standard-webhooks'

const User = Type.Object({
  id: RequiredText,
  email: OptionalText,
  name: OptionalText,
  locale: OptionalText,
})

const Envelope = Compile(Type.Object({ type: RequiredText, timestamp: Type.Optional(IsoTime) }))
const Created = Compile(
  Type.Object({
    data: Type.Object({
      user: User,
      self_registered: Type.Optional(Type.Boolean()),
      has_password: Type.Optional(Type.Boolean()),
    }),
  }),
)
const ResetRequested = Compile(
  Type.Object({
    data: Type.Object({
      user: User,
      requested_by_admin: Type.Optional(Type.Boolean()),
      reset: Type.Optional(
        Type.Object({
          url: Type.Optional(RequiredText),
          code: Type.Optional(RequiredText),
          expires_at: Type.Optional(IsoTime),
        }),
      ),
    }),
  }),
)

/**
 * Doorkey's own event format, signed by the Standard Webhooks specification: for any system that
 * can post JSON, and for providers that have no webhook of their own.
 *
 * To set it up: make a secret, `whsec_` and the base64 of 24 to 64 random bytes, give it to the
 * sender and to `secrets`, and post to `https://<your host>/webhooks/<source>`. Any Standard
 * Webhooks library signs it. While rotating, list both secrets here or sign with both there.
 *
 * - `type` and `data.user.id` are required; repeats are told by the header `webhook-id`.
 * - Origin: `data.self_registered: true` → self, otherwise invited.
 * - A `data.reset` with `url` or `code` is the sender's own and is delivered as it is.
 * - A reset with `data.requested_by_admin: true` is an admin's act: under `onReset: 'password'` it
 *   sets a password.
 * - All other types are ignored.
 *
 * Source: standard-webhooks/standard-webhooks at b2fa7b8, `spec/standard-webhooks.md`, read
 * 2026-11-23.
 */
export function standardWebhooks({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readStandardSecrets(ID, secrets))
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyStandard(ID, request, keys.get()),
    parse: (request) => [parse(request.body, readSingleHeader(ID, request, idHeader(STANDARD)))],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => {
        const message = { id: event.eventId, sentAt: event.occurredAt, body }
        return signStandard(ID, keys.get()[0], message)
      }),
  }
}

/** What the page about it says. */
export const guide: ProviderGuide = {
  name: 'Standard Webhooks',
  setup: [
    'Make a secret: `echo "whsec_$(openssl rand -base64 32)"`. Give it to the sender and to Doorkey.',
    'Post to `<url>` in the shape of the sample below, signed by any Standard Webhooks library. While rotating, list both secrets here or sign with both there.',
  ],
  config: "standardWebhooks({ secrets: [env('WEBHOOK_SECRET')] })",
  events: [
    { type: 'user.created', becomes: 'user.created' },
    {
      type: 'password.reset_requested',
      becomes: 'password.reset_requested',
      note: 'A `data.reset` with `url` or `code` is yours and is delivered as it is.',
    },
  ],
  reset: 'event',
  origin:
    '`data.self_registered: true` is self, all others are invited. A reset with `data.requested_by_admin: true` is an admin’s: only that one sets a password under `onReset: password`.',
  retries: "The sender's own; `webhook-id` must stay the same over them.",
  limits: ['`type` and `data.user.id` are required, and a time within five minutes of ours.'],
  testedAgainst: '`standardwebhooks` 1.1, three published vectors',
  sources: [
    'standard-webhooks/standard-webhooks at b2fa7b8, `spec/standard-webhooks.md`, 2026-11-23',
  ],
}

function parse(bytes: Buffer, dedupeKey: string): ParsedEvent {
  const body = readJson(ID, bytes)
  const { type, timestamp } = checkShape(ID, Envelope, body)
  const common = {
    providerType: type,
    dedupeKey,
    ...(timestamp !== undefined && { occurredAt: readIsoTime(ID, '/timestamp', timestamp) }),
  }
  if (type === 'user.created') {
    const { data } = checkShape(ID, Created, body)
    return {
      type,
      ...common,
      origin: data.self_registered === true ? 'self' : 'invited',
      hasPassword: data.has_password === true,
      user: identityUser(data.user.id, data.user),
    } satisfies IdentityEvent
  }
  if (type === 'password.reset_requested') {
    const { data } = checkShape(ID, ResetRequested, body)
    const reset = data.reset && readReset(data.reset)
    return {
      type,
      ...common,
      origin: data.requested_by_admin === true ? 'invited' : 'unknown',
      hasPassword: false,
      user: identityUser(data.user.id, data.user),
      ...(reset && { reset }),
    } satisfies IdentityEvent
  }
  return { type: 'ignored', providerType: type, dedupeKey }
}

/** `undefined` where there is neither a link nor a code: then there is nothing to deliver. */
function readReset(reset: {
  readonly url?: string
  readonly code?: string
  readonly expires_at?: string
}): ProviderReset | undefined {
  if (reset.url === undefined && reset.code === undefined) return undefined
  return {
    ...(reset.url !== undefined && { url: new Secret(reset.url) }),
    ...(reset.code !== undefined && { code: new Secret(reset.code) }),
    ...(reset.expires_at !== undefined && {
      expiresAt: readIsoTime(ID, '/data/reset/expires_at', reset.expires_at),
    }),
  }
}

function sampleBody(event: SampleEvent): unknown {
  const user = { id: event.userId, email: event.email, name: event.name, locale: event.locale }
  return {
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    data:
      event.type === 'user.created'
        ? { user, self_registered: false, has_password: false }
        : { user },
  }
}
