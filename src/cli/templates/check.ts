import { relative } from 'node:path'
import { type EmailFault, faultList } from '../../../emails/email-faults.ts'
import { readEmails } from '../../../emails/read-emails.ts'
import type { ExitCode } from '../command.ts'
import { emailSources } from './email-sources.ts'

interface CheckOptions {
  readonly configFile: string | undefined
  readonly isJson: boolean
  readonly say: (line: string) => void
}

/** Checks every template in every language, with the templates that sources bring; 1 for a fault. */
export async function checkTemplates({ configFile, isJson, say }: CheckOptions): Promise<ExitCode> {
  const sources = await emailSources(configFile)
  const { faults, report } = faultList()
  const overrides = sources.map(({ templateFolders }) => templateFolders)
  const library = await readEmails({ overrides }, report)
  const folders = [...new Set(overrides.flat())].map((folder) => relative('', folder))
  const counts = {
    templates: library.templates.length,
    locales: library.catalogues.size,
    folders,
    faults: faults.length,
  }
  const status = faults.length === 0 ? 'ok' : 'failed'
  if (isJson) {
    for (const { error, ...fault } of faults) {
      say(JSON.stringify({ status: 'failed', code: error.code, ...fault }))
    }
    say(JSON.stringify({ status, ...counts }))
    return faults.length === 0 ? 0 : 1
  }
  for (const fault of faults) say(linesOf(fault))
  const own = folders.length === 0 ? '' : `, with ${folders.join(', ')}`
  const sum = `${counts.templates} templates in ${counts.locales} languages${own}`
  say(faults.length === 0 ? `ok       ${sum}` : `failed   ${sum}: ${faults.length} faults`)
  return faults.length === 0 ? 0 : 1
}

function linesOf({
  file,
  line,
  template = '(all)',
  locale = '(all)',
  message,
  remedy,
}: EmailFault) {
  const place = line === undefined ? file : `${file}:${line}`
  const indent = ' '.repeat(9)
  return [
    `failed   ${place}`,
    `${indent}template ${template}, language ${locale}`,
    `${indent}${message}`,
    `${indent}remedy: ${remedy}`,
  ].join('\n')
}
