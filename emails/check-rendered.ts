import { AppError } from '../src/core/app-error.ts'
import type { Catalogue } from './catalogue.ts'
import { templateFault } from './compile-template.ts'
import { type CompiledTemplate, renderParts, type RenderedParts } from './renderer.ts'
import { bareInput, fullInput, SAMPLE_BRAND } from './sample.ts'

/** Clients cut a mail off at about 102,000 bytes; far below that it also loads fast. */
const HTML_BYTES_MAX = 40_000

/**
 * Renders the template's sample in one language, once with every optional part and once without, and
 * checks what only the whole page shows. Faults are `TEMPLATE_INVALID`, naming the file.
 */
export function checkRendered(
  compiled: CompiledTemplate,
  catalogue: Catalogue,
  report: (fault: AppError) => void,
): void {
  const { file } = compiled
  const { tag } = catalogue
  for (const input of [fullInput(compiled.template, SAMPLE_BRAND), bareInput(compiled.template)]) {
    try {
      const parts = renderParts(compiled, catalogue, input)
      for (const expected of broken(parts, catalogue)) {
        report(templateFault(file, 1, `expected ${expected} in ${tag}, got another`))
      }
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      report(templateFault(file, 1, `expected a mail in ${tag}, got: ${cause.message}`, cause))
    }
  }
}

function broken({ html, text, subject }: RenderedParts, { direction, tag }: Catalogue): string[] {
  const expectations: readonly (readonly [string, boolean])[] = [
    ['no slot left open', !/\{\{|\}\}/.test(html + text + subject)],
    ['no MJML left', !/<\/?mj-/.test(html)],
    ['a title', /<title>[^<]*\S[^<]*<\/title>/.test(html)],
    ['a subject', subject.trim() !== ''],
    [`lang="${tag}" on html`, html.includes(`<html lang="${tag}" dir="${direction}"`)],
    [`at most ${HTML_BYTES_MAX} bytes of HTML`, Buffer.byteLength(html) <= HTML_BYTES_MAX],
    [
      'links to https and mailto only',
      linksOf(html).every((link) => /^(https|mailto):/.test(link)),
    ],
    ['addresses of https only', !/\b(?!https:)[a-z][a-z\d+.-]*:\/\//i.test(text)],
  ]
  return expectations.flatMap(([expected, holds]) => (holds ? [] : [expected]))
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/\shref="([^"]*)"/g)].map((match) => match[1] ?? '')
}
