import { AppError } from '../src/core/app-error.ts'
import { type Catalogue, loadCatalogues } from './catalogue.ts'
import { compileChecked, type Workshop } from './compile-checked.ts'
import { readLayouts } from './compile-template.ts'
import type { ReportFault } from './email-faults.ts'
import { moduleIds } from './folder.ts'
import { LAYOUT, readOverrides } from './overrides.ts'
import type { CompiledTemplate } from './renderer.ts'
import { filesOf, readTemplate, type TemplateSource, withOverrides } from './template-source.ts'

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
  const compileOnce = onceForFiles({ compile, catalogues, report })
  const sources = new Map<string, TemplateSource>()
  const compiled = new Map<string, CompiledTemplate | undefined>()
  for (const id of ids) {
    const source = await readTemplate(id, templatesDirectory, layouts, revision).catch(
      (error: unknown) => report(error, { template: id }),
    )
    if (!source) continue
    sources.set(id, source)
    compiled.set(id, await compileOnce(source, source))
  }
  for (const list of folders.overrides ?? []) {
    const overrides = await readOverrides(list, ids, report)
    const layout = overrides.get(LAYOUT) ?? {}
    for (const [id, ours] of sources) {
      const source = withOverrides(ours, { content: overrides.get(id) ?? {}, layout })
      compiled.set(keyOf(id, list), await compileOnce(source, ours))
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

/** Many sources share most of their files, and a template takes tenths of a second. */
function onceForFiles(workshop: Workshop) {
  const known = new Map<string, Promise<CompiledTemplate | undefined>>()
  return (source: TemplateSource, ours: TemplateSource) => {
    const files = filesOf(source)
    const result = known.get(files) ?? compileChecked(source, ours, workshop)
    known.set(files, result)
    return result
  }
}

function keyOf(id: string, folders: readonly string[]): string {
  return [id, ...folders].join('\0')
}

function noTemplates(): AppError {
  return new AppError('TEMPLATE_INVALID', 'templates: expected at least one, got none')
}
