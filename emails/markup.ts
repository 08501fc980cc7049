/** An attribute as written, with the line it starts on. */
export interface MarkupAttribute {
  readonly name: string
  readonly value: string
  readonly line: number
}

export interface MarkupTag {
  readonly name: string
  readonly line: number
  readonly attributes: readonly MarkupAttribute[]
}

export interface MarkupFault {
  readonly line: number
  readonly message: string
}

const TOKEN = /<!--[\s\S]*?-->|<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|</g
const ATTRIBUTE = /([\w:-]+)="([^"<]*)"/g

/**
 * Reads MJML as strict XML: MJML itself takes an unclosed tag in silence and drops its text.
 * Gives every opening tag and every fault in order, with lines counted from 1.
 */
export function scanMarkup(source: string): { tags: MarkupTag[]; faults: MarkupFault[] } {
  const tags: MarkupTag[] = []
  const faults: MarkupFault[] = []
  const open: { readonly name: string; readonly line: number }[] = []
  const lineAt = lineCounter(source)

  for (const match of source.matchAll(TOKEN)) {
    const line = lineAt(match.index)
    const [token, closed, opened, written = '', selfClosing] = match
    if (token.startsWith('<!--')) continue
    if (closed !== undefined) {
      const last = open.pop()
      if (last?.name === closed) continue
      const expected = last ? `</${last.name}> for line ${last.line}` : 'no closing tag'
      faults.push({ line, message: `expected ${expected}, got </${closed}>` })
      if (last) open.push(last)
    } else if (opened !== undefined) {
      tags.push({ name: opened, line, attributes: attributesOf(written, match, lineAt) })
      if (selfClosing !== '/') open.push({ name: opened, line })
    } else {
      const got = source.slice(match.index, match.index + 20).split('\n')[0]
      faults.push({ line, message: `expected a tag with double-quoted attributes, got ${got}` })
    }
  }
  for (const { name, line } of open) {
    faults.push({ line, message: `expected </${name}>, got the end of the file` })
  }
  return { tags, faults }
}

function attributesOf(
  written: string,
  tag: RegExpExecArray,
  lineAt: (offset: number) => number,
): MarkupAttribute[] {
  const start = tag.index + 1 + (tag[2] ?? '').length
  return [...written.matchAll(ATTRIBUTE)].map((match) => ({
    name: match[1] ?? '',
    value: match[2] ?? '',
    line: lineAt(start + match.index),
  }))
}

/** Gives a function from an offset in `source` to its line, counted from 1. */
export function lineCounter(source: string): (offset: number) => number {
  const breaks = [...source.matchAll(/\n/g)].map((match) => match.index)
  return (offset) => breaks.filter((at) => at < offset).length + 1
}
