import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  readStandardSecrets,
  SVIX,
  signStandard,
  verifyStandard,
} from '../signatures/standard-webhooks.ts'

const ID = 'stytch'

const Envelope = Compile(
  Type.Object({
    event_id: RequiredText,
    source: RequiredText,
    object_type: RequiredText,
    action: RequiredText,
    timestamp: IsoTime,
  }),
)
const ConsumerCreated = Compile(
  Type.Object({
    user: Type.Object({
      user_id: RequiredText,
      emails: Type.Optional(
        Type.Union([Type.Array(Type.Object({ email: OptionalText })), Type.Null()]),
      ),
      name: Type.Optional(
        Type.Union([
          Type.Object({ first_name: OptionalText, last_name: OptionalText }),
          Type.Null(),
        ]),
      ),
      password: Type.Optional(Type.Unknown()),
    }),
  }),
)
const MemberCreated = Compile(
  Type.Object({
    member: Type.Object({
      member_id: RequiredText,
      email_address: OptionalText,
      name: OptionalText,
      status: OptionalText,
      member_password_id: OptionalText,
    }),
  }),
)

export const guide: ProviderGuide = {
  name: 'Stytch',
  setup: [
    'In the Stytch dashboard open *Webhooks*, add an endpoint with the URL `<url>`.',
    'Choose `direct.user.create`, `dashboard.user.create` and `scim.user.create`, or for B2B ' +
      'the same with `member`.',
    'Copy the endpoint’s signing secret, which begins with `whsec_`.',
  ],
  config: "stytch({ secrets: [env('STYTCH_WEBHOOK_SECRET')] })",
  events: [
    { type: 'dashboard.user.create', becomes: 'user.created' },
    { type: 'dashboard.member.create', becomes: 'user.created' },
    { type: 'scim.user.create', becomes: 'user.created' },
    { type: 'scim.member.create', becomes: 'user.created' },
    { type: 'direct.user.create', becomes: 'user.created', note: 'origin `unknown`' },
    {
      type: 'direct.member.create',
      becomes: 'user.created',
      note: 'origin `unknown`, unless the member is invited',
    },
  ],
  reset: 'none',
  origin:
    '`source`: `DASHBOARD` and `SCIM` → invited. `DIRECT` is any call of Stytch’s API, by a user who ' +
    'registers or by your backend: `unknown`, but a B2B member whose `status` is `invited` → invited.',
  retries:
    'by Svix: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h; disabled after 5 days of failure',
  limits: [
    'Stytch has no call that sets the password of an existing user: use it with a directory of your own.',
    'No event tells that a reset was requested, and events carry no locale.',
    'The type is not in the body; it is put together from `source`, `object_type` and `action`.',
  ],
  testedAgainst: 'svix 2.5, signing and verifying',
  sources: [
    'Stytch documentation and its Svix event catalogue, 2026-11-23',
    'docs.svix.com, retries, 2026-11-23',
  ],
}

/**
 * Stytch webhooks, consumer and B2B, sent through Svix. Repeats are told by the body's `event_id`.
 * Set-up, origin and limits: `guide`.
 */
export function stytch({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readStandardSecrets(ID, secrets, SVIX))
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyStandard(ID, request, keys.get(), SVIX),
    parse: (request) => [parse(request.body)],
    sampleTypes: ['user.created'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => {
        const message = { id: event.eventId, sentAt: event.occurredAt, body }
        return signStandard(ID, keys.get()[0], message, SVIX)
      }),
  }
}

function parse(bytes: Buffer): ParsedEvent {
  const body = readJson(ID, bytes)
  const envelope = checkShape(ID, Envelope, body)
  const source = envelope.source.toLowerCase()
  const kind = `${envelope.object_type}.${envelope.action}`.toLowerCase()
  const common = { providerType: `${source}.${kind}`, dedupeKey: envelope.event_id }
  const created = {
    type: 'user.created',
    ...common,
    occurredAt: readIsoTime(ID, '/timestamp', envelope.timestamp),
  } as const
  if (kind === 'user.create') {
    const { user } = checkShape(ID, ConsumerCreated, body)
    return {
      ...created,
      origin: originOf(source),
      hasPassword: (user.password ?? null) !== null,
      user: identityUser(user.user_id, {
        email: user.emails?.find(({ email }) => email)?.email,
        name: `${user.name?.first_name ?? ''} ${user.name?.last_name ?? ''}`,
      }),
    }
  }
  if (kind === 'member.create') {
    const { member } = checkShape(ID, MemberCreated, body)
    return {
      ...created,
      origin: member.status === 'invited' ? 'invited' : originOf(source),
      hasPassword: Boolean(member.member_password_id),
      user: identityUser(member.member_id, { email: member.email_address, name: member.name }),
    }
  }
  return { type: 'ignored', ...common }
}

function originOf(source: string): Origin {
  return source === 'dashboard' || source === 'scim' ? 'invited' : 'unknown'
}

function sampleBody(event: SampleEvent): unknown {
  const [firstName, ...lastNames] = event.name?.split(' ') ?? []
  return {
    action: 'CREATE',
    event_id: event.eventId,
    id: event.userId,
    object_type: 'user',
    project_id: 'project-test-sample',
    source: 'DASHBOARD',
    timestamp: event.occurredAt.toISOString(),
    vertical: 'CONSUMER',
    user: {
      user_id: event.userId,
      emails: [{ email_id: `email-${event.userId}`, email: event.email, verified: false }],
      name: { first_name: firstName ?? '', middle_name: '', last_name: lastNames.join(' ') },
      password: null,
    },
  }
}
