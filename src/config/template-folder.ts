import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EmailsInput } from './doorkey-config.ts'
import type { Fault } from './faults.ts'

/**
 * The absolute path of a folder with one's own templates, `undefined` where none is set. A relative
 * one counts from `directory`; what is no folder goes to `report`.
 */
export function templateFolder(
  path: string,
  emails: EmailsInput | undefined,
  directory: string,
  report: (fault: Fault) => void,
): string | undefined {
  const written: unknown = emails?.templates
  if (written === undefined) return undefined
  if (typeof written === 'string' && written !== '') {
    const folder = resolve(directory, written)
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder
  }
  report({
    path: `${path}.templates`,
    expected: 'a folder',
    got: typeof written === 'string' ? `'${written}'` : typeof written,
  })
  return undefined
}
