import { type SourceFile, templateFault } from './compile-template.ts'
import { type MarkupAttribute, lineCounter, scanMarkup } from './markup.ts'

/** Tags that would bring in what these checks cannot see, or what mail clients refuse. */
const FORBIDDEN_TAGS = ['mj-include', 'mj-font', 'script', 'iframe', 'form', 'link', 'img']
const URL_ATTRIBUTES = ['href', 'src', 'background', 'background-url', 'action', 'srcset']
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
    if (FORBIDDEN_TAGS.includes(tag.name)) {
      throw templateFault(file.name, tag.line, `expected no <${tag.name}>, got one`)
    }
    for (const attribute of tag.attributes) checkAttribute(file, attribute)
  }
  const fetched = /@import|url\(/i.exec(file.text)
  if (fetched) {
    const line = lineCounter(file.text)(fetched.index)
    throw templateFault(file.name, line, `expected no request to elsewhere, got ${fetched[0]}`)
  }
}

function checkAttribute(file: SourceFile, { name, value, line }: MarkupAttribute): void {
  if (/^on/i.test(name)) throw templateFault(file.name, line, `expected no script, got ${name}`)
  if (!URL_ATTRIBUTES.includes(name) || SLOT_ALONE.test(value)) return
  if (name === 'href' && LITERAL_LINK.test(value) && !value.includes('{{')) return
  throw templateFault(file.name, line, `expected ${name} to be one link variable, got ${value}`)
}
