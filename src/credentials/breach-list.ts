import { createHash } from 'node:crypto'

const PUBLIC_URL = 'https://api.pwnedpasswords.com'
const PREFIX_CHARACTERS = 5
const TIMEOUT_MS = 2_000
/** About 1,000 lines of 40 characters are usual. */
const ANSWER_BYTES_MAX = 512 * 1_024

/** A list of stolen passwords that is asked without telling it which one is meant. */
export interface BreachList {
  /** `unreachable` when no answer came that says it. Never throws. */
  find(password: string, url: string | undefined): Promise<'listed' | 'not_listed' | 'unreachable'>
}

/**
 * The range API of Have I Been Pwned (https://haveibeenpwned.com/API/v3#PwnedPasswords, read
 * 2026-11): five of the 40 hex digits of the SHA-1 go out, the hundreds of digests that begin with
 * them come back, padded so that the size of the answer tells nothing either. `url` may name a copy.
 */
export function createBreachList({ timeoutMs = TIMEOUT_MS } = {}): BreachList {
  return {
    async find(password, url = PUBLIC_URL) {
      const digest = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase()
      const suffix = digest.slice(PREFIX_CHARACTERS)
      try {
        const range = `${url.replace(/\/+$/, '')}/range/${digest.slice(0, PREFIX_CHARACTERS)}`
        const answer = await fetch(range, {
          headers: { 'add-padding': 'true', accept: 'text/plain' },
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (answer.status !== 200 || answer.body === null) return 'unreachable'
        return isIn(await readText(answer.body), suffix) ? 'listed' : 'not_listed'
      } catch {
        // Refused, too slow, redirected, too large: each leaves the question open.
        return 'unreachable'
      }
    },
  }
}

/** Padding has a count of 0. */
function isIn(lines: string, suffix: string): boolean {
  return lines.split(/\r?\n/).some((line) => {
    const [found = '', count = '0'] = line.trim().split(':')
    return found.toUpperCase() === suffix && Number(count) > 0
  })
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > ANSWER_BYTES_MAX) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}
