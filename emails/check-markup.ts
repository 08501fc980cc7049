import { type SourceFile, templateFault } from './compile-template.ts'
import { type MarkupAttribute, lineCounter, scanMarkup } from './markup.ts'

/** Tags that would bring in what these checks cannot see, or what mail clients refuse. */
const FORBIDDEN_TAGS =
  /^(?:mj-include|mj-font|script|iframe|form|link|img|base|object|embed|svg|video|audio)$/i
const URL_ATTRIBUTES = ['href', 'src', 'background', 'background-url', 'action', 'srcset']
/** A client asks for these when it shows the mail, so the link of a secret must not stand there. */
const FETCHED_VALUE = '{{logoUrl}}'
/** Comments that a client reads as part of the page, and these checks would not. */
const LIVE_COMMENT = /<!--(?:-?>|(?:(?!-->)[\s\S])*?(?:--!>|\[\s*(?:if|endif)\b))/i
/** What a link may be where it is no variable. */
const LITERAL_LINK = /^(?:https:\/\/[\w.-]+(?:\/|$)|mailto:[\w.+-]+@[\w.-]+$)/
const SLOT_ALONE = /^\{\{\w+\}\}$/

/**
 * Checks one MJML file by itself: balanced tags, nothing fetched from elsewhere, links to a link
 * variable or a literal address of https or mailto. Throws `TEMPLATE_INVALID` naming file and line.
 */
export function checkMarkup(file: SourceFile): void {
  const { tags, faults } = scanMarkup(file.text)
  const [fault] = faults
  if (fault) throw templateFault(file.name, fault.line, fault.message)
  for (const tag of tags) {
    if (FORBIDDEN_TAGS.test(tag.name)) {
      throw templateFault(file.name, tag.line, `expected no <${tag.name}>, got one`)
    }
    for (const attribute of tag.attributes) checkAttribute(file, attribute)
  }
  expectNone(file, LIVE_COMMENT, 'comment that a client takes for a part of the mail')
  expectNone(file, /@import|url\(|image-set\(/i, 'request to elsewhere')
}

function expectNone(file: SourceFile, pattern: RegExp, what: string): void {
  const found = pattern.exec(file.text)
  if (!found) return
  const line = lineCounter(file.text)(found.index)
  throw templateFault(file.name, line, `expected no ${what}, got ${found[0].split('\n')[0]}`)
}

function checkAttribute(file: SourceFile, { name, value, line }: MarkupAttribute): void {
  if (/^on/i.test(name)) throw templateFault(file.name, line, `expected no script, got ${name}`)
  if (/^http-equiv$/i.test(name)) {
    throw templateFault(file.name, line, `expected no ${name}, got ${value}`)
  }
  if (!URL_ATTRIBUTES.includes(name.toLowerCase())) return
  if (name === 'href' && (SLOT_ALONE.test(value) || isLiteralLink(value))) return
  if (value === FETCHED_VALUE) return
  const expected = name === 'href' ? 'one link variable' : FETCHED_VALUE
  throw templateFault(file.name, line, `expected ${name} to be ${expected}, got ${value}`)
}

function isLiteralLink(value: string): boolean {
  return LITERAL_LINK.test(value) && !value.includes('{{')
}
