import { readFile } from 'node:fs/promises'
import { AppError } from '../src/core/app-error.ts'
import { type Catalogue, loadCatalogues } from './catalogue.ts'
import { checkContrast } from './check-contrast.ts'
import { checkRendered } from './check-rendered.ts'
import { checkCompiled, checkTemplate } from './check-template.ts'
import {
  type CompileMjml,
  compileHtml,
  compileText,
  type PartSource,
  readLayouts,
  templateFault,
} from './compile-template.ts'
import type { ReportFault } from './email-faults.ts'
import { moduleExports, moduleIds } from './folder.ts'
import { readOverrides } from './overrides.ts'
import type { CompiledTemplate } from './renderer.ts'
import type { Template } from './template.ts'

const TEMPLATES = new URL('./templates/', import.meta.url)
const LOCALES = new URL('./locales/', import.meta.url)

export interface EmailFolders {
  readonly templatesDirectory?: URL
  readonly localesDirectory?: URL
  /** Customers' own folders, a list for each source: nearest first. */
  readonly overrides?: Iterable<readonly string[]>
  /** Another number reads anew the files that a process reads once. */
  readonly revision?: number
}

/** Every sound template and language. */
export interface EmailLibrary {
  /** Ours, sorted, sound or not. */
  readonly templates: readonly string[]
  readonly catalogues: ReadonlyMap<string, Catalogue>
  /** The template as a customer's folders have it, or ours; `undefined` for one unknown or faulty. */
  find(id: string, folders?: readonly string[]): CompiledTemplate | undefined
}

/** Compiles and checks every template in every language; each fault goes to `report`. */
export async function readEmails(
  folders: EmailFolders,
  report: ReportFault,
): Promise<EmailLibrary> {
  const { templatesDirectory = TEMPLATES, localesDirectory = LOCALES, revision } = folders
  // Imported here: MJML takes most of a second to load, and a receiver or the CLI never needs it.
  const [{ default: compile }, catalogues, layouts] = await Promise.all([
    import('mjml'),
    loadCatalogues(localesDirectory, report, revision),
    readLayouts(),
  ])
  const ids = moduleIds(templatesDirectory)
  if (ids.length === 0) report(noTemplates(), {})
  const workshop: Workshop = { compile, catalogues, report }
  const sources = new Map<string, TemplateSource>()
  const compiled = new Map<string, CompiledTemplate | undefined>()
  for (const id of ids) {
    const source = await readTemplate(id, templatesDirectory, layouts, revision).catch(
      (error: unknown) => report(error, { template: id }),
    )
    if (!source) continue
    sources.set(id, source)
    compiled.set(id, await compileTemplate(source, workshop))
  }
  for (const list of folders.overrides ?? []) {
    const overrides = await readOverrides(list, ids, report)
    for (const [id, { html, text }] of overrides) {
      const source = sources.get(id)
      if (!source || compiled.has(keyOf(id, list))) continue
      const parts = {
        html: html ? { ...source.parts.html, content: html } : source.parts.html,
        text: text ? { ...source.parts.text, content: text } : source.parts.text,
      }
      compiled.set(keyOf(id, list), await compileTemplate({ ...source, parts }, workshop))
    }
  }
  return {
    templates: ids,
    catalogues,
    find(id, list = []) {
      const key = keyOf(id, list)
      return compiled.has(key) ? compiled.get(key) : compiled.get(id)
    },
  }
}

/** A template as it is written. */
interface TemplateSource {
  readonly id: string
  readonly template: Template
  readonly parts: { readonly html: PartSource; readonly text: PartSource }
}

interface Workshop {
  readonly compile: CompileMjml
  readonly catalogues: ReadonlyMap<string, Catalogue>
  readonly report: ReportFault
}

function keyOf(id: string, folders: readonly string[]): string {
  return [id, ...folders].join('\0')
}

async function readTemplate(
  id: string,
  directory: URL,
  layouts: Awaited<ReturnType<typeof readLayouts>>,
  revision: number | undefined,
): Promise<TemplateSource> {
  const module = `templates/${id}.ts`
  const exported = await moduleExports(directory, id, revision).catch((cause: unknown) => {
    const got = cause instanceof Error ? cause.message : 'another'
    throw templateFault(module, 1, `expected a module that loads, got ${got}`, cause)
  })
  const template = exported.find(isTemplate)
  if (!template) throw templateFault(module, 1, 'expected a template, got none')
  const mjml = { name: `templates/${id}.mjml`, text: await readMjml(id, directory) }
  const text = { name: `${module}, text`, text: template.text.trimStart() }
  const parts = {
    html: { layout: layouts.html, content: mjml },
    text: { layout: layouts.text, content: text },
  }
  return { id, template, parts }
}

/** `undefined` once its fault is reported. */
async function compileTemplate(
  source: TemplateSource,
  { compile, catalogues, report }: Workshop,
): Promise<CompiledTemplate | undefined> {
  const { id, template, parts } = source
  const english = catalogues.get('en')
  if (!english) return undefined
  try {
    checkTemplate(id, template, parts, english)
    const [ltr, rtl] = await Promise.all([
      compileHtml(compile, parts.html, 'ltr'),
      compileHtml(compile, parts.html, 'rtl'),
    ])
    checkCompiled(id, template, parts.html, ltr, english)
    const text = compileText(parts.text)
    const compiled = { id, file: parts.html.content.name, template, html: { ltr, rtl }, text }
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

async function readMjml(id: string, directory: URL): Promise<string> {
  const name = `${id}.mjml`
  try {
    return await readFile(new URL(name, directory), 'utf8')
  } catch (cause) {
    throw templateFault(`templates/${name}`, 1, `expected a file beside ${id}.ts, got none`, cause)
  }
}

function noTemplates(): AppError {
  return new AppError('TEMPLATE_INVALID', 'templates: expected at least one, got none')
}

function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'template'
}
