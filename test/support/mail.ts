/** What a reader finds in a mail. */
export interface MailFacts {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The password or code in the box; `undefined` in mails without one. */
  readonly secret: string | undefined
  /** Every address that the HTML links to, once, in order. */
  readonly links: readonly string[]
}

/** What a reader of mails gives, ours or another's. */
interface ReadMail {
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly html?: string | false | undefined
}

/** Pulls the facts out of a mail, from the HTML as a reader would take them. */
export function readMail(mail: ReadMail): MailFacts {
  const html = mail.html || ''
  const box = /class="secret"[\s\S]*?<span dir="ltr">([\s\S]*?)<\/span>/.exec(html)
  const links = [...html.matchAll(/\shref="([^"]*)"/g)].map((match) => unescapeHtml(match[1] ?? ''))
  return {
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html,
    secret: box ? unescapeHtml(box[1] ?? '') : undefined,
    links: [...new Set(links)],
  }
}

/** The character references that our own mails use. */
export function unescapeHtml(html: string): string {
  const characters: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? entity)
}
