import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { readClaims } from '../jwt-claims.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochSeconds, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { signJwt, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'

const ID = 'firebase'
/** The keys that Google also publishes as certificates for `securetoken@system`. */
const KEYS_URL =
  'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'
const LIFE_SECONDS = 900

const Envelope = Compile(Type.Object({ data: Type.Object({ jwt: RequiredText }) }))
const Claims = Compile(
  Type.Object({
    event_id: RequiredText,
    event_type: RequiredText,
    iat: EpochSeconds,
    locale: OptionalText,
    sign_in_method: OptionalText,
    email_type: OptionalText,
  }),
)
const Created = Compile(
  Type.Object({
    user_record: Type.Object({
      uid: RequiredText,
      email: OptionalText,
      display_name: OptionalText,
    }),
  }),
)
const Mail = Compile(Type.Object({ email: RequiredText }))

export const guide: ProviderGuide = {
  name: 'Firebase Authentication, Identity Platform',
  setup: [
    'Upgrade the project to *Firebase Authentication with Identity Platform*: only that has blocking functions.',
    'Under *Authentication → Settings → Blocking functions* name the function for *Before account creation* ' +
      'and, if Doorkey sends reset links, for *Before sending email*. If the console takes `<url>`, use it.',
    'If it takes functions of your project only, deploy one that passes the request on as it came: POST the ' +
      'same body to `<url>` and answer what comes back. The audience is then that function’s URL.',
    'Give Doorkey the project’s id and the audience: exactly the URL that stands in the console.',
  ],
  config: "firebase({ projectId: 'acme-app', audience: '<url>' })",
  events: [
    { type: 'beforeCreate', becomes: 'user.created', note: 'always a sign-up' },
    {
      type: 'beforeSendEmail',
      becomes: 'password.reset_requested',
      note: '`PASSWORD_RESET` only; carries an address, and neither a user nor a link',
    },
    { type: 'beforeSignIn', becomes: 'ignored' },
  ],
  reset: 'event',
  origin:
    "Blocking functions run for sign-ups only, so every user is `self`: set `issueTo: 'everyone'` to act on " +
    'them. Users made by the Admin SDK cause no event: create them through Doorkey.',
  retries: 'none: Firebase waits 7 s, and then the user’s sign-up fails.',
  limits: [
    'A sign-up fails while Doorkey cannot store the event: that is how blocking functions work.',
    '`beforeCreate` comes before the user is stored, so the first tries to set a password may not find them.',
    'The reset event names no user: the address stands for the user’s id, and the directory must find users ' +
      'by it. Google’s own mail goes out as well: its template can be emptied, not switched off.',
    'Whether the console takes a URL outside of Cloud Functions is not documented.',
    'Only Google has the private key, so `doorkey simulate` needs a `sampleKey` of your own, which is then ' +
      'believed too: not for production. The emulator’s tokens are unsigned and are refused.',
  ],
  testedAgainst: '`jose` 6.2, with a key set of our own',
  sources: [
    'firebase/firebase-functions at adf304f1, `src/common/providers/identity.ts`, 2026-11-23',
    '`firebase-functions` 7.4.0, `firebase-admin` 13.10: verifying of blocking tokens, 2026-11-23',
  ],
}

/**
 * Blocking functions of Firebase: the message is a JWT in the body, signed by Google. Repeats are
 * told by `event_id`. Set-up, origin and limits: `guide`.
 */
export function firebase(settings: {
  readonly projectId: string
  /** The URL that the console names, exactly. */
  readonly audience: string
  /** Where the keys are, for tests. Default Google's. */
  readonly keysUrl?: string
  /** An RSA private key as PEM, for `doorkey simulate`. */
  readonly sampleKey?: Secret
}): Provider {
  const { projectId, audience, keysUrl = KEYS_URL } = settings
  const issuer = `https://securetoken.google.com/${projectId}`
  const checked = checkSettings(() => {
    checkNames(projectId, audience)
    const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
    return { sampleKey, keys: jwksKeys(ID, keysUrl, { sampleKey }) }
  })
  return {
    id: ID,
    faults: checked.faults,
    // Firebase reads the answer; an empty one changes nothing about the user.
    successStatus: 200,
    successBody: {},
    async verify({ body, receivedAt }) {
      const token = readToken(body)
      const rules = { keys: checked.get().keys, algorithms: ['RS256'], issuer, audience }
      await verifyJwt(ID, token, { ...rules, mustExpire: true }, receivedAt)
    },
    parse: ({ body }) => [parse(checkShape(ID, Envelope, readJson(ID, body)).data.jwt)],
    sampleTypes: settings.sampleKey ? ['user.created', 'password.reset_requested'] : [],
    async sample(event) {
      const claims = { iss: issuer, aud: audience, ...sampleClaims(event) }
      const jwt = await signJwt(claims, needSampleKey(ID, checked.get().sampleKey))
      return signedSample({ data: { jwt } }, () => ({}))
    },
  }
}

/** With the project's id as audience, every user's own ID token would pass for an event. */
function checkNames(projectId: string, audience: string): void {
  if (!/^[a-z][a-z0-9-]{4,29}$/.test(projectId)) {
    throw new AppError('CONFIG_INVALID', `${ID}: expected a project id, got other text`)
  }
  if (URL.parse(audience)?.protocol !== 'https:') {
    throw new AppError('CONFIG_INVALID', `${ID}: expected an https:// URL as audience, got another`)
  }
}

/** Before anything is believed, a body that holds no token is a missing signature. */
function readToken(body: Buffer): string {
  try {
    return checkShape(ID, Envelope, readJson(ID, body)).data.jwt
  } catch (cause) {
    throw new AppError('SIGNATURE_MALFORMED', `${ID}: expected data.jwt in the body, got none`, {
      cause,
    })
  }
}

function parse(token: string): ParsedEvent {
  const body = readClaims(ID, token)
  const claims = checkShape(`${ID} claims`, Claims, body)
  const common = { providerType: claims.event_type, dedupeKey: claims.event_id }
  const isReset = claims.event_type === 'beforeSendEmail' && claims.email_type === 'PASSWORD_RESET'
  const isCreated = claims.event_type === 'beforeCreate'
  if (!isReset && !isCreated) return { type: 'ignored', ...common }

  const occurredAt = new Date(claims.iat * 1_000)
  const { locale } = claims
  if (isReset) {
    const { email } = checkShape(`${ID} claims`, Mail, body)
    const user = identityUser(email, { email, locale })
    const type = 'password.reset_requested'
    return { type, ...common, occurredAt, origin: 'unknown', hasPassword: false, user }
  }
  const { uid, email, display_name } = checkShape(`${ID} claims`, Created, body).user_record
  return {
    type: 'user.created',
    ...common,
    occurredAt,
    origin: 'self',
    hasPassword: claims.sign_in_method === 'password',
    user: identityUser(uid, { email, name: display_name, locale }),
  }
}

function sampleClaims({ type, eventId, userId, email, name, locale, occurredAt }: SampleEvent) {
  const iat = Math.floor(occurredAt.getTime() / 1_000)
  const common = {
    iat,
    exp: iat + LIFE_SECONDS,
    event_id: eventId,
    ip_address: '203.0.113.7',
    user_agent: 'doorkey-sample',
    locale,
  }
  if (type === 'password.reset_requested') {
    return { ...common, event_type: 'beforeSendEmail', email_type: 'PASSWORD_RESET', email }
  }
  const user_record = { uid: userId, email, display_name: name, email_verified: false }
  return { ...common, event_type: 'beforeCreate', sub: userId, user_record }
}
