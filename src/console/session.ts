import type { IncomingHttpHeaders } from 'node:http'
import { addMs, type Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import { secretDigest } from '../credentials/secret-digest.ts'

const COOKIE = 'doorkey_console'
const TTL_MS = 8 * 3_600_000
/** `<end in Unix milliseconds>~<seal>`; a longer one is none of ours. */
const COOKIE_FORMAT = /^(\d{13})~([\w.-]{1,200})$/
/** What is sealed does not matter; that it opens under the time and key says all. */
const MARK = new Secret('')

/** The one who is signed in; there is one operator key. */
export const OPERATOR = 'admin'

/** Who is signed in to the console; kept in a sealed cookie, and nowhere else. */
export interface ConsoleSession {
  /** A `Set-Cookie` value that signs in for eight hours. */
  start(): string
  /** A `Set-Cookie` value that signs out. */
  end(): string
  /** True while the request's cookie is ours, in time, and made under the present operator key. */
  isOpen(headers: IncomingHttpHeaders): boolean
}

/** `isSecure`: the browser sends the cookie over https only. */
export function createConsoleSession(uses: {
  readonly sealer: Sealer
  readonly clock: Clock
  readonly adminKey: Secret
  readonly isSecure: boolean
}): ConsoleSession {
  const { sealer, clock, adminKey, isSecure } = uses
  // A cookie made under another operator key does not open: changing the key signs everybody out.
  const keyDigest = secretDigest(adminKey).toString('hex')
  const context = (end: string) => `console.session:${keyDigest}:${end}`
  const attributes = `Path=/console; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    start() {
      const end = String(addMs(clock.now(), TTL_MS).getTime())
      const seal = sealer.seal(MARK, context(end))
      return `${COOKIE}=${end}~${seal}; Max-Age=${TTL_MS / 1_000}; ${attributes}`
    },
    end: () => `${COOKIE}=; Max-Age=0; ${attributes}`,
    isOpen(headers) {
      const [, end, seal] = COOKIE_FORMAT.exec(cookieIn(headers.cookie)) ?? []
      if (end === undefined || seal === undefined) return false
      return Number(end) > clock.now().getTime() && opens(sealer, seal, context(end))
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
