import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { addMs, type Clock } from '../../core/clock.ts'
import { AppError } from '../../core/app-error.ts'
import { Secret } from '../../core/secret.ts'
import { readAnswer } from './answers.ts'
import { createDirectoryClient } from './directory-client.ts'

/** A token is replaced this long before it ends, so that none ends on the way. */
const RENEW_BEFORE_MS = 60_000
/** Where the server does not say how long a token lasts. */
const LIFETIME_SECONDS = 300
/** How long getting a token may take, whoever waits for it. */
const TIMEOUT_MS = 10_000

/** A token that is kept until shortly before its end; one is fetched at a time. */
export interface TokenSource {
  /** For `authorize` of a directory's client: `{ authorization: 'Bearer …' }`. */
  authorize(signal: AbortSignal): Promise<{ readonly authorization: Secret }>
  /**
   * For `dropToken`, with what `authorize` gave: the next call fetches a new token. Does nothing
   * where another one is kept by now, so that calls refused together fetch one together.
   */
  drop(refused: Readonly<Record<string, string | Secret>>): void
}

export interface Token {
  readonly value: Secret
  readonly expiresAt: Date
}

/** Keeps what `fetchToken` gives. A failed fetch is not kept. */
export function createTokenSource(options: {
  readonly fetchToken: (signal: AbortSignal) => Promise<Token>
  readonly clock: Clock
}): TokenSource {
  const { fetchToken, clock } = options
  let kept: Promise<Secret> | undefined
  /** What `kept` has come to; `undefined` while it is on its way. */
  let header: Secret | undefined
  let renewAt = new Date(0)

  const fetch = (): Promise<Secret> => {
    // Not the caller's own signal: others may wait for the same token.
    const asked = fetchToken(AbortSignal.timeout(TIMEOUT_MS))
    const fetched = asked.then(({ value, expiresAt }) => {
      const authorization = new Secret(`Bearer ${value.reveal()}`)
      if (kept === fetched) {
        header = authorization
        renewAt = renewTime(expiresAt, clock.now())
      }
      return authorization
    })
    kept = fetched
    header = undefined
    renewAt = addMs(clock.now(), TIMEOUT_MS)
    fetched.catch(() => {
      if (kept === fetched) kept = undefined
    })
    return fetched
  }

  return {
    async authorize(signal) {
      const isFresh = kept !== undefined && clock.now() < renewAt
      return { authorization: await within(signal, isFresh && kept ? kept : fetch()) }
    },
    drop({ authorization }) {
      if (header === undefined || authorization !== header) return
      kept = undefined
      header = undefined
    },
  }
}

/** `Bearer <token>` that never changes, for API keys; `scheme` such as `SSWS`. */
export function fixedToken(
  token: Secret,
  scheme = 'Bearer',
): () => Promise<{ readonly authorization: Secret }> {
  const authorization = new Secret(`${scheme} ${token.reveal()}`)
  return async () => ({ authorization })
}

/** `Basic` with a user and a password that never change. */
export function basicAuth(
  user: string | Secret,
  password: Secret,
): () => Promise<{ readonly authorization: Secret }> {
  const pair = `${typeof user === 'string' ? user : user.reveal()}:${password.reveal()}`
  return fixedToken(new Secret(Buffer.from(pair).toString('base64')), 'Basic')
}

export interface ClientCredentials {
  readonly id: string
  /** The token endpoint. */
  readonly url: string | Secret
  readonly clientId: string | Secret
  readonly clientSecret: Secret
  /** Where id and secret go: into the form, or into a `Basic` header. Default `form`. */
  readonly sentAs?: 'form' | 'basic'
  /** More fields of the form: `audience`, `scope`. */
  readonly form?: Readonly<Record<string, string>>
  readonly clock: Clock
}

const TokenAnswer = Compile(
  Type.Object({
    access_token: Type.String({ minLength: 1 }),
    expires_in: Type.Optional(Type.Number({ minimum: 0 })),
  }),
)

/**
 * OAuth 2.0 client credentials (RFC 6749, section 4.4). A client that is refused (400, 401, 403) is
 * `DIRECTORY_CREDENTIALS`.
 */
export function clientCredentials(options: ClientCredentials): TokenSource {
  const { id, url, clientId, clientSecret, sentAs = 'form', form, clock } = options
  const client = createDirectoryClient({
    id: `${id} token`,
    baseUrl: url,
    authorize: sentAs === 'basic' ? basicAuth(clientId, clientSecret) : async () => ({}),
    refusal: ({ status }) =>
      status === 400 || status === 404
        ? { code: 'DIRECTORY_CREDENTIALS', reason: `HTTP ${status}` }
        : undefined,
    clock,
  })
  const fields = {
    grant_type: 'client_credentials',
    ...(sentAs === 'form' && { client_id: clientId, client_secret: clientSecret }),
    ...form,
  }
  return createTokenSource({
    clock,
    async fetchToken(signal) {
      // Getting a token changes nothing for a user.
      const call = { method: 'POST', path: '', form: fields, signal, isRead: true } as const
      const { json } = await client.call(call)
      const { access_token: value, expires_in: seconds } = readAnswer(id, TokenAnswer, json)
      const expiresAt = addMs(clock.now(), (seconds ?? LIFETIME_SECONDS) * 1_000)
      return { value: new Secret(value), expiresAt }
    },
  })
}

/** A JWT that we sign ourselves, `ttlSeconds` long; `sign` gets its times. */
export function signedBearer(options: {
  readonly sign: (times: { readonly issuedAt: Date; readonly expiresAt: Date }) => Promise<Secret>
  readonly ttlSeconds: number
  readonly clock: Clock
}): TokenSource {
  const { sign, ttlSeconds, clock } = options
  return createTokenSource({
    clock,
    async fetchToken() {
      const issuedAt = clock.now()
      const expiresAt = addMs(issuedAt, ttlSeconds * 1_000)
      return { value: await sign({ issuedAt, expiresAt }), expiresAt }
    },
  })
}

/** A minute early, but never before half of its life is over. */
function renewTime(expiresAt: Date, now: Date): Date {
  const lifeMs = expiresAt.getTime() - now.getTime()
  return addMs(expiresAt, -Math.min(RENEW_BEFORE_MS, lifeMs / 2))
}

/** Stops waiting when `signal` ends; nothing has been sent for the caller by then. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) throw tooLate()
  let stop = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(tooLate())
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, ended])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function tooLate(): AppError {
  return new AppError('DIRECTORY_UNREACHABLE', 'token: expected one in time, got none')
}
