import { AppError } from '../src/core/app-error.ts'
import type { Catalogue } from './catalogue.ts'
import { templateFault } from './compile-template.ts'
import type { MailBrand } from './render-request.ts'
import { type CompiledTemplate, renderParts, type RenderedParts } from './renderer.ts'
import { bareInput, everyForm, SAMPLE_BRAND } from './sample.ts'

/** Clients cut a mail off at about 102,000 bytes; far below that it also loads fast. */
const HTML_BYTES_MAX = 40_000
/** As MJML writes `<mj-preview>` and the direction of a section. */
const PREHEADER = /<body[^>]*>\s*<div style="display:none;[^"]*">[^<]*\S/
const SECTION = /<td\s+style="[^"]*\bdirection:(\w+);font-size:0px/g
const SCHEME_METAS = ['color-scheme', 'supported-color-schemes']
const FETCHED =
  /[\s:](?:src|srcset|background|poster|data|action)="([^"]*)"|@import|url\(|image-set\(/gi

/**
 * Renders every form of a template in one language, and the sample without any optional part, and
 * checks what only the whole page shows. Faults are `TEMPLATE_INVALID`, naming the file.
 */
export function checkRendered(
  compiled: CompiledTemplate,
  catalogue: Catalogue,
  report: (fault: AppError) => void,
): void {
  const { file, textFile } = compiled
  const { tag } = catalogue
  const { template } = compiled
  for (const input of [...everyForm(template, SAMPLE_BRAND), bareInput(template)]) {
    try {
      const parts = renderParts(compiled, catalogue, input)
      const wrong = (from: string) => (expected: string) => {
        report(templateFault(from, 1, `expected ${expected} in ${tag}, got another`))
      }
      brokenInHtml(parts, catalogue, input.brand).forEach(wrong(file))
      brokenInText(parts).forEach(wrong(textFile))
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      report(templateFault(file, 1, `expected a mail in ${tag}, got: ${cause.message}`, cause))
    }
  }
}

function brokenInHtml(
  { html, subject }: RenderedParts,
  { direction, tag }: Catalogue,
  { logoUrl }: MailBrand,
): string[] {
  return broken([
    ['no slot left open', !/\{\{|\}\}/.test(html + subject)],
    ['no MJML left', !/<\/?mj-/.test(html)],
    ['a title', /<title>[^<]*\S[^<]*<\/title>/.test(html)],
    ['a subject', subject.trim() !== ''],
    ['a preheader', PREHEADER.test(html)],
    [`lang="${tag}" on html`, html.includes(`<html lang="${tag}" dir="${direction}"`)],
    [
      `sections with the direction ${direction}`,
      [...html.matchAll(SECTION)].every((match) => match[1] === direction),
    ],
    ...SCHEME_METAS.map((name) => {
      const meta = new RegExp(`<meta\\s+name="${name}"\\s+content="light dark"`)
      return [`a meta ${name} of “light dark”`, meta.test(html)] as const
    }),
    [`at most ${HTML_BYTES_MAX} bytes of HTML`, Buffer.byteLength(html) <= HTML_BYTES_MAX],
    [
      'links to https and mailto only',
      linksOf(html).every((link) => /^(https|mailto):/.test(link)),
    ],
    [
      'no request to elsewhere but for the logo',
      fetchedBy(html).every((address) => address === '' || address === logoUrl),
    ],
  ])
}

function brokenInText({ text }: RenderedParts): string[] {
  return broken([
    ['no slot left open', !/\{\{|\}\}/.test(text)],
    ['addresses of https only', !/\b(?!https:)[a-z][a-z\d+.-]*:\/\//i.test(text)],
  ])
}

function broken(expectations: readonly (readonly [string, boolean])[]): string[] {
  return expectations.flatMap(([expected, holds]) => (holds ? [] : [expected]))
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/\shref="([^"]*)"/g)].map((match) => match[1] ?? '')
}

/** Some tags of MJML bring pictures from its makers, which their sources do not show. */
function fetchedBy(html: string): string[] {
  return [...html.matchAll(FETCHED)].map(([match, attribute]) => attribute ?? match)
}
