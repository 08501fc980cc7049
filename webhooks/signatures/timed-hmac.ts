import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { mismatchHint } from './mismatch-hints.ts'
import { readSingleHeader } from './single-header.ts'

const ITEMS_MAX = 16
const DIGITS = { seconds: /^[0-9]{1,11}$/, milliseconds: /^[0-9]{12,14}$/ } as const
const SIGNATURE = /^[0-9a-f]{64}$/

/** `t=<time>,v1=<hex>` in one header: the HMAC-SHA256 of `<time>.<body>`, as Stripe made it known. */
export interface TimedHmacScheme {
  readonly header: string
  /** Of the time; the other unit is refused. */
  readonly unit: 'seconds' | 'milliseconds'
  /** How far the signed time may lie from ours, before and after, both ends included. */
  readonly toleranceSeconds: number
  /** Between the items, when signing; blanks are always accepted. Default `,`. */
  readonly separator?: ',' | ', '
}

/** Throws `SIGNATURE_*` unless a `v1` item is by one of `keys` and the time is within tolerance. */
export function verifyTimedHmac(
  who: string,
  scheme: TimedHmacScheme,
  request: SignedRequest,
  keys: readonly KeyObject[],
): void {
  const { time, signatures } = readItems(who, scheme, readSingleHeader(who, request, scheme.header))
  const fits = (body: Buffer): boolean =>
    keys.some((key) => {
      const expected = Buffer.from(mac(key, time, body))
      return signatures.some((signature) => timingSafeEqual(signature, expected))
    })
  if (!fits(request.body)) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a v1 signature by one of ${keys.length} secrets, got others` +
        mismatchHint(request.body, fits),
    )
  }
  const signedMs = Number(time) * (scheme.unit === 'seconds' ? 1_000 : 1)
  const ageMs = request.receivedAt.getTime() - signedMs
  // Whole seconds are signed, so ours are cut to them as well.
  const ageSeconds = scheme.unit === 'seconds' ? Math.floor(ageMs / 1_000) : ageMs / 1_000
  if (Math.abs(ageSeconds) > scheme.toleranceSeconds) {
    throw new AppError(
      'SIGNATURE_TIMESTAMP',
      `${who}: expected a time within ${scheme.toleranceSeconds} s, got one ${ageSeconds} s old`,
    )
  }
}

/** The header for `body`, signed at `at`. */
export function signTimedHmac(
  scheme: TimedHmacScheme,
  body: Buffer,
  key: KeyObject,
  at: Date,
): Readonly<Record<string, string>> {
  const time = String(scheme.unit === 'seconds' ? Math.floor(at.getTime() / 1_000) : at.getTime())
  const value = `t=${time}${scheme.separator ?? ','}v1=${mac(key, time, body)}`
  return { [scheme.header]: value }
}

/** The one time and all `v1` signatures; other versions are left to those who know them. */
function readItems(who: string, { header, unit }: TimedHmacScheme, value: string) {
  const items = value.split(',', ITEMS_MAX + 1).map((item) => item.trim())
  const times = items.filter((item) => item.startsWith('t='))
  const time = times[0]?.slice(2) ?? ''
  const signatures = items.flatMap((item) => {
    const text = item.startsWith('v1=') ? item.slice(3) : ''
    return SIGNATURE.test(text) ? [Buffer.from(text)] : []
  })
  const isWellFormed =
    items.length <= ITEMS_MAX &&
    items.every((item) => /^[A-Za-z0-9]{1,16}=\S+$/.test(item)) &&
    times.length === 1 &&
    DIGITS[unit].test(time) &&
    signatures.length > 0
  if (isWellFormed) return { time, signatures }
  const isOtherUnit = DIGITS[unit === 'seconds' ? 'milliseconds' : 'seconds'].test(time)
  throw new AppError(
    'SIGNATURE_MALFORMED',
    `${who}: expected t=<${unit}>,v1=<64 lower-case hex digits> in ${header}, ` +
      `got ${isOtherUnit ? 'a time in another unit' : 'other text'}`,
  )
}

function mac(key: KeyObject, time: string, body: Buffer): string {
  return createHmac('sha256', key).update(`${time}.`).update(body).digest('hex')
}
