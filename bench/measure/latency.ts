import { Type } from 'typebox'
import { addressOf } from '../load/addresses.ts'
import { percentile } from '../statistics.ts'
import { MAILS, OPEN_LOOP } from './replies.ts'
import type { Setting } from './setting.ts'
import { BUILTIN_SOURCE } from './sources.ts'
import type { Path } from './whole-path.ts'

const CONNECTIONS = 16
const TIMEOUT_MS = 15_000
/** Users apart from those of the bursts. */
export const FIRST_USER = 1_000_000

/** Milliseconds from when a webhook was due, built-in directory, both seen from outside. */
export interface Latency {
  readonly perSecond: number
  readonly count: number
  /** To its 202. */
  readonly answer: { readonly p50Ms: number; readonly p99Ms: number }
  /** To its mail, complete at SES. */
  readonly mail: { readonly p50Ms: number; readonly p99Ms: number }
}

/** Webhooks come at Poisson intervals whether or not Doorkey keeps up; none is left out. */
export async function measureLatency(setting: Setting, { port, ses }: Path): Promise<Latency> {
  const { plan, load, secret, say } = setting
  const { arrivals: count, arrivalsPerSecond: perSecond } = plan
  say(`latency: ${count} webhooks at ${perSecond}/s`)
  const requests = { sources: [BUILTIN_SOURCE], first: FIRST_USER, count, secret }
  await load.ask('prepare', requests, Type.Null())
  const loop = { port, connections: CONNECTIONS, perSecond }
  const { dueAtMs, answerMs, refused } = await load.ask('openLoop', loop, OPEN_LOOP)
  if (refused > 0) throw new Error(`bench: expected 202 each time, got ${refused} other answers`)

  const mails = await ses.ask('until', { count, timeoutMs: TIMEOUT_MS }, MAILS)
  const acceptedAtMs = new Map(mails.map(({ to, atMs }) => [to, atMs]))
  const mailMs = dueAtMs.map((dueMs, index) => {
    const atMs = acceptedAtMs.get(addressOf(FIRST_USER + index))
    if (atMs === undefined) throw new Error('bench: expected a mail for each webhook, got fewer')
    return atMs - dueMs
  })
  return { perSecond, count, answer: percentiles(answerMs), mail: percentiles(mailMs) }
}

function percentiles(values: readonly number[]) {
  return { p50Ms: percentile(values, 50), p99Ms: percentile(values, 99) }
}
