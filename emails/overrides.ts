import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type SourceFile, templateFault } from './compile-template.ts'
import type { ReportFault } from './email-faults.ts'

/** What a template's name is in a customer's folder for the frame around every template. */
export const LAYOUT = 'layout'

/** A customer's own parts of one template, or of the layout; an absent one is ours. */
export interface Override {
  readonly html?: SourceFile
  readonly text?: SourceFile
}

/**
 * What a customer's folders replace, by id or `layout`: `<id>.mjml` the HTML, `<id>.txt` the text.
 * Each part comes from the nearest folder that has it; other files are no concern of ours. A name
 * that is no template's, or a folder that cannot be read, goes to `report` as `TEMPLATE_INVALID`.
 */
export async function readOverrides(
  folders: readonly string[],
  ids: readonly string[],
  report: ReportFault,
): Promise<ReadonlyMap<string, Override>> {
  const overrides = new Map<string, Override>()
  const names = [...ids, LAYOUT]
  // The nearest folder comes last, over those behind it.
  for (const folder of folders.toReversed()) {
    for (const name of await namesIn(folder, report)) {
      const [, id = '', extension] = /^(.+)\.(mjml|txt)$/.exec(name) ?? []
      if (extension === undefined) continue
      const path = join(folder, name)
      const shown = relative('', path)
      if (!names.includes(id)) {
        const message = `expected the name of a template (${names.join(', ')}), got ${id}`
        report(templateFault(shown, 1, message), { template: id })
        continue
      }
      const part = { name: shown, path, text: linesOf(await readFile(path, 'utf8')) }
      const parts = extension === 'mjml' ? { html: part } : { text: part }
      overrides.set(id, { ...overrides.get(id), ...parts })
    }
  }
  return overrides
}

/** What editors of other systems add is no part of a mail; the numbers of the lines stay. */
function linesOf(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
}

async function namesIn(folder: string, report: ReportFault): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (cause) {
    report(templateFault(relative('', folder), 1, 'expected a folder, got none', cause), {})
    return []
  }
}
