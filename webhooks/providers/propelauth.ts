import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type {
  Provider,
  ProviderGuide,
  SampleEvent,
  SignedRequest,
} from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readSingleHeader } from '../signatures/single-header.ts'
import {
  idHeader,
  readStandardSecrets,
  SVIX,
  signStandard,
  verifyStandard,
} from '../signatures/standard-webhooks.ts'

const ID = 'propelauth'

const Envelope = Compile(Type.Object({ event_type: RequiredText }))
const Created = Compile(
  Type.Object({
    user_id: RequiredText,
    email: OptionalText,
    first_name: OptionalText,
    last_name: OptionalText,
  }),
)

export const guide: ProviderGuide = {
  name: 'PropelAuth',
  setup: [
    'In the PropelAuth dashboard open *Integrations → Webhooks*, add an endpoint with the URL `<url>` ' +
      'for each environment.',
    'Choose the event `user.created`.',
    'Copy the endpoint’s signing secret, which begins with `whsec_`.',
  ],
  config: "propelauth({ secrets: [env('PROPELAUTH_WEBHOOK_SECRET')] })",
  events: [{ type: 'user.created', becomes: 'user.created' }],
  reset: 'none',
  origin:
    'PropelAuth does not say who made a user: always `unknown`. Set `issueTo` of the source to ' +
    '`everyone`, or to a function that decides.',
  retries:
    'by Svix: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h; disabled after 5 days of failure',
  limits: [
    'No event tells that a reset was requested.',
    'Events carry no locale and no time; the time of receipt counts.',
    'PropelAuth documents the field `event_type` only; `user_id` and `email` are as its users read ' +
      'them, and a name is taken from `first_name` and `last_name` where they are there.',
  ],
  testedAgainst: 'svix 2.5, signing and verifying',
  sources: [
    'docs.propelauth.com/integrations/webhooks, 2026-11-23',
    'a receiver in public use that verifies by Svix and reads `user_id`, `email` and `org_id`, 2026-11-23',
    'docs.svix.com, retries, 2026-11-23',
  ],
}

/**
 * PropelAuth webhooks, sent through Svix. Repeats are told by the header `svix-id`, since the body
 * has no id. Set-up, origin and limits: `guide`.
 */
export function propelauth({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readStandardSecrets(ID, secrets, SVIX))
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyStandard(ID, request, keys.get(), SVIX),
    parse: (request) => [parse(request)],
    sampleTypes: ['user.created'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => {
        const message = { id: event.eventId, sentAt: event.occurredAt, body }
        return signStandard(ID, keys.get()[0], message, SVIX)
      }),
  }
}

function parse(request: SignedRequest): ParsedEvent {
  const body = readJson(ID, request.body)
  const { event_type: providerType } = checkShape(ID, Envelope, body)
  const dedupeKey = readSingleHeader(ID, request, idHeader(SVIX))
  if (providerType !== 'user.created') return { type: 'ignored', providerType, dedupeKey }

  const user = checkShape(ID, Created, body)
  return {
    type: 'user.created',
    providerType,
    dedupeKey,
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(user.user_id, {
      email: user.email,
      name: `${user.first_name ?? ''} ${user.last_name ?? ''}`,
    }),
  }
}

function sampleBody(event: SampleEvent): unknown {
  const [firstName, ...lastNames] = event.name?.split(' ') ?? []
  return {
    event_type: 'user.created',
    user_id: event.userId,
    email: event.email,
    first_name: firstName ?? null,
    last_name: lastNames.join(' ') || null,
  }
}
