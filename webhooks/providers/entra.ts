import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
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
import { identityUser } from '../parsed-event.ts'
import { bodyDigest, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { readBearerToken } from '../signatures/bearer-token.ts'
import { type JwtRules, signJwt, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'

const ID = 'entra'
/** Microsoft's service that calls custom authentication extensions, in every tenant. */
const CALLER = '99045fe1-7639-4a75-9d4a-577b6ca3810f'
const TYPE = 'microsoft.graph.authenticationEvent.emailOtpSend'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const REQUEST_TYPE = /^[A-Za-z]{1,40}$/
/** Codes for something else; in a mail about a new password they would be a lie. */
const OTHER_TYPES = /^sign(?:up|in)$/i
const LIFE_SECONDS = 3_600

/** Entra wants exactly this, or the user sees an error. */
const ANSWER = {
  data: {
    '@odata.type': 'microsoft.graph.OnOtpSendResponseData',
    actions: [{ '@odata.type': 'microsoft.graph.OtpSend.continueWithDefaultBehavior' }],
  },
}

const Envelope = Compile(
  Type.Object({
    type: RequiredText,
    data: Type.Object({ authenticationContext: Type.Object({ correlationId: RequiredText }) }),
  }),
)
const OtpSend = Compile(
  Type.Object({
    data: Type.Object({
      // Microsoft's reference spells it oneTimeCode, its sample functions onetimecode.
      otpContext: Type.Object({
        identifier: RequiredText,
        oneTimeCode: OptionalText,
        onetimecode: OptionalText,
      }),
      authenticationContext: Type.Object({
        requestType: OptionalText,
        client: Type.Optional(Type.Object({ locale: OptionalText })),
      }),
    }),
  }),
)

export const guide: ProviderGuide = {
  name: 'Microsoft Entra External ID',
  setup: [
    'In the Entra admin center open *Enterprise applications → Custom authentication extensions*, create one ' +
      'of the type **EmailOtpSend** with the target URL `<url>` and a new app registration, and grant admin ' +
      'consent to it. Its application id is the `appId` below.',
    'Let Entra send the codes that Doorkey refuses: set `behaviorOnError` of the listener to ' +
      '`#microsoft.graph.fallbackToMicrosoftProviderOnError`, by `PATCH /beta/identity/' +
      'authenticationEventListeners/{id}`. Without it sign-ups by code fail.',
    'Ask for a reset in your tenant once. The log names the `requestType` that Entra sent; put it into ' +
      '`resetTypes`. Microsoft documents `signUp` only.',
  ],
  config:
    "entra({ tenantId: '<tenant id>', appId: '<application id>', resetTypes: ['<requestType>'] })",
  events: [
    {
      type: TYPE,
      becomes: 'password.reset_requested',
      note: 'for the `requestType`s in `resetTypes`; carries Entra’s own code. Others are answered 400',
    },
  ],
  reset: 'mail',
  origin: 'No event tells of a created user: turn on `reconcile`, or create users through Doorkey.',
  retries:
    'not documented. Entra waits about 2 s, then falls back to its own mail where that is set.',
  limits: [
    'There is no event for a created user: the hooks of a sign-up run before the user exists, and Microsoft ' +
      'Graph announces a created user as `updated`, without an address.',
    'The token proves that Entra calls; it does not cover the body.',
    'Every code that Doorkey delivers is called one to set a new password. List `none` only if Entra names a ' +
      '`requestType` for sign-ups and sign-ins in your tenant: try those, too.',
    'The event names no user: the address stands for the user’s id.',
    'Only Microsoft has the private key, so `doorkey simulate` needs a `sampleKey` of your own, which is then ' +
      'believed too: not for production.',
  ],
  testedAgainst: '`jose` 6.2, with a key set of our own',
  sources: [
    'MicrosoftDocs/entra-docs at 00e36ce and 07cd7ac: `custom-extension-email-otp-send-data.md`, ' +
      '`custom-extension-email-otp-get-started.md`, 2026-11-23',
    'learn.microsoft.com, *Microsoft Entra events*: a created user is announced as updated, 2026-11-23',
  ],
}

/**
 * Entra's custom email provider (EmailOtpSend): a bearer token proves the caller, the code is in the
 * body. Repeats are told by `correlationId` and code. Set-up and limits: `guide`.
 */
export function entra(settings: {
  readonly tenantId: string
  /** The application id of the extension's app registration: the audience of its tokens. */
  readonly appId: string
  /** The `requestType`s for which Doorkey delivers the code; `none` where Entra names none. */
  readonly resetTypes: readonly string[]
  /** Where the keys are, for tests. Default the tenant's. */
  readonly keysUrl?: string
  /** An RSA private key as PEM, for `doorkey simulate`. */
  readonly sampleKey?: Secret
}): Provider {
  const { tenantId, appId, resetTypes } = settings
  const host = `https://${tenantId}.ciamlogin.com/${tenantId}`
  const issuer = `${host}/v2.0`
  const checked = checkSettings(() => {
    checkNames(tenantId, appId, resetTypes)
    const { keysUrl = `${host}/discovery/v2.0/keys` } = settings
    const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
    return { sampleKey, keys: jwksKeys(ID, keysUrl, { sampleKey }) }
  })
  const audience = [appId, `api://${appId}`]
  return {
    id: ID,
    faults: checked.faults,
    successStatus: 200,
    successBody: ANSWER,
    async verify(request) {
      const rules = { keys: checked.get().keys, algorithms: ['RS256'], issuer, audience }
      await verifyCaller(request, { ...rules, mustExpire: true })
    },
    parse: ({ body }) => [parse(body, resetTypes)],
    sampleTypes: settings.sampleKey ? ['password.reset_requested'] : [],
    async sample(event) {
      const iat = Math.floor(event.occurredAt.getTime() / 1_000)
      const claims = { iss: issuer, aud: appId, azp: CALLER, iat, exp: iat + LIFE_SECONDS }
      const token = await signJwt(claims, needSampleKey(ID, checked.get().sampleKey))
      const body = sampleBody(event, tenantId, resetTypes[0])
      return signedSample(body, () => ({ authorization: `Bearer ${token}` }))
    },
  }
}

async function verifyCaller(request: SignedRequest, rules: JwtRules): Promise<void> {
  const token = readBearerToken(ID, request)
  const { azp, appid } = await verifyJwt(ID, token, rules, request.receivedAt)
  // Any application of the tenant can get a token for this audience.
  if ((azp ?? appid) !== CALLER) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${ID}: expected a token of Microsoft's extension service, got another application's`,
    )
  }
}

function checkNames(tenantId: string, appId: string, resetTypes: readonly string[]): void {
  if (!GUID.test(tenantId)) {
    throw new AppError('CONFIG_INVALID', `${ID}: expected a GUID as tenantId, got other text`)
  }
  if (!GUID.test(appId)) {
    throw new AppError('CONFIG_INVALID', `${ID}: expected a GUID as appId, got other text`)
  }
  if (resetTypes.length === 0 || !resetTypes.every((name) => REQUEST_TYPE.test(name))) {
    throw new AppError('CONFIG_INVALID', `${ID}: expected names in resetTypes, got none or others`)
  }
  const other = resetTypes.find((name) => OTHER_TYPES.test(name))
  if (other !== undefined) {
    throw new AppError('CONFIG_INVALID', `${ID}: expected types of resets, got ${other}`)
  }
}

function parse(bytes: Buffer, resetTypes: readonly string[]): ParsedEvent {
  const body = readJson(ID, bytes)
  const { type, data: envelope } = checkShape(ID, Envelope, body)
  const { correlationId } = envelope.authenticationContext
  if (type !== TYPE) return { type: 'ignored', providerType: type, dedupeKey: correlationId }

  const { otpContext, authenticationContext } = checkShape(ID, OtpSend, body).data
  const code = otpContext.oneTimeCode || otpContext.onetimecode
  const requestType = authenticationContext.requestType || 'none'
  // An error, so that Entra sends it: an ignored code would reach nobody.
  if (!code || !resetTypes.includes(requestType)) {
    const got = code
      ? `requestType ${REQUEST_TYPE.exec(requestType)?.[0] ?? 'of other text'}`
      : 'none'
    throw new AppError('BODY_INVALID', `${ID}: expected a code of one of resetTypes, got ${got}`)
  }
  return {
    type: 'password.reset_requested',
    providerType: type,
    // Another code in the same sign-in is another mail. The random correlationId hides the code.
    dedupeKey: bodyDigest(Buffer.from(`${correlationId} ${code}`)),
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(otpContext.identifier, {
      email: otpContext.identifier,
      locale: authenticationContext.client?.locale,
    }),
    reset: { code: new Secret(code) },
  }
}

function sampleBody(event: SampleEvent, tenantId: string, requestType: string | undefined) {
  return {
    type: TYPE,
    source: `/tenants/${tenantId}/applications/00000000-0000-4000-8000-000000000001`,
    data: {
      '@odata.type': 'microsoft.graph.onOtpSendCalloutData',
      otpContext: { identifier: event.email, oneTimeCode: '12345678' },
      tenantId,
      authenticationEventListenerId: '00000000-0000-4000-8000-000000000002',
      customAuthenticationExtensionId: '00000000-0000-4000-8000-000000000003',
      authenticationContext: {
        correlationId: event.eventId,
        client: { ip: '203.0.113.7', locale: event.locale, market: event.locale },
        protocol: 'OAUTH2.0',
        requestType: requestType === 'none' ? undefined : requestType,
      },
    },
  }
}
