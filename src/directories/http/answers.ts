import { AppError } from '../../core/app-error.ts'
import { addMs } from '../../core/clock.ts'
import type { ErrorCode } from '../../core/error-codes.ts'

/** A limit that claims to last longer than this is looked at again after it. */
const WAIT_MS_MAX = 3_600_000
/** A limit that ends now would be tried again without pause, and a wait uses no attempt. */
const WAIT_MS_MIN = 1_000
/** Reset times in seconds since 1970, as Auth0 and Okta send them. */
const RESET_HEADERS = ['x-rate-limit-reset', 'x-ratelimit-reset'] as const

/** What a compiled typebox schema offers. */
interface Shape<T> {
  Check(value: unknown): value is T
  Errors(value: unknown): readonly { readonly instancePath: string }[]
}

/** What a directory answered. */
export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** `undefined` where the body is empty or no JSON; integers above 2^53 are `bigint`. */
  readonly json: unknown
}

/** What a vendor's answer means where its status alone does not say so. */
export interface DirectoryRefusal {
  readonly code: Extract<ErrorCode, `DIRECTORY_${string}`>
  /**
   * The vendor's own reason: a code out of a list in our file. Never its free text, which may quote
   * the password or an address.
   */
  readonly reason: string
}

/** Those of `codes` that `texts` holds or, for free text, mentions; for `DirectoryRefusal`. */
export function knownCodes(codes: readonly string[], texts: Iterable<unknown>): readonly string[] {
  const all = [...texts].filter((text) => typeof text === 'string')
  return codes.filter((code) => all.some((text) => text.includes(code)))
}

/**
 * `json` as `shape` says. Throws `DIRECTORY_UNEXPECTED` with the place that differs, never with a
 * value.
 */
export function readAnswer<T>(id: string, shape: Shape<T>, json: unknown): T {
  if (shape.Check(json)) return json
  const place = shape.Errors(json)[0]?.instancePath || 'the body'
  throw new AppError(
    'DIRECTORY_UNEXPECTED',
    `${id}: expected an answer as documented, got another at ${place}`,
  )
}

/** The text at a path of keys and indexes in `json`, or `undefined`. */
export function textAt(json: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(json, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The value at a path of keys and indexes in `json`, or `undefined`. */
export function valueAt(json: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    json,
  )
}

/** When a refused caller may come back: `Retry-After`, or a reset time; at most an hour away. */
export function retryAt({ headers }: Pick<Answer, 'headers'>, now: Date): Date | undefined {
  const [after] = [headers['retry-after']].flat()
  const [reset] = RESET_HEADERS.flatMap((name) => headers[name] ?? [])
  const at = after === undefined ? fromSeconds(reset) : (fromDelay(after, now) ?? fromDate(after))
  if (!at) return undefined
  const [earliest, latest] = [addMs(now, WAIT_MS_MIN), addMs(now, WAIT_MS_MAX)]
  if (at < earliest) return earliest
  return at > latest ? latest : at
}

function fromDelay(text: string, now: Date): Date | undefined {
  return /^\d{1,9}$/.test(text) ? addMs(now, Number(text) * 1_000) : undefined
}

function fromDate(text: string): Date | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function fromSeconds(text: string | undefined): Date | undefined {
  return text !== undefined && /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1_000) : undefined
}
