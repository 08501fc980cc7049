import { AppError } from '../../core/app-error.ts'
import type { Clock } from '../../core/clock.ts'
import { systemClock } from '../../core/clock.ts'
import type { ErrorCode } from '../../core/error-codes.ts'
import { Secret } from '../../core/secret.ts'
import { type Answer, type DirectoryRefusal, retryAt } from './answers.ts'
import { parseExactJson, rawInteger } from './exact-json.ts'
import { createExchange, type Incoming } from './exchange.ts'

/** How long one request may take, where the caller does not end it sooner. */
const TIMEOUT_MS = 10_000

/** A JSON value in which secrets stay sealed until it is written to the connection. */
export type JsonBody =
  | string
  | number
  | bigint
  | boolean
  | null
  | Secret
  | readonly JsonBody[]
  | { readonly [key: string]: JsonBody | undefined }

export interface DirectoryCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base URL, with its query; parts that come from outside go through `pathOf`. */
  readonly path: string
  readonly body?: JsonBody
  readonly form?: Readonly<Record<string, string | Secret>>
  readonly signal: AbortSignal
  /** Statuses that are answers and no errors. Default: every 2xx. */
  readonly expect?: readonly number[]
  /** It changes nothing, though its method is not GET (GraphQL queries, searches by POST). */
  readonly isRead?: boolean
  /**
   * Counts a password that was used before as set: `!options.chosenByUser`. One that a user typed
   * may be an old one of theirs, which is not their present one.
   */
  readonly acceptsReused?: boolean
}

/** Headers that prove who we are, sealed where they are secret. */
type AuthHeaders = Readonly<Record<string, string | Secret>>

export interface DirectoryClientOptions {
  /** Begins every error message. */
  readonly id: string
  /** May have a path; without credentials in it. */
  readonly baseUrl: string | Secret
  /** Headers that prove who we are. */
  readonly authorize: (signal: AbortSignal) => Promise<AuthHeaders>
  /** Called on 401 and 403, with the headers of that call, which is then made once more. */
  readonly dropToken?: (refused: AuthHeaders) => void
  /**
   * True where the answer says that the password was used before: success for a call that
   * `acceptsReused`, since the user can only have it from us.
   */
  readonly isReused?: (answer: Answer) => boolean
  /**
   * Asked about every answer first, also about 2xx, since GraphQL reports errors there. Default:
   * the meaning of the status.
   */
  readonly refusal?: (answer: Answer) => DirectoryRefusal | undefined
  readonly http?: { readonly timeoutMs?: number }
  readonly clock?: Clock
}

/** A directory's API over HTTP. */
export interface DirectoryClient {
  /** Throws `DIRECTORY_*`; see `Directory`. Nothing that was sent or received is in an error. */
  call(call: DirectoryCall): Promise<Answer>
}

/**
 * | what comes back | becomes |
 * | --- | --- |
 * | nothing: refused, not resolved, no TLS | `DIRECTORY_UNREACHABLE` |
 * | nothing after sending, half an answer, 5xx | `DIRECTORY_UNKNOWN_OUTCOME`; `DIRECTORY_UNREACHABLE` for a read |
 * | 401, 403, again after `dropToken` | `DIRECTORY_CREDENTIALS` |
 * | 404 | `DIRECTORY_USER_NOT_FOUND` |
 * | 429 | `DIRECTORY_RATE_LIMITED` with `retryAt` |
 * | what `refusal` names | what it says |
 * | any other status, redirects too | `DIRECTORY_UNEXPECTED` |
 */
export function createDirectoryClient(options: DirectoryClientOptions): DirectoryClient {
  const send = createSender(options)
  return {
    async call(call) {
      const { answer, auth } = await send(call)
      // Some answer 403 to a token that has ended.
      const isRefused = answer.status === 401 || answer.status === 403
      if (!isRefused || !options.dropToken) return judge(options, call, answer)
      options.dropToken(auth)
      return judge(options, call, (await send(call)).answer)
    },
  }
}

/** A path of which each part is escaped: an id of `../x` or `auth0|1` stays one part. */
export function pathOf(...parts: readonly string[]): string {
  return parts.map((part) => `/${escapePart(part)}`).join('')
}

/** `?name=value&…`, escaped; goes after a path. Fields that are `undefined` are left out. */
export function queryOf(
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) query.append(name, String(value))
  }
  return `?${query.toString()}`
}

function escapePart(part: string): string {
  // `.` and `..` would be resolved away however they are escaped.
  if (/^\.{0,2}$/.test(part)) {
    throw new AppError(
      'DIRECTORY_USER_NOT_FOUND',
      'directory: expected an id, got none that is one',
    )
  }
  return encodeURIComponent(part)
}

interface Sent {
  readonly answer: Answer
  readonly auth: AuthHeaders
}

function createSender({
  id,
  baseUrl,
  authorize,
  http,
}: DirectoryClientOptions): (call: DirectoryCall) => Promise<Sent> {
  const exchange = createExchange(id)
  const base = reveal(baseUrl).replace(/\/+$/, '')
  const timeoutMs = http?.timeoutMs ?? TIMEOUT_MS
  return async (call) => {
    const { method, path, body, form, isRead = method === 'GET' } = call
    if (call.signal.aborted && !isRead) throw lateCall(id)
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)])
    const headers: Record<string, string> = { accept: 'application/json' }
    const auth = await authorize(signal)
    for (const [name, value] of Object.entries(auth)) headers[name] = reveal(value)
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded'
    const text = form === undefined ? jsonText(body) : formText(form)
    // Servers refuse a POST without a length, and Node would send none for an empty one.
    if (method !== 'GET') headers['content-length'] = String(Buffer.byteLength(text ?? ''))
    const url = new URL(`${base}${path}`)
    const incoming = await exchange({ url, method, headers, body: text, signal, isRead })
    return { answer: answerOf(incoming), auth }
  }
}

/** For a change whose time is up: an earlier request of the same step may have changed something. */
export function lateCall(id: string): AppError {
  return new AppError('DIRECTORY_UNKNOWN_OUTCOME', `${id}: expected time for a call, got none`)
}

function judge(options: DirectoryClientOptions, call: DirectoryCall, answer: Answer): Answer {
  const { id, isReused, refusal, clock = systemClock } = options
  const { method, isRead = method === 'GET', expect } = call
  if (call.acceptsReused === true && isReused?.(answer) === true) return answer
  const refused = refusal?.(answer)
  const isExpected = expect
    ? expect.includes(answer.status)
    : answer.status >= 200 && answer.status < 300
  if (!refused && isExpected) return answer
  const code = refused?.code ?? codeOf(answer.status, isRead)
  const got = refused?.reason ?? `HTTP ${answer.status}`
  const at = code === 'DIRECTORY_RATE_LIMITED' ? retryAt(answer, clock.now()) : undefined
  throw new AppError(code, `${id}: expected ${EXPECTED[code] ?? 'success'}, got ${got}`, {
    ...(at && { retryAt: at }),
  })
}

const EXPECTED: Readonly<Partial<Record<ErrorCode, string>>> = {
  DIRECTORY_REFUSED_PASSWORD: 'a password that its policy allows',
  DIRECTORY_CREDENTIALS: 'its credentials to be accepted',
  DIRECTORY_USER_NOT_FOUND: 'the user to exist',
  DIRECTORY_RATE_LIMITED: 'to be within its rate limit',
}

function codeOf(status: number, isRead: boolean): ErrorCode {
  if (status === 401 || status === 403) return 'DIRECTORY_CREDENTIALS'
  if (status === 404) return 'DIRECTORY_USER_NOT_FOUND'
  if (status === 429) return 'DIRECTORY_RATE_LIMITED'
  if (status < 500) return 'DIRECTORY_UNEXPECTED'
  return isRead ? 'DIRECTORY_UNREACHABLE' : 'DIRECTORY_UNKNOWN_OUTCOME'
}

function answerOf({ status, headers, text }: Incoming): Answer {
  return { status, headers, json: parseJson(text) }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return parseExactJson(text)
  } catch {
    // The error would quote the text.
    return undefined
  }
}

/** `undefined` for no body. Secrets are opened here and nowhere earlier. */
function jsonText(body: JsonBody | undefined): string | undefined {
  if (body === undefined) return undefined
  return JSON.stringify(opened(body))
}

function opened(body: JsonBody): unknown {
  if (body instanceof Secret) return body.reveal()
  if (typeof body === 'bigint') return rawInteger(body)
  if (Array.isArray(body)) return body.map(opened)
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, opened(value)]],
    ),
  )
}

function formText(form: Readonly<Record<string, string | Secret>>): string {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) fields.append(name, reveal(value))
  return fields.toString()
}

function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value
}
