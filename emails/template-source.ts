import { readFile } from 'node:fs/promises'
import { type PartSource, type SourceFile, templateFault } from './compile-template.ts'
import { moduleExports } from './folder.ts'
import type { Override } from './overrides.ts'
import type { Template } from './template.ts'

/** A template as it is written, inside its layouts. */
export interface TemplateSource {
  readonly id: string
  readonly template: Template
  readonly parts: { readonly html: PartSource; readonly text: PartSource }
}

/** One file for the HTML and one for the text. */
export interface FilePair {
  readonly html: SourceFile
  readonly text: SourceFile
}

/** Reads one of our templates. Throws `TEMPLATE_INVALID` for a file that is absent or not one. */
export async function readTemplate(
  id: string,
  directory: URL,
  layouts: FilePair,
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

/** The template with the files of a customer in the place of those that they replace. */
export function withOverrides(
  { id, template, parts: { html, text } }: TemplateSource,
  { content = {}, layout = {} }: { readonly content?: Override; readonly layout?: Override },
): TemplateSource {
  return {
    id,
    template,
    parts: {
      html: { layout: layout.html ?? html.layout, content: content.html ?? html.content },
      text: { layout: layout.text ?? text.layout, content: content.text ?? text.content },
    },
  }
}

/** The same for two sources that are made of the same files. */
export function filesOf({ id, parts: { html, text } }: TemplateSource): string {
  const files = [html.layout, html.content, text.layout, text.content]
  return [id, ...files.map(({ path, name }) => path ?? name)].join('\0')
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
