import { existsSync } from 'node:fs'
import type { MailBrand } from '../../../emails/render-request.ts'
import { SAMPLE_BRAND } from '../../../emails/sample.ts'
import { processEnvironment, readConfig, readSettings } from '../../config.ts'
import { configError, type Fault } from '../../config/faults.ts'

/** Who mails are made for: a configured source, or an example where there is none. */
export interface EmailSource {
  readonly name: string
  readonly brand: MailBrand
  readonly templateFolders: readonly string[]
}

/** The brand and the folders where nothing is configured. */
export const EXAMPLE_SOURCE: EmailSource = {
  name: 'example',
  brand: SAMPLE_BRAND,
  templateFolders: [],
}

/**
 * The sources of the configuration file; none where there is no file and none was named. What mails
 * have no use for, such as a secret that is not set, is no fault here. Throws `CONFIG_INVALID`.
 */
export async function emailSources(
  configFile: string | undefined,
): Promise<readonly EmailSource[]> {
  const environment = processEnvironment()
  const file = configFile ?? readSettings(environment, () => {}).configFile
  if (configFile === undefined && !existsSync(file)) return []
  const faults: Fault[] = []
  const config = await readConfig(file, environment, (fault) => void faults.push(fault))
  const ours = faults.filter(({ path }) => /^DOORKEY_CONFIG$|(^|\.)emails\./.test(path))
  if (ours.length > 0 || !config) throw configError(ours.length > 0 ? ours : faults)
  return [...config.sources.values()].map(({ name, brand, templateFolders }) => {
    return { name, brand, templateFolders }
  })
}
