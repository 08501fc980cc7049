import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type SourceFile, templateFault } from './compile-template.ts'
import type { ReportFault } from './email-faults.ts'

/** A customer's own parts of one template; an absent one is ours. */
export interface Override {
  readonly html?: SourceFile
  readonly text?: SourceFile
}

/**
 * The templates that a customer's folders replace, by id: `<id>.mjml` the HTML, `<id>.txt` the text.
 * Each part comes from the nearest folder that has it; other files are no concern of ours. A name
 * that is no template's, or a folder that cannot be read, goes to `report` as `TEMPLATE_INVALID`.
 */
export async function readOverrides(
  folders: readonly string[],
  ids: readonly string[],
  report: ReportFault,
): Promise<ReadonlyMap<string, Override>> {
  const overrides = new Map<string, Override>()
  // The nearest folder comes last, over those behind it.
  for (const folder of folders.toReversed()) {
    for (const name of await namesIn(folder, report)) {
      const [, id = '', extension] = /^(.+)\.(mjml|txt)$/.exec(name) ?? []
      if (extension === undefined) continue
      const path = join(folder, name)
      const shown = relative('', path)
      if (!ids.includes(id)) {
        const message = `expected the name of a template (${ids.join(', ')}), got ${id}`
        report(templateFault(shown, 1, message), { template: id })
        continue
      }
      const part = { name: shown, text: (await readFile(path, 'utf8')).trimStart() }
      const parts = extension === 'mjml' ? { html: part } : { text: part }
      overrides.set(id, { ...overrides.get(id), ...parts })
    }
  }
  return overrides
}

async function namesIn(folder: string, report: ReportFault): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (cause) {
    report(templateFault(relative('', folder), 1, 'expected a folder, got none', cause), {})
    return []
  }
}
