import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { parseRecords } from '../records.ts'
import { bodyDigest, EpochMs, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../signatures/hmac-body.ts'

const ID = 'descope'
const SCHEME: HmacBodyScheme = {
  header: 'x-descope-webhook-s256',
  algorithm: 'sha256',
  encoding: 'base64',
}
const EVENTS_MAX = 100
const CREATED = 'UserCreated'
/** Not Descope's: the action in the body that the guide has a flow post. */
const RESET = 'PasswordResetRequested'
/** A flow's body has no time, and a second request after this long is another one. */
const SAME_REQUEST_MS = 10 * 60_000

const Batch = Compile(Type.Array(Type.Unknown(), { maxItems: EVENTS_MAX }))
const Entry = Compile(Type.Object({ action: RequiredText }))
const User = Compile(
  Type.Object({
    userId: RequiredText,
    actorId: OptionalText,
    occurred: Type.Optional(EpochMs),
    loginIds: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
    email: OptionalText,
    name: OptionalText,
    locale: OptionalText,
  }),
)

export const guide: ProviderGuide = {
  name: 'Descope',
  setup: [
    'In the Descope console open *Connectors*, create an **Audit Webhook** with the base URL `<url>` and an ' +
      '*HMAC secret* that you make, such as by `openssl rand -hex 32`. Filter it to the action `UserCreated` ' +
      'and pick it under *Audit → Stream*.',
    '**Resets** (optional): create a **Generic HTTP** connector with the same URL and HMAC secret, and call it ' +
      'in your flow where a reset is asked for, by POST with the body `{"action": "PasswordResetRequested", ' +
      '"userId": "{{user.userId}}", "email": "{{user.email}}", "name": "{{user.name}}"}`.',
  ],
  config: "descope({ secrets: [env('DESCOPE_HMAC_SECRET')] })",
  events: [
    { type: CREATED, becomes: 'user.created', note: 'of a batch of up to 100 audit events' },
    {
      type: RESET,
      becomes: 'password.reset_requested',
      note: 'posted by your flow, in the shape above',
    },
    { type: 'UserModified', becomes: 'ignored', note: 'as is every other audit event' },
  ],
  reset: 'sender',
  origin:
    '`actorId`: the user’s own id → self, another one (a management key, an admin) → invited, none → unknown.',
  retries: 'not documented.',
  limits: [
    'The address is the first login id with an `@`: an audit event has no other.',
    '`UsersCreated`, of a batch made at once, names no users and is ignored: turn on `reconcile`.',
    'Audit events have no id: the same event is the same user, action and time.',
    'Descope signs the JSON text without a time. Where something rewrites the body, the log says so.',
  ],
  testedAgainst: 'vectors by openssl; Descope has no library that verifies',
  sources: [
    'docs.descope.com: audit webhook, generic HTTP connector, `connector-hmac-usage`, 2026-11-23',
    'Public receivers of its audit webhook, for the array, `actorId` and `occurred` in ms, 2026-11-23',
  ],
}

/**
 * Descope's audit webhook and HTTP connector, both signed by the base64 HMAC-SHA256 of the body.
 * Repeats are told by a digest of each event. Set-up, origin and limits: `guide`.
 */
export function descope({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readTextSecrets(ID, secrets))
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyHmacBody(ID, SCHEME, request, keys.get()),
    parse({ body, receivedAt }) {
      const value = readJson(ID, body)
      const entries = Array.isArray(value) ? checkShape(ID, Batch, value) : [value]
      return parseRecords(entries, {
        who: ID,
        parse: (entry) => parse(checkShape(ID, Entry, entry), receivedAt),
        idPointers: [],
        typePointers: ['/action'],
      })
    },
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => signHmacBody(SCHEME, body, keys.get()[0])),
  }
}

function parse(entry: { readonly action: string }, receivedAt: Date): ParsedEvent {
  const providerType = entry.action
  const text = JSON.stringify(entry)
  if (providerType !== CREATED && providerType !== RESET) {
    return { type: 'ignored', providerType, dedupeKey: bodyDigest(Buffer.from(text)) }
  }
  const { userId, actorId, occurred, loginIds, ...texts } = checkShape(ID, User, entry)
  const isReset = providerType === RESET
  const window = Math.floor(receivedAt.getTime() / SAME_REQUEST_MS)
  const isTimeless = isReset && occurred === undefined
  return {
    type: isReset ? 'password.reset_requested' : 'user.created',
    providerType,
    dedupeKey: bodyDigest(Buffer.from(isTimeless ? `${text} ${window}` : text)),
    ...(occurred !== undefined && { occurredAt: new Date(occurred) }),
    origin: isReset ? 'unknown' : originOf(userId, actorId),
    hasPassword: false,
    user: identityUser(userId, {
      ...texts,
      email: texts.email || loginIds?.find((loginId) => loginId.includes('@')),
    }),
  }
}

function originOf(userId: string, actorId: string | null | undefined): Origin {
  if (!actorId) return 'unknown'
  return actorId === userId ? 'self' : 'invited'
}

function sampleBody({ type, userId, email, name, locale, occurredAt, eventId }: SampleEvent) {
  if (type === 'password.reset_requested') return { action: RESET, userId, email, name, locale }
  const occurred = occurredAt.getTime()
  return [
    {
      projectId: 'P2x',
      userId,
      action: CREATED,
      occurred,
      occurred_formatted: occurredAt.toISOString(),
      actorId: 'K2x',
      remoteAddress: '203.0.113.7',
      loginIds: [email],
      tenants: null,
      data: { sample: eventId },
    },
  ]
}
