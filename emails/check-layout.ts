import { CONTENT, type PartSource, type SourceFile, templateFault } from './compile-template.ts'
import { lineCounter } from './markup.ts'
import { parseSegments } from './segments.ts'

const PREVIEW = /<mj-preview>\s*\{\{\s*text\.preheader\s*\}\}/

/**
 * Checks what a layout owes every template: it takes it in once and always, and shows the preheader.
 * The rest is seen in each mail. Throws `TEMPLATE_INVALID` naming file and line.
 */
export function checkLayout(parts: { readonly html: PartSource; readonly text: PartSource }): void {
  for (const { layout } of [parts.html, parts.text]) checkContentSlot(layout)
  const { name, text } = parts.html.layout
  if (PREVIEW.test(text)) return
  throw templateFault(name, 1, 'expected <mj-preview> to begin with {{text.preheader}}, got none')
}

/** The line of a layout where the template comes in; 1 where it never does. */
export function contentLine({ text }: SourceFile): number {
  return lineCounter(text)(Math.max(text.indexOf(CONTENT), 0))
}

function checkContentSlot(layout: SourceFile): void {
  const times = layout.text.split(CONTENT).length - 1
  const line = times > 1 ? lineCounter(layout.text)(layout.text.lastIndexOf(CONTENT)) : 1
  if (times !== 1) {
    const got = times === 0 ? 'none' : `${times}`
    throw templateFault(layout.name, line, `expected ${CONTENT} once, got ${got}`)
  }
  const isAlways = parseSegments(layout.text, 'html').some((segment) => {
    return segment.kind === 'literal' && segment.text.includes(CONTENT)
  })
  if (isAlways) return
  const message = `expected ${CONTENT} outside every block, got it inside`
  throw templateFault(layout.name, contentLine(layout), message)
}
