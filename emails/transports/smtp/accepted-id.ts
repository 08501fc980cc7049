import type { Secret } from '../../../src/core/secret.ts'

/** How servers name what they took, each with its group: the last reply line, without its codes. */
const NAMED: readonly RegExp[] = [
  /\bqueued as <?([\w.@+-]{4,100})/i, // Postfix, Mailpit, Haraka
  /\bid=([\w.-]{4,100})/, // Exim
  /^([\w.-]{4,100}) Message accepted for delivery/i, // Sendmail, OpenSMTPD
  /^Ok ([0-9a-f]{16}-[0-9a-f-]{20,60})$/i, // Amazon SES
  /^<([^<>\s]{4,200})>/, // Exchange
]
const CODES = /^\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?(?:OK (?=<))?/i
const MESSAGE_ID = /^Message-ID:\s*<([^<>\s]{1,250})>/im

/** The server's own id from its last reply, else our Message-ID, which its log names as well. */
export function acceptedId(reply: string, bytes: Secret<Buffer>): string {
  const text = reply.trim().split(/\r?\n/).at(-1)?.replace(CODES, '') ?? ''
  for (const form of NAMED) {
    const id = form.exec(text)?.[1]
    if (id !== undefined) return id
  }
  const mail = bytes.reveal()
  const headers = mail.subarray(0, Math.max(0, mail.indexOf('\r\n\r\n'))).toString('latin1')
  return MESSAGE_ID.exec(headers)?.[1] ?? 'unnamed'
}
