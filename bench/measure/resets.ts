import { randomInt } from 'node:crypto'
import { addressOf } from '../load/addresses.ts'
import { monotonicMs } from '../monotonic.ts'
import { percentile } from '../statistics.ts'
import { FIRST_USER } from './latency.ts'
import type { Setting } from './setting.ts'
import { BUILTIN_SOURCE } from './sources.ts'
import type { Path } from './whole-path.ts'

/** Nobody has these. */
const FIRST_NOBODY = 9_000_000

/** Milliseconds until `POST /v1/reset-requests` answers. */
export interface Resets {
  readonly count: number
  readonly known: { readonly p50Ms: number; readonly p99Ms: number }
  readonly unknown: { readonly p50Ms: number; readonly p99Ms: number }
  /** Of the two medians. */
  readonly knownToUnknown: number
}

/**
 * Requests for addresses that somebody has and that nobody has, one at a time and in random order, so
 * that the mail of a known one cannot always weigh on the same kind.
 */
export async function measureResets(setting: Setting, { port, adminKey }: Path): Promise<Resets> {
  const { plan, say } = setting
  const { resets: count } = plan
  say(`resets: ${count} known and ${count} unknown addresses`)
  const url = `http://127.0.0.1:${port}/v1/reset-requests`
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' }
  const ask = async (email: string): Promise<number> => {
    const body = JSON.stringify({ source: BUILTIN_SOURCE, email })
    const startedAtMs = monotonicMs()
    const answer = await fetch(url, { method: 'POST', headers, body })
    await answer.text()
    if (answer.status !== 202) throw new Error(`bench: expected 202, got ${answer.status}`)
    return monotonicMs() - startedAtMs
  }
  const known: number[] = []
  const unknown: number[] = []
  while (known.length + unknown.length < 2 * count) {
    const isKnown = unknown.length === count || (known.length < count && randomInt(2) === 0)
    if (isKnown) known.push(await ask(addressOf(FIRST_USER + known.length)))
    else unknown.push(await ask(addressOf(FIRST_NOBODY + unknown.length)))
  }
  const ofKnown = percentiles(known)
  const ofUnknown = percentiles(unknown)
  const knownToUnknown = ofKnown.p50Ms / ofUnknown.p50Ms
  return { count, known: ofKnown, unknown: ofUnknown, knownToUnknown }
}

function percentiles(values: readonly number[]) {
  return { p50Ms: percentile(values, 50), p99Ms: percentile(values, 99) }
}
