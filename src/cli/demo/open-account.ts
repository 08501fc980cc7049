import { setTimeout as sleep } from 'node:timers/promises'
import type { Secret } from '../../core/secret.ts'
import type { EmbeddedMail } from '../../embedded/ses.ts'

const TIMEOUT_MS = 10_000
const MAIL_POLL_MS = 25
const MAIL_TRIES = 200
/** How the generated passwords of the demo's sources look, alone on a line. */
const PASSWORD_LINE = /^[A-Za-z0-9]{20}$/m
const RESET_LINK = /^(\S+\/reset\/cred_[^#\s]+)#(\S+)$/m

/** What the demo does as the reader of its mails. */
export interface Reader {
  /** True when the password in the newest mail to `to` opens the account. */
  opensWithMailedPassword(source: string, to: string): Promise<boolean>
  /** Follows the link in the newest mail, sets a password, and is true when that one opens it. */
  opensAfterReset(source: string, to: string): Promise<boolean>
}

export function createReader(uses: {
  readonly baseUrl: string
  readonly adminKey: Secret
  readonly inbox: () => Promise<readonly EmbeddedMail[]>
}): Reader {
  const opens = async (source: string, email: string, password: string): Promise<boolean> => {
    const response = await fetch(`${uses.baseUrl}/v1/credentials/verify`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${uses.adminKey.reveal()}`,
      },
      body: JSON.stringify({ source, email, password }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer = await response.text()
    return response.ok && /"status":"(ok|must_change)"/.test(answer)
  }

  return {
    async opensWithMailedPassword(source, to) {
      const match = await findInMail(uses.inbox, to, PASSWORD_LINE)
      return match !== undefined && opens(source, to, match[0])
    },
    async opensAfterReset(source, to) {
      const match = await findInMail(uses.inbox, to, RESET_LINK)
      const [, page, token] = match ?? []
      if (page === undefined || token === undefined) return false
      const password = `chosen-in-the-demo-${token.slice(0, 8)}-A1`
      const response = await fetch(page, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token, password }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      return response.ok && opens(source, to, password)
    },
  }
}

/** The emulator shows a mail a moment after it has answered. */
async function findInMail(
  inbox: () => Promise<readonly EmbeddedMail[]>,
  to: string,
  pattern: RegExp,
): Promise<RegExpMatchArray | undefined> {
  for (let tries = 0; tries < MAIL_TRIES; tries += 1) {
    const mails = (await inbox()).filter((mail) => mail.to.includes(to))
    const found = mails.map((mail) => mail.text.match(pattern)).findLast((match) => match !== null)
    if (found) return found
    await sleep(MAIL_POLL_MS)
  }
  return undefined
}
