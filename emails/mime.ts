import MailComposer from 'nodemailer/lib/mail-composer'
import { parseAddress, parseMailbox } from '../src/core/address.ts'
import { AppError } from '../src/core/app-error.ts'
import { cleanText } from './escape.ts'

/** One mail before it is bytes. */
export interface MimeInput {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly locale: string
  readonly messageId: string
  readonly date: Date
}

/**
 * The bytes of one mail: multipart/alternative, the text part first. Addresses are passed as objects:
 * a string with a line break in it would choose its own recipients (nodemailer 10.6, measured).
 * Throws `ADDRESS_INVALID` and `MAIL_INVALID`.
 */
export async function composeMime(mail: MimeInput): Promise<Buffer> {
  const from = parseMailbox(mail.from)
  const to = parseAddress(mail.to)
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(mail.messageId)) {
    throw new AppError('MAIL_INVALID', 'mail: expected an id as msg_…, got another')
  }
  const composer = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to: { name: '', address: to },
    subject: cleanText(mail.subject),
    text: mail.text,
    html: mail.html,
    date: mail.date,
    // SES replaces it; elsewhere a retry of the same bytes can be told from a second mail.
    messageId: `<${mail.messageId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    textEncoding: 'base64',
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.locale,
      'X-Doorkey-Message': mail.messageId,
    },
  })
  return composer.compile().build()
}
