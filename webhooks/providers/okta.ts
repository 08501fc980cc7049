import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type {
  HandshakeAnswer,
  Provider,
  ProviderGuide,
  SampleEvent,
  SignedRequest,
} from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { parseRecords } from '../records.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readSingleHeader } from '../signatures/single-header.ts'
import {
  readTokens,
  signStaticToken,
  type StaticTokenScheme,
  verifyStaticToken,
} from '../signatures/static-token.ts'

const ID = 'okta'
const HEADER = 'authorization'
const CHALLENGE_HEADER = 'x-okta-verification-challenge'
const CHALLENGE = /^[!-~]{1,1024}$/
const ADDRESS = /^\S+@\S+$/
const EVENTS_MAX = 500
/** What Okta writes for an id or a login that it does not know. */
const UNKNOWN = 'unknown'

/** Okta's names of what is acted on. */
const TYPES = {
  'user.lifecycle.create': 'user.created',
  'user.account.reset_password': 'password.reset_requested',
} as const

const Party = Type.Object({
  id: OptionalText,
  type: OptionalText,
  alternateId: OptionalText,
  displayName: OptionalText,
})
const Hook = Compile(
  Type.Object({
    data: Type.Object({ events: Type.Array(Type.Unknown(), { maxItems: EVENTS_MAX }) }),
  }),
)
const LogEvent = Compile(
  Type.Object({
    uuid: RequiredText,
    eventType: RequiredText,
    published: Type.Optional(IsoTime),
    actor: Type.Optional(Type.Union([Party, Type.Null()])),
    outcome: Type.Optional(Type.Union([Type.Object({ result: OptionalText }), Type.Null()])),
    target: Type.Optional(Type.Union([Type.Array(Party), Type.Null()])),
  }),
)

interface Settings {
  /** The *Authentication secret*, exactly as typed at Okta. */
  readonly secrets: readonly Secret[]
  /** The *Authentication field* at Okta. Default `Authorization`. */
  readonly header?: string
}

/**
 * Okta's event hooks.
 *
 * - A static secret in a header of your choice proves the sender; nothing proves the body.
 * - A GET with `x-okta-verification-challenge` checks the URL once and is answered with the same
 *   value. Okta does not say that it carries the secret, so none is asked for: it reads nothing.
 * - One post carries several events; repeats are told by each `uuid`.
 * - Origin: another user than the one created → invited, the same id or login → self, the
 *   system or nobody known → unknown.
 *
 * Sources: okta/okta-developer-docs at 468de9c, event catalogue 2026.08.1, read 2026-11-23.
 */
export function okta({ secrets, header = HEADER }: Settings): Provider {
  const scheme: StaticTokenScheme = { header: header.toLowerCase() }
  const tokens = checkSettings(() => readTokens(ID, secrets))
  return {
    id: ID,
    faults: tokens.faults,
    methods: ['GET', 'POST'],
    successStatus: 204,
    handshake,
    verify: (request) => verifyStaticToken(ID, scheme, request, tokens.get()),
    parse: (request) => {
      const { data } = checkShape(ID, Hook, readJson(ID, request.body))
      return parseRecords(data.events, {
        who: ID,
        parse: (event) => parseEvent(checkShape(ID, LogEvent, event)),
        idPointers: ['/uuid'],
        typePointers: ['/eventType'],
      })
    },
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), () => signStaticToken(scheme, tokens.get()[0])),
  }
}

/** What the page about it says. */
export const guide: ProviderGuide = {
  name: 'Okta',
  setup: [
    'Make a secret of 16 characters or more: `openssl rand -base64 32`.',
    'In the Admin Console open *Workflow → Event Hooks* and create a hook with the URL `<url>`, the authentication field `Authorization` and the secret.',
    'Subscribe to *Create Okta user* (`user.lifecycle.create`) and *Reset user password* (`user.account.reset_password`).',
    'Start Doorkey, then press *Verify*: Okta checks the URL once by a GET, which Doorkey answers.',
  ],
  config: "okta({ secrets: [env('OKTA_HOOK_SECRET')] })",
  events: [
    { type: 'user.lifecycle.create', becomes: 'user.created' },
    { type: 'user.account.reset_password', becomes: 'password.reset_requested' },
    {
      type: 'user.account.update_password',
      becomes: 'ignored',
      note: 'A password was changed: our own change may cause it.',
    },
  ],
  reset: 'event',
  origin:
    '`actor`: a user other than the one created is invited, the same user, by id or login, is self, the system, applications and an actor `unknown` are unknown. A reset by another user is an admin’s, and under `onReset: password` it sets a password.',
  retries: 'One retry at most after a time-out of 3 s or a 5xx, none after a 4xx.',
  limits: [
    'Okta signs nothing: the secret proves the sender, TLS alone protects the body.',
    'Events may come an hour late, twice and out of order.',
    'The address is taken from the login (`alternateId`); a login that is no address gives none.',
    'Users of self-service registration whose actor is the system, and imported ones, are of unknown origin.',
    'Only events with `outcome.result` `SUCCESS` are acted on.',
    'The events carry no language.',
  ],
  testedAgainst: 'the shapes in the vendor documentation; there is no library that verifies',
  sources: ['okta/okta-developer-docs at 468de9c, event catalogue 2026.08.1, 2026-11-23'],
}

function handshake(request: SignedRequest): HandshakeAnswer | undefined {
  if (request.method !== 'GET') return undefined
  const verification = readSingleHeader(ID, request, CHALLENGE_HEADER)
  if (!CHALLENGE.test(verification)) {
    throw new AppError(
      'SIGNATURE_MALFORMED',
      `${ID}: expected up to 1,024 visible characters in ${CHALLENGE_HEADER}, got others`,
    )
  }
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ verification }),
  }
}

interface PartyFacts {
  readonly id?: string | null
  readonly type?: string | null
  readonly alternateId?: string | null
  readonly displayName?: string | null
}

function parseEvent(event: {
  readonly uuid: string
  readonly eventType: string
  readonly published?: string
  readonly actor?: PartyFacts | null
  readonly outcome?: { readonly result?: string | null } | null
  readonly target?: readonly PartyFacts[] | null
}): ParsedEvent {
  const { uuid: dedupeKey, eventType: providerType, published } = event
  const type = isActedOn(providerType) ? TYPES[providerType] : undefined
  const user = event.target?.find((party) => party.type === 'User')
  if (!type || !user?.id || event.outcome?.result !== 'SUCCESS') {
    return { type: 'ignored', providerType, dedupeKey }
  }
  return {
    type,
    providerType,
    dedupeKey,
    ...(published !== undefined && { occurredAt: readIsoTime(ID, '/published', published) }),
    origin: originOf(event.actor, user),
    hasPassword: false,
    user: identityUser(user.id, {
      email: ADDRESS.test(user.alternateId ?? '') ? user.alternateId : undefined,
      name: user.displayName,
    }),
  }
}

function isActedOn(type: string): type is keyof typeof TYPES {
  return Object.hasOwn(TYPES, type)
}

function originOf(actor: PartyFacts | null | undefined, user: PartyFacts): Origin {
  if (actor?.type !== 'User' || !actor.id || actor.id === UNKNOWN) return 'unknown'
  const isSelf = actor.id === user.id || isSameLogin(actor.alternateId, user.alternateId)
  return isSelf ? 'self' : 'invited'
}

function isSameLogin(one: PartyFacts['alternateId'], other: PartyFacts['alternateId']): boolean {
  return Boolean(one) && one !== UNKNOWN && one === other
}

function sampleBody(event: SampleEvent): unknown {
  const at = event.occurredAt.toISOString()
  const isCreated = event.type === 'user.created'
  const user = {
    id: event.userId,
    type: 'User',
    alternateId: event.email,
    displayName: event.name ?? event.email,
  }
  const admin = {
    id: '00uadmin',
    type: 'User',
    alternateId: 'admin@example.com',
    displayName: 'Admin',
  }
  return {
    eventType: 'com.okta.event_hook',
    eventTypeVersion: '1.0',
    cloudEventsVersion: '0.1',
    source: 'https://sample.okta.com/api/v1/eventHooks/whosample',
    eventId: event.eventId,
    eventTime: at,
    contentType: 'application/json',
    data: {
      events: [
        {
          uuid: event.eventId,
          published: at,
          eventType: isCreated ? 'user.lifecycle.create' : 'user.account.reset_password',
          version: '0',
          actor: isCreated ? admin : user,
          outcome: { result: 'SUCCESS' },
          target: [user],
        },
      ],
    },
  }
}
