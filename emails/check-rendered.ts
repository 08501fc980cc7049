import type { Catalogue } from './catalogue.ts'
import { templateFault } from './compile-template.ts'
import { type CompiledTemplate, renderParts, type RenderInput } from './renderer.ts'

/** Clients cut a mail off at about 102,000 bytes; far below that it also loads fast. */
const HTML_BYTES_MAX = 40_000

/**
 * Renders the template's sample in one language, once with every optional part and once without, and
 * checks what only the whole page shows. Throws `TEMPLATE_INVALID` naming the file.
 */
export function checkRendered(compiled: CompiledTemplate, catalogue: Catalogue): void {
  const file = `templates/${compiled.id}.mjml`
  const { direction, tag } = catalogue
  for (const input of [fullInput(compiled), bareInput(compiled)]) {
    const { html, text, subject } = renderParts(compiled, catalogue, input)
    const bytes = Buffer.byteLength(html)
    const expectations: readonly (readonly [string, boolean])[] = [
      ['no slot left open', !/\{\{|\}\}/.test(html + text + subject)],
      ['no MJML left', !/<\/?mj-/.test(html)],
      ['a title', /<title>[^<]*\S[^<]*<\/title>/.test(html)],
      ['a subject', subject.trim() !== ''],
      [`lang="${tag}" on html`, html.includes(`<html lang="${tag}" dir="${direction}"`)],
      [`at most ${HTML_BYTES_MAX} bytes of HTML`, bytes <= HTML_BYTES_MAX],
    ]
    for (const [expected, holds] of expectations) {
      if (!holds) throw templateFault(file, 1, `expected ${expected} in ${tag}, got another`)
    }
  }
}

function fullInput({ template }: CompiledTemplate): RenderInput {
  return {
    brand: {
      name: 'Example',
      color: '#1a56db',
      logoUrl: 'https://brand.example/logo.png',
      loginUrl: 'https://brand.example/login',
      supportEmail: 'help@brand.example',
    },
    date: new Date(0),
    variables: template.sample,
  }
}

/** The sample with every fact false and everything that may be absent absent. */
function bareInput({ template }: CompiledTemplate): RenderInput {
  const variables = Object.entries(template.sample).map(([name, value]) => {
    const kind = template.variables[name]
    if (kind === 'fact') return [name, false] as const
    return [name, kind === 'name' || kind === 'expiry' ? null : value] as const
  })
  return {
    brand: { name: 'Example', color: '#1a56db' },
    date: new Date(0),
    variables: Object.fromEntries(variables),
  }
}
