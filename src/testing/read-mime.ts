/** What a mail says to its reader. */
export interface MailText {
  readonly subject: string
  /** Lines end with `\n`; empty where the mail has no such part. */
  readonly text: string
  readonly html: string
}

/**
 * Reads what Doorkey sends: text and HTML, also nested, in base64 or quoted-printable. A full reader
 * of mails is a package of its own; the exact bytes are there for it.
 */
export function readMime(raw: Buffer): MailText {
  const mail = readPart(raw.toString('latin1'))
  const leaves = leavesOf(mail)
  const find = (type: string) => {
    const part = leaves.find(({ headers }) => typeOf(headers) === type)
    return part ? decodeBody(part).replaceAll('\r\n', '\n') : ''
  }
  return {
    subject: decodeWords(mail.headers.get('subject') ?? ''),
    text: find('text/plain'),
    html: find('text/html'),
  }
}

interface Part {
  readonly headers: ReadonlyMap<string, string>
  /** One character a byte. */
  readonly body: string
}

function readPart(bytes: string): Part {
  const [, head = bytes, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(bytes) ?? []
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: new Map(headers), body }
}

function leavesOf(part: Part): readonly Part[] {
  const boundary = parameter(part.headers, 'boundary')
  if (!typeOf(part.headers).startsWith('multipart/') || boundary === undefined) return [part]
  const [, ...pieces] = `\r\n${part.body}`.split(`\n--${boundary}`)
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .flatMap((piece) => leavesOf(readPart(piece.replace(/^[ \t]*\r?\n/, '').replace(/\r$/, ''))))
}

function typeOf(headers: Part['headers']): string {
  const [type = ''] = (headers.get('content-type') ?? 'text/plain').split(';')
  return type.trim().toLowerCase()
}

function parameter(headers: Part['headers'], name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i')
  const [, quoted, bare] = found.exec(headers.get('content-type') ?? '') ?? []
  return quoted ?? bare
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquote(body.replaceAll(/=[ \t]*\r?\n/g, ''))
        : Buffer.from(body, 'latin1')
  return new TextDecoder(parameter(headers, 'charset') ?? 'utf-8').decode(bytes)
}

/** RFC 2047; white space between two encoded words is none. */
function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(
      /=\?([\w-]+)\?([BQ])\?([^?]*)\?=/gi,
      (_, charset: string, encoding: string, word: string) => {
        const isBase64 = encoding.toUpperCase() === 'B'
        const bytes = isBase64 ? Buffer.from(word, 'base64') : unquote(word.replaceAll('_', ' '))
        return new TextDecoder(charset).decode(bytes)
      },
    )
}

function unquote(text: string): Buffer {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
