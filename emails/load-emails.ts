import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { AppError } from '../src/core/app-error.ts'
import { Secret } from '../src/core/secret.ts'
import { type Catalogue, loadCatalogues } from './catalogue.ts'
import { checkCompiled, checkTemplate } from './check-template.ts'
import { checkRendered } from './check-rendered.ts'
import {
  type CompileMjml,
  compileHtml,
  compileText,
  type PartSource,
  readLayouts,
  templateFault,
} from './compile-template.ts'
import { moduleExports, moduleIds } from './folder.ts'
import { composeMime } from './mime.ts'
import type { RenderRequest } from './render-request.ts'
import { type CompiledTemplate, renderParts } from './renderer.ts'
import type { Template, TemplateId } from './template.ts'

const TEMPLATES = new URL('./templates/', import.meta.url)
const LOCALES = new URL('./locales/', import.meta.url)

/** Every email that Doorkey can send, checked and compiled. */
export interface Emails {
  /** Sorted. */
  readonly templates: readonly string[]
  /** Sorted BCP 47 tags. */
  readonly locales: readonly string[]
  /**
   * The exact bytes of one mail. Throws `ADDRESS_INVALID` for the recipient, sender or support
   * address, and `MAIL_INVALID` for a value that a mail cannot show.
   */
  render(mail: RenderRequest): Promise<{ readonly bytes: Secret<Buffer>; readonly subject: string }>
}

/**
 * Loads, compiles and checks every template in every language, so that a broken one stops the start
 * and not a mail. Throws `TEMPLATE_INVALID` naming file and line, `LOCALE_INVALID` naming file and key.
 */
export async function loadEmails(
  options: { readonly templatesDirectory?: URL; readonly localesDirectory?: URL } = {},
): Promise<Emails> {
  const { templatesDirectory = TEMPLATES, localesDirectory = LOCALES } = options
  // Imported here: MJML takes most of a second to load, and a receiver or the CLI never needs it.
  const [{ default: compile }, catalogues, layouts] = await Promise.all([
    import('mjml'),
    loadCatalogues(localesDirectory),
    readLayouts(),
  ])
  const compiled = new Map<string, CompiledTemplate>()
  for (const id of moduleIds(templatesDirectory)) {
    compiled.set(id, await loadTemplate(id, templatesDirectory, layouts, catalogues, compile))
  }
  if (compiled.size === 0) {
    throw new AppError('TEMPLATE_INVALID', 'templates: expected at least one, got none')
  }
  return {
    templates: [...compiled.keys()],
    locales: [...catalogues.keys()],
    async render(mail) {
      const template = compiled.get(mail.template)
      const catalogue = catalogues.get(mail.locale)
      if (!template || !catalogue) {
        const got = `${mail.template} in ${mail.locale}`
        throw new AppError('MAIL_INVALID', `mail: expected a known template and locale, got ${got}`)
      }
      const parts = renderParts(template, catalogue, mail)
      const { from, to, messageId, date, locale } = mail
      const bytes = await composeMime({ ...parts, from, to, messageId, date, locale })
      return { bytes: new Secret(bytes), subject: parts.subject }
    },
  }
}

/** Whether `id`, read from a row, is a template of this version. */
export function isTemplateId(id: string): id is TemplateId {
  return /^[a-z]+(?:-[a-z]+)*$/.test(id) && existsSync(new URL(`${id}.mjml`, TEMPLATES))
}

async function loadTemplate(
  id: string,
  directory: URL,
  layouts: Awaited<ReturnType<typeof readLayouts>>,
  catalogues: ReadonlyMap<string, Catalogue>,
  compile: CompileMjml,
): Promise<CompiledTemplate> {
  const template = (await moduleExports(directory, id)).find(isTemplate)
  if (!template) throw templateFault(`templates/${id}.ts`, 1, 'expected a template, got none')
  const parts: { html: PartSource; text: PartSource } = {
    html: {
      layout: layouts.html,
      content: { name: `templates/${id}.mjml`, text: await readMjml(id, directory) },
    },
    text: {
      layout: layouts.text,
      content: { name: `templates/${id}.ts, text`, text: template.text.trimStart() },
    },
  }
  const english = catalogues.get('en')
  if (!english) throw new AppError('LOCALE_INVALID', 'locales: expected en.ts, got none')
  checkTemplate(id, template, parts, english)
  const [ltr, rtl] = await Promise.all([
    compileHtml(compile, parts.html, 'ltr'),
    compileHtml(compile, parts.html, 'rtl'),
  ])
  checkCompiled(id, template, parts.html, ltr, english)
  const compiled = { id, template, html: { ltr, rtl }, text: compileText(parts.text) }
  for (const catalogue of catalogues.values()) checkRendered(compiled, catalogue)
  return compiled
}

async function readMjml(id: string, directory: URL): Promise<string> {
  const name = `${id}.mjml`
  try {
    return await readFile(new URL(name, directory), 'utf8')
  } catch (cause) {
    throw templateFault(`templates/${name}`, 1, `expected a file beside ${id}.ts, got none`, cause)
  }
}

function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'template'
}
