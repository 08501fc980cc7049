import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { bodyDigest, IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readTextSecrets } from '../signatures/hmac-body.ts'
import { signJwt, verifyJwt } from '../signatures/jwt.ts'
import { secretKeys } from '../signatures/key-sets.ts'
import { readSingleHeader } from '../signatures/single-header.ts'

const ID = 'frontegg'
const TOKEN_HEADER = 'x-webhook-secret'
const LIFE_SECONDS = 300
/** A body has neither an id nor a time, and a second request after this long is another one. */
const SAME_REQUEST_MS = 10 * 60_000

const RESET = 'frontegg.user.forgotPassword'
const CREATED: ReadonlyMap<string, 'self' | 'unknown'> = new Map([
  ['frontegg.user.created', 'unknown'],
  ['frontegg.user.signedUp', 'self'],
])

const Envelope = Compile(Type.Object({ eventKey: RequiredText }))
const About = Compile(
  Type.Object({
    user: Type.Object({
      id: RequiredText,
      email: OptionalText,
      name: OptionalText,
      createdAt: Type.Optional(Type.Union([IsoTime, Type.Null()])),
    }),
  }),
)

export const guide: ProviderGuide = {
  name: 'Frontegg',
  setup: [
    'In the Frontegg portal open *[Environment] → Configurations → Hooks*, connect a *Webhook* with the URL ' +
      '`<url>` and the events `frontegg.user.created`, `frontegg.user.signedUp` and, if Doorkey mails the ' +
      'resets, `frontegg.user.forgotPassword`. Leave the payload as it is.',
    'Copy the webhook’s secret; it is used as it stands.',
    'Frontegg has no call that sets a user’s password in plain: use the directory `builtin` or `http`.',
  ],
  config: "frontegg({ secrets: [env('FRONTEGG_WEBHOOK_SECRET')] })",
  events: [
    { type: 'frontegg.user.created', becomes: 'user.created', note: 'origin `unknown`' },
    { type: 'frontegg.user.signedUp', becomes: 'user.created', note: 'origin `self`' },
    { type: RESET, becomes: 'password.reset_requested', note: 'names the user; has no link' },
    {
      type: 'frontegg.user.invitedToTenant',
      becomes: 'ignored',
      note: 'also sent for users who have long had an account',
    },
    { type: 'frontegg.user.changedPassword', becomes: 'ignored', note: 'the reset is over' },
  ],
  reset: 'event',
  origin:
    '`signedUp` → self. `created` does not say, so it is `unknown`: set `issueTo` to act on it.',
  retries: 'not documented.',
  limits: [
    'The token in the header proves that Frontegg calls and lives five minutes; it does not cover the body.',
    'Nothing in the body has an id: the same body is the same event, for a reset within ten minutes.',
    'The payload can be edited in the portal; without `user.id` it is refused. There is no locale.',
    'Of `forgotPassword` Frontegg documents the name only; a body of another shape is refused, and logged.',
    'Passwords cannot be set at Frontegg, so users cannot log in there with what Doorkey issues.',
  ],
  testedAgainst: '`jose` 6.2; the claims of a token that Frontegg sent',
  sources: [
    'developers.frontegg.com, webhooks, 2026-11-23',
    'frontegg/terraform-provider-frontegg before be7cc96: the list of event names, 2026-11-23',
    'A public recording of a request of Frontegg’s: the claims `iat` and `exp`, 300 s apart, 2026-11-23',
  ],
}

/**
 * Frontegg's webhooks: an HS256 token in a header proves the caller. Repeats are told by a digest of
 * the body. Set-up, origin and limits: `guide`.
 */
export function frontegg({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readTextSecrets(ID, secrets))
  return {
    id: ID,
    faults: keys.faults,
    successStatus: 200,
    async verify(request) {
      const token = readSingleHeader(ID, request, TOKEN_HEADER)
      const rules = { keys: secretKeys(keys.get()), algorithms: ['HS256'], mustExpire: true }
      await verifyJwt(ID, token, rules, request.receivedAt)
    },
    parse: ({ body, receivedAt }) => [parse(body, receivedAt)],
    sampleTypes: ['user.created', 'password.reset_requested'],
    async sample(event) {
      const iat = Math.floor(event.occurredAt.getTime() / 1_000)
      const token = await signJwt({ iat, exp: iat + LIFE_SECONDS }, keys.get()[0])
      return signedSample(sampleBody(event), () => ({ [TOKEN_HEADER]: token }))
    },
  }
}

function parse(bytes: Buffer, receivedAt: Date): ParsedEvent {
  const body = readJson(ID, bytes)
  const { eventKey: providerType } = checkShape(ID, Envelope, body)
  const origin = CREATED.get(providerType)
  const isReset = providerType === RESET
  if (origin === undefined && !isReset) {
    return { type: 'ignored', providerType, dedupeKey: bodyDigest(bytes) }
  }
  const { id, createdAt, ...texts } = checkShape(ID, About, body).user
  const user = identityUser(id, texts)
  if (isReset) {
    const window = Math.floor(receivedAt.getTime() / SAME_REQUEST_MS)
    const dedupeKey = bodyDigest(Buffer.concat([bytes, Buffer.from(` ${window}`)]))
    const type = 'password.reset_requested'
    return { type, providerType, dedupeKey, origin: 'unknown', hasPassword: false, user }
  }
  return {
    type: 'user.created',
    providerType,
    dedupeKey: bodyDigest(bytes),
    ...(createdAt && { occurredAt: readIsoTime(ID, '/user/createdAt', createdAt) }),
    origin: origin ?? 'unknown',
    hasPassword: false,
    user,
  }
}

function sampleBody({ type, userId, email, name, occurredAt, eventId }: SampleEvent) {
  return {
    eventKey: type === 'user.created' ? 'frontegg.user.created' : RESET,
    eventContext: { vendorId: 'v1', tenantId: eventId, userId },
    user: {
      id: userId,
      sub: userId,
      email,
      name,
      verified: false,
      mfaEnrolled: false,
      roles: [],
      permissions: [],
      provider: 'local',
      tenantId: eventId,
      tenantIds: [eventId],
      metadata: '{}',
      createdAt: occurredAt.toISOString(),
      lastLogin: null,
    },
  }
}
