import type { AppError } from '../src/core/app-error.ts'
import type { Catalogue } from './catalogue.ts'
import { checkContrast } from './check-contrast.ts'
import { checkLayout, contentLine } from './check-layout.ts'
import { checkRendered } from './check-rendered.ts'
import { checkCompiled, checkTemplate } from './check-template.ts'
import { type CompileMjml, compileHtml, compileText, templateFault } from './compile-template.ts'
import { type EmailFault, faultList, type ReportFault } from './email-faults.ts'
import type { CompiledTemplate } from './renderer.ts'
import { filesOf, type TemplateSource, withOverrides } from './template-source.ts'

export interface Workshop {
  readonly compile: CompileMjml
  readonly catalogues: ReadonlyMap<string, Catalogue>
  readonly report: ReportFault
}

/**
 * Compiles a template in the layouts that it is sent in, and checks it in every language. `ours` is
 * the same template without a customer's files. `undefined` where it could not be compiled; each
 * fault was reported then, with the file that is to be corrected.
 */
export async function compileChecked(
  source: TemplateSource,
  ours: TemplateSource,
  workshop: Workshop,
): Promise<CompiledTemplate | undefined> {
  const { html, text } = ours.parts
  const layout = { html: html.layout, text: text.layout }
  const inOurs = withOverrides(source, { layout })
  if (filesOf(inOurs) === filesOf(source)) return compileAndCheck(source, workshop)
  const { faults, report } = faultList()
  const compiled = await compileAndCheck(source, { ...workshop, report })
  if (faults.length === 0) return compiled
  const alone = faultList()
  // In our layout a template shows the faults that are its own.
  await compileAndCheck(inOurs, { ...workshop, report: alone.report })
  const own = new Set(alone.faults.map(identityOf))
  for (const fault of faults) {
    const { template, locale } = fault
    const place = { ...(template && { template }), ...(locale && { locale }) }
    workshop.report(own.has(identityOf(fault)) ? fault.error : blamed(fault, source, ours), place)
  }
  return compiled
}

/** The fault as one of the own layout that made it, where it is named after what is in it. */
function blamed(fault: EmailFault, { parts }: TemplateSource, ours: TemplateSource): AppError {
  for (const part of ['html', 'text'] as const) {
    const { layout, content } = parts[part]
    if (layout === ours.parts[part].layout || fault.file !== content.name) continue
    // A fault of the whole mail has a language.
    const line = fault.locale === undefined ? contentLine(layout) : 1
    return templateFault(layout.name, line, fault.message, fault.error)
  }
  return fault.error
}

/** What is to be compared of two faults: not the colours, which differ from layout to layout. */
function identityOf({ file, locale, message }: EmailFault): string {
  return [file, locale, message.replace(/got [^“]*“/, '“')].join('\0')
}

async function compileAndCheck(
  { id, template, parts }: TemplateSource,
  { compile, catalogues, report }: Workshop,
): Promise<CompiledTemplate | undefined> {
  const english = catalogues.get('en')
  if (!english) return undefined
  try {
    checkTemplate(id, template, parts, english)
    checkLayout(parts)
    const [ltr, rtl] = await Promise.all([
      compileHtml(compile, parts.html, 'ltr'),
      compileHtml(compile, parts.html, 'rtl'),
    ])
    checkCompiled(id, template, parts.html, ltr, english)
    const files = { file: parts.html.content.name, textFile: parts.text.content.name }
    const compiled = { id, ...files, template, html: { ltr, rtl }, text: compileText(parts.text) }
    checkLanguages(compiled, catalogues, report)
    return compiled
  } catch (error) {
    report(error, { template: id })
    return undefined
  }
}

function checkLanguages(
  compiled: CompiledTemplate,
  catalogues: ReadonlyMap<string, Catalogue>,
  report: ReportFault,
): void {
  const directions = new Set<string>()
  for (const [locale, catalogue] of catalogues) {
    const reportHere = (error: AppError) => report(error, { template: compiled.id, locale })
    checkRendered(compiled, catalogue, reportHere)
    // The colours are those of the page, and there is one for each direction.
    if (directions.has(catalogue.direction)) continue
    directions.add(catalogue.direction)
    checkContrast(compiled, catalogue, reportHere)
  }
}
