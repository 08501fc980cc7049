import type { IncomingHttpHeaders } from 'node:http'
import { addMs, type Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import { secretDigest } from '../credentials/secret-digest.ts'

const COOKIE = 'doorkey_console'
const TTL_MS = 8 * 3_600_000
/** `<end in Unix milliseconds>~<operator's id>~<seal>`; a longer one is none of ours. */
const COOKIE_FORMAT = /^(\d{13})~([\w-]{1,60})~([\w.-]{1,200})$/
/** What is sealed does not matter; that it opens under the time and key says all. */
const MARK = new Secret('')

/** Who is signed in to the console; kept in a sealed cookie, and nowhere else. */
export interface ConsoleSession {
  /** A `Set-Cookie` value that signs an operator in for eight hours. */
  start(operator: string): string
  /** A `Set-Cookie` value that signs out. */
  end(): string
  /** Whose cookie it is, while it is ours, in time, and made under the present bootstrap key. */
  holder(headers: IncomingHttpHeaders): string | undefined
}

/** `isSecure`: the browser sends the cookie over https only. */
export function createConsoleSession(uses: {
  readonly sealer: Sealer
  readonly clock: Clock
  readonly adminKey: Secret
  readonly isSecure: boolean
}): ConsoleSession {
  const { sealer, clock, adminKey, isSecure } = uses
  // A cookie made under another bootstrap key does not open: changing it signs everybody out.
  const keyDigest = secretDigest(adminKey).toString('hex')
  const context = (end: string, operator: string) =>
    `console.session:${keyDigest}:${operator}:${end}`
  const attributes = `Path=/console; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    start(operator) {
      const end = String(addMs(clock.now(), TTL_MS).getTime())
      const seal = sealer.seal(MARK, context(end, operator))
      return `${COOKIE}=${end}~${operator}~${seal}; Max-Age=${TTL_MS / 1_000}; ${attributes}`
    },
    end: () => `${COOKIE}=; Max-Age=0; ${attributes}`,
    holder(headers) {
      const [, end, operator, seal] = COOKIE_FORMAT.exec(cookieIn(headers.cookie)) ?? []
      if (end === undefined || operator === undefined || seal === undefined) return undefined
      const isOurs = opens(sealer, seal, context(end, operator))
      return isOurs && Number(end) > clock.now().getTime() ? operator : undefined
    },
  }
}

function opens(sealer: Sealer, seal: string, context: string): boolean {
  try {
    sealer.open(seal, context)
    return true
  } catch {
    // Forged, or made before a key was changed: either way nobody is signed in.
    return false
  }
}

function cookieIn(header: string | undefined): string {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const own = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))
  return own?.slice(COOKIE.length + 1) ?? ''
}
