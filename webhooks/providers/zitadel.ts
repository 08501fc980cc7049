import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type {
  Provider,
  ProviderGuide,
  SampleEvent,
  SignedRequest,
} from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { jwtOf, readClaims } from '../jwt-claims.ts'
import { identityUser } from '../parsed-event.ts'
import { bodyDigest, IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { readTextSecrets } from '../signatures/hmac-body.ts'
import { refuseSessionToken, signJwt, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { keyedDigest } from '../signatures/keyed-digest.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'
import { signTimedHmac, type TimedHmacScheme, verifyTimedHmac } from '../signatures/timed-hmac.ts'

const ID = 'zitadel'

const SIGNATURE: TimedHmacScheme = {
  header: 'zitadel-signature',
  unit: 'seconds',
  toleranceSeconds: 300,
}
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const CREATED = 'user.human.added'
const REGISTERED = 'user.human.selfregistered'
const RESET_REQUESTED = 'user.human.password.code.added'

const Event = Compile(
  Type.Object({
    aggregateID: RequiredText,
    instanceID: RequiredText,
    sequence: Type.Integer({ minimum: 0 }),
    event_type: RequiredText,
    created_at: IsoTime,
    userID: OptionalText,
    event_payload: Type.Optional(Type.Unknown()),
  }),
)
const Human = Compile(
  Type.Object({
    email: OptionalText,
    displayName: OptionalText,
    firstName: OptionalText,
    lastName: OptionalText,
    preferredLanguage: OptionalText,
    secret: Type.Optional(Type.Unknown()),
    encodedHash: OptionalText,
  }),
)
const MailContext = Type.Object({ eventType: RequiredText, recipientEmailAddress: RequiredText })
const Mail = Compile(Type.Object({ contextInfo: MailContext }))
const ResetMail = Compile(
  Type.Object({
    templateData: Type.Object({ url: OptionalText }),
    args: Type.Object({ code: OptionalText, displayName: OptionalText }),
  }),
)

export const guide: ProviderGuide = {
  name: 'ZITADEL',
  setup: [
    'Create a target (`POST /v2/actions/targets`, or *Actions → Targets* in the console) of the kind webhook ' +
      'with the endpoint `<url>`, and keep the `signingKey` of the answer.',
    'Add executions for the events `user.human.added` and `user.human.selfregistered` with that target.',
    'List in `loginClients` the user ids of whatever registers users for themselves, above all that of the ' +
      'login UI’s service user (Login V2); where nobody can register alone, `[]`.',
    'For requested resets, either an execution for `user.human.password.code.added`, or the *HTTP email ' +
      'provider* (`POST /admin/v1/email/http`, then activate it) with the endpoint `<url>`: list its signing ' +
      'key as well. Not both, or users get two mails.',
    'Payload type `JWT`: give `issuer` in place of `secrets`; there is then no secret to keep.',
  ],
  config:
    "zitadel({ secrets: [env('ZITADEL_SIGNING_KEY')], loginClients: [] })\n" +
    "// payload type JWT: zitadel({ issuer: 'https://acme.zitadel.cloud', loginClients: [] })",
  events: [
    { type: CREATED, becomes: 'user.created' },
    { type: REGISTERED, becomes: 'user.created', note: 'origin `self`' },
    {
      type: RESET_REQUESTED,
      becomes: 'password.reset_requested',
      note: 'an event has neither address nor code; a mail has both, and Doorkey delivers its link and code',
    },
    { type: 'user.human.initialization.code.added', becomes: 'ignored', note: 'a mail' },
  ],
  reset: 'event',
  origin:
    '`user.human.selfregistered` → self. `user.human.added` → invited, unless one of `loginClients` made the ' +
    'user: Login V2 registers users by the API, as an admin does. A user who comes with a password has one.',
  retries: 'none: a failed call is given up. Turn on `reconcile`.',
  limits: [
    'The HTTP email provider takes over **all** mails of ZITADEL, with 5 s for each. Doorkey sends those for a ' +
      'reset only; verification codes and others are not sent.',
    'The reset event has no address. Where the directory does not know it either, it ends `no_address`.',
    'With payload type `JWT` nothing expires: an old event is told by instance, aggregate and sequence. ' +
      'Payload type `JWE` is not understood.',
    'With `issuer`, samples need a key of yours as `sampleKey` (RSA, PEM). Whoever has it can post as ' +
      'ZITADEL: leave it out in production.',
  ],
  testedAgainst: 'stripe 23.1, whose header is the same, and jose 6.2, both signing and verifying',
  sources: [
    'zitadel/zitadel, `pkg/actions/signing.go`, `internal/execution`, `internal/repository/user`, 2026-11-23',
    'zitadel.com/docs, Actions V2 and *Verify payload integrity*, 2026-11-23',
    'zitadel/zitadel #12613, on how Login V2 registers users, 2026-11-23',
  ],
}

interface CommonSettings {
  /** User ids that register users on these users' own behalf. */
  readonly loginClients: readonly string[]
}

interface JwtSettings {
  /** The instance's address. */
  readonly issuer: string
  /** Where its web keys are. Default `<issuer>/oauth/v2/keys`. */
  readonly keySetUrl?: string
  /** A private RSA key (PKCS #8 as PEM) that signs samples; it is believed as ZITADEL's are. */
  readonly sampleKey?: Secret
}

/**
 * ZITADEL's event executions (Actions V2) and its HTTP email provider, told apart by their shape. By
 * `secrets`: `t=<s>,v1=<hex>`. By `issuer`: the body is a JWT by the instance's web keys, as
 * `application/json` and without any claim of its own. Repeats are told by instance, aggregate and
 * sequence, of mails by a digest. Set-up, origin and limits: `guide`.
 */
export function zitadel(
  settings: CommonSettings & ({ readonly secrets: readonly Secret[] } | JwtSettings),
): Provider {
  const checked = checkSettings(() =>
    'secrets' in settings ? hmacScheme(settings.secrets) : jwtScheme(settings),
  )
  return {
    id: ID,
    faults: checked.faults,
    verify: (request) => checked.get().verify(request),
    parse: ({ body }) => [parse(body, checked.get(), settings.loginClients)],
    sampleTypes: sampleTypesOf(settings),
    async sample(event) {
      const payload = event.type === 'user.created' ? sampleEvent(event) : sampleMail(event)
      const { headers, body } = await checked.get().sign(payload, event.occurredAt)
      return { headers: { 'content-type': 'application/json', ...headers }, body }
    },
  }
}

/** Mails are always signed by a secret, and a reset event would have no address. */
function sampleTypesOf(settings: object): readonly SampleEvent['type'][] {
  if ('secrets' in settings) return ['user.created', 'password.reset_requested']
  return 'sampleKey' in settings ? ['user.created'] : []
}

interface Scheme {
  verify(request: SignedRequest): void | Promise<void>
  read(body: Buffer): unknown
  /** Of a mail, which has no id; its code must not be guessed from it. */
  digest(body: Buffer): string
  sign(
    payload: Record<string, unknown>,
    at: Date,
  ): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }>
}

function hmacScheme(secrets: readonly Secret[]): Scheme {
  const keys = readTextSecrets(ID, secrets)
  return {
    verify: (request) => verifyTimedHmac(ID, SIGNATURE, request, keys),
    read: (body) => readJson(ID, body),
    digest: (body) => keyedDigest(keys[0], body.toString('latin1')),
    async sign(payload, at) {
      const body = Buffer.from(JSON.stringify(payload))
      return { headers: signTimedHmac(SIGNATURE, body, keys[0], at), body }
    },
  }
}

function jwtScheme(settings: JwtSettings): Scheme {
  const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
  const keys = jwksKeys(ID, settings.keySetUrl ?? `${settings.issuer}/oauth/v2/keys`, { sampleKey })
  const rules = { keys, algorithms: ALGORITHMS, mustExpire: false }
  return {
    async verify(request) {
      const token = jwtOf(request.body)
      refuseSessionToken(ID, await verifyJwt(ID, token, rules, request.receivedAt))
    },
    read: (body) => readClaims(ID, jwtOf(body)),
    // It covers the signature, which nobody else can make.
    digest: bodyDigest,
    async sign(payload) {
      const token = await signJwt(payload, needSampleKey(ID, sampleKey))
      return { headers: {}, body: Buffer.from(token) }
    },
  }
}

function parse(bytes: Buffer, scheme: Scheme, loginClients: readonly string[]): ParsedEvent {
  const body = scheme.read(bytes)
  if (Mail.Check(body)) return parseMail(body, scheme.digest(bytes))

  const event = checkShape(ID, Event, body)
  const common = {
    providerType: event.event_type,
    dedupeKey: `${event.instanceID}:${event.aggregateID}:${event.sequence}`,
    occurredAt: readIsoTime(ID, '/created_at', event.created_at),
  }
  if (event.event_type === CREATED || event.event_type === REGISTERED) {
    const human = checkShape(`${ID} payload`, Human, readPayload(event.event_payload))
    const isSelf = event.event_type === REGISTERED || loginClients.includes(event.userID ?? '')
    return {
      type: 'user.created',
      ...common,
      origin: isSelf ? 'self' : 'invited',
      hasPassword: Boolean(human.encodedHash) || (human.secret ?? null) !== null,
      user: identityUser(event.aggregateID, {
        email: human.email,
        name: human.displayName || `${human.firstName ?? ''} ${human.lastName ?? ''}`,
        locale: human.preferredLanguage === 'und' ? undefined : human.preferredLanguage,
      }),
    }
  }
  if (event.event_type === RESET_REQUESTED) {
    const about = {
      origin: 'unknown',
      hasPassword: false,
      user: { id: event.aggregateID },
    } as const
    return { type: 'password.reset_requested', ...common, ...about }
  }
  const { providerType, dedupeKey } = common
  return { type: 'ignored', providerType, dedupeKey }
}

/** Base64 of JSON, as Go writes bytes, or in newer versions the JSON itself. */
function readPayload(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload
  return readJson(ID, Buffer.from(payload, 'base64'))
}

function parseMail(
  mail: { readonly contextInfo: Static<typeof MailContext> },
  dedupeKey: string,
): ParsedEvent {
  const { eventType: providerType, recipientEmailAddress: email } = mail.contextInfo
  const common = { providerType, dedupeKey }
  if (providerType !== RESET_REQUESTED) return { type: 'ignored', ...common }

  const { templateData, args } = checkShape(ID, ResetMail, mail)
  const url = URL.parse(templateData.url ?? '')
  const reset = {
    ...(url && templateData.url && { url: new Secret(templateData.url) }),
    ...(args.code && { code: new Secret(args.code) }),
  }
  return {
    type: 'password.reset_requested',
    ...common,
    origin: 'unknown',
    hasPassword: false,
    // The id stands in the link only; where there is none, the address stands for it.
    user: identityUser(url?.searchParams.get('userID') || email, { email, name: args.displayName }),
    ...(Object.keys(reset).length > 0 && { reset }),
  }
}

function sampleEvent(event: SampleEvent) {
  const { email, name: displayName, locale: preferredLanguage = 'und' } = event
  const human = { userName: email, displayName, preferredLanguage, email }
  return {
    aggregateID: event.userId,
    aggregateType: 'user',
    resourceOwner: 'sample-organization',
    // Unlike ZITADEL's, so that each sample is an event of its own.
    instanceID: event.eventId,
    version: 'v2',
    sequence: 1,
    event_type: CREATED,
    created_at: event.occurredAt.toISOString(),
    userID: 'sample-admin',
    event_payload: Buffer.from(JSON.stringify(human)).toString('base64'),
  }
}

function sampleMail({ eventId, userId, email, name }: SampleEvent) {
  const query = new URLSearchParams({ userID: userId, code: 'ABC123', orgID: eventId })
  return {
    contextInfo: { eventType: RESET_REQUESTED, recipientEmailAddress: email },
    templateData: { url: `https://zitadel.test/ui/login/password/init?${query.toString()}` },
    args: { code: 'ABC123', displayName: name, preferredLoginName: email, lastEmail: email },
  }
}
