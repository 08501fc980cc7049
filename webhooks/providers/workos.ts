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
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readTextSecrets } from '../signatures/hmac-body.ts'
import { signTimedHmac, type TimedHmacScheme, verifyTimedHmac } from '../signatures/timed-hmac.ts'

const ID = 'workos'

const SIGNATURE = {
  header: 'workos-signature',
  unit: 'milliseconds',
  toleranceSeconds: 180,
  separator: ', ',
} as const satisfies TimedHmacScheme

const Envelope = Compile(
  Type.Object({ id: RequiredText, event: RequiredText, created_at: IsoTime }),
)
const Created = Compile(
  Type.Object({
    data: Type.Object({
      id: RequiredText,
      email: OptionalText,
      first_name: OptionalText,
      last_name: OptionalText,
      locale: OptionalText,
    }),
  }),
)
const ResetRequested = Compile(
  Type.Object({ data: Type.Object({ user_id: RequiredText, email: OptionalText }) }),
)

export const guide: ProviderGuide = {
  name: 'WorkOS',
  setup: [
    'In the WorkOS dashboard open *Webhooks*, choose *Create webhook* and enter `<url>`.',
    'Choose the events `user.created` and `password_reset.created`, and no others.',
    'Copy the *signing secret*; it is used as it stands.',
    'So that users do not get two mails, switch off WorkOS’s own mail for password resets.',
  ],
  config: "workos({ secrets: [env('WORKOS_WEBHOOK_SECRET')] })",
  events: [
    { type: 'user.created', becomes: 'user.created' },
    {
      type: 'password_reset.created',
      becomes: 'password.reset_requested',
      note: 'WorkOS leaves its token out, so Doorkey makes a link or code of its own',
    },
    {
      type: 'password_reset.succeeded',
      becomes: 'ignored',
      note: 'the reset is over; our own password change causes it, too',
    },
  ],
  reset: 'event',
  origin:
    'WorkOS does not say who made a user: always `unknown`. Set `issueTo` of the source to ' +
    '`everyone`, or to a function that decides.',
  retries: 'up to 6 times with back-off, over 3 days',
  limits: [
    'Signatures are valid for 3 minutes, both ways; the signing clock is in milliseconds.',
    'WorkOS’s emulator (`workos/emulate`) signs in seconds, which WorkOS’s SDK and Doorkey refuse.',
    'One signature is sent, so while a secret is rotated list the old and the new one.',
  ],
  testedAgainst: '@workos-inc/node 11.0, signing and verifying',
  sources: [
    'workos/workos-node at fd885bc, 2026-11-23',
    'WorkOS documentation as of @workos/mcp-docs-server 0.2.0, 2026-11-23',
  ],
}

/**
 * WorkOS (AuthKit) webhooks: `t=<ms>, v1=<hex>`, an HMAC-SHA256 of `<ms>.<body>`. Repeats are told
 * by the body's `id`; WorkOS wants exactly 200. Set-up, origin and limits: `guide`.
 */
export function workos({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readTextSecrets(ID, secrets))
  return {
    id: ID,
    faults: keys.faults,
    successStatus: 200,
    verify: (request) => verifyTimedHmac(ID, SIGNATURE, request, keys.get()),
    parse: (request) => [parse(request)],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) =>
        signTimedHmac(SIGNATURE, body, keys.get()[0], event.occurredAt),
      ),
  }
}

function parse(request: SignedRequest): ParsedEvent {
  const body = readJson(ID, request.body)
  const { id, event, created_at } = checkShape(ID, Envelope, body)
  const common = {
    providerType: event,
    dedupeKey: id,
    occurredAt: readIsoTime(ID, '/created_at', created_at),
    origin: 'unknown',
    hasPassword: false,
  } as const
  if (event === 'user.created') {
    const { data } = checkShape(ID, Created, body)
    return {
      type: 'user.created',
      ...common,
      user: identityUser(data.id, {
        email: data.email,
        name: `${data.first_name ?? ''} ${data.last_name ?? ''}`,
        locale: data.locale,
      }),
    }
  }
  if (event === 'password_reset.created') {
    const { data } = checkShape(ID, ResetRequested, body)
    return {
      type: 'password.reset_requested',
      ...common,
      user: identityUser(data.user_id, { email: data.email }),
    }
  }
  return { type: 'ignored', providerType: event, dedupeKey: id }
}

function sampleBody(event: SampleEvent): unknown {
  const at = event.occurredAt.toISOString()
  const isCreated = event.type === 'user.created'
  const [firstName, ...lastNames] = event.name?.split(' ') ?? []
  return {
    id: event.eventId,
    event: isCreated ? 'user.created' : 'password_reset.created',
    created_at: at,
    data: isCreated
      ? {
          object: 'user',
          id: event.userId,
          email: event.email,
          first_name: firstName ?? null,
          last_name: lastNames.join(' ') || null,
          email_verified: false,
          locale: event.locale ?? null,
          metadata: {},
          created_at: at,
          updated_at: at,
        }
      : {
          object: 'password_reset',
          id: `password_reset_${event.eventId}`,
          user_id: event.userId,
          email: event.email,
          expires_at: new Date(event.occurredAt.getTime() + 3_600_000).toISOString(),
          created_at: at,
        },
  }
}
