import { Type } from 'typebox'
import { type Child, startChild } from '../children/child.ts'
import { ratios, type Spread, spread, steadyRate } from '../statistics.ts'
import { CLOSED_LOOP, MAILS } from './replies.ts'
import type { Setting } from './setting.ts'
import { BUILTIN_SOURCE, HTTP_SOURCE } from './sources.ts'

/** As many as the product's password worker takes at once. */
const HASHES_AT_ONCE = 16
const POSTS_AT_ONCE = 16
const FIRST_MAILS = 40
/** Below the share of one source, so that no event waits for upkeep. */
const MAILS_MAX = 900
const MAILS_MIN = 20
const TIMEOUT_MS = 30_000

const HASHED = Type.Object({ perSecond: Type.Number() })

/** Events per second, from a burst of webhooks to the mails at SES. */
export interface WholePath {
  /** The password hash by itself: what the built-in directory's path cannot pass. */
  readonly argon2: Spread
  readonly builtin: Spread
  readonly http: Spread
  readonly builtinToArgon2: Spread
  readonly httpToArgon2: Spread
}

/** The running Doorkey and the SES stub that it sends to. */
export interface Path {
  readonly port: number
  /** `DOORKEY_ADMIN_KEY`. */
  readonly adminKey: string
  readonly ses: Child
}

/**
 * In turn: hashes alone, then bursts of webhooks for either kind of directory. The burst takes a
 * few hundredths of the time that its mails take, so the stages always have work; the rate is that
 * of the mails from the first tenth to the ninth.
 */
export async function measureWholePath(setting: Setting, path: Path): Promise<WholePath> {
  const { plan, say } = setting
  const hasher = startChild('hasher')
  setting.atEnd(hasher.stop)
  const send = createBursts(setting, path)
  const builtinMails = mailsFor(plan.pathMs, await send(BUILTIN_SOURCE, FIRST_MAILS))
  const httpMails = mailsFor(plan.pathMs, await send(HTTP_SOURCE, FIRST_MAILS))

  const argon2: number[] = []
  const builtin: number[] = []
  const http: number[] = []
  const hash = { durationMs: plan.hashMs, concurrency: HASHES_AT_ONCE }
  for (let round = 0; round < plan.rounds; round += 1) {
    say(`whole path: round ${round + 1} of ${plan.rounds}`)
    argon2.push((await hasher.ask('hash', hash, HASHED)).perSecond)
    builtin.push(await send(BUILTIN_SOURCE, builtinMails))
    http.push(await send(HTTP_SOURCE, httpMails))
  }
  return {
    argon2: spread(argon2),
    builtin: spread(builtin),
    http: spread(http),
    builtinToArgon2: ratios(builtin, argon2),
    httpToArgon2: ratios(http, argon2),
  }
}

function createBursts({ load, secret }: Setting, { port, ses }: Path) {
  let first = 0
  return async (source: string, count: number): Promise<number> => {
    await load.ask('prepare', { sources: [source], first, count, secret }, Type.Null())
    first += count
    const burst = { port, connections: POSTS_AT_ONCE, durationMs: TIMEOUT_MS }
    const posted = await load.ask('closedLoop', burst, CLOSED_LOOP)
    if (posted.refused > 0 || posted.answered !== count) {
      throw new Error(`bench: expected ${count} webhooks answered 202, got other answers`)
    }
    const mails = await ses.ask('until', { count, timeoutMs: TIMEOUT_MS }, MAILS)
    return steadyRate(mails.map(({ atMs }) => atMs))
  }
}

function mailsFor(durationMs: number, perSecond: number): number {
  return Math.min(MAILS_MAX, Math.max(MAILS_MIN, Math.round((perSecond * durationMs) / 1_000)))
}
