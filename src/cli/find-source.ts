import type { Source } from '../config/doorkey-config.ts'
import { configError, type Fault } from '../config/faults.ts'
import { processEnvironment, readConfig, readSettings } from '../config.ts'
import { embeddedSecrets } from '../embedded/secrets.ts'
import { UsageError } from './command.ts'

/** A configured source and where Doorkey is reached, without a trailing slash. */
export interface FoundSource {
  readonly source: Source
  readonly url: string
}

/**
 * Reads the configuration, as embedded mode would where its secrets lie there, and finds a source by
 * name. Throws `CONFIG_INVALID`, and `UsageError` for a name that is none.
 */
export async function findSource(
  name: string | undefined,
  given: { readonly config?: string | undefined; readonly url?: string | undefined },
): Promise<FoundSource> {
  const environment = { ...embeddedSecrets(), ...processEnvironment() }
  const faults: Fault[] = []
  const report = (fault: Fault): void => void faults.push(fault)
  const settings = readSettings(environment, report)
  const base = given.url ?? settings.publicUrl ?? `http://127.0.0.1:${settings.port}`
  const config = await readConfig(
    given.config ?? settings.configFile,
    { PUBLIC_URL: base, ...environment },
    report,
  )
  if (faults.length > 0 || !config) throw configError(faults)
  const source = config.sources.get(name ?? '')
  if (source) return { source, url: base.replace(/\/+$/, '') }
  const names = [...config.sources.keys()].join(', ')
  throw new UsageError(`expected a source out of ${names}, got ${name ?? 'none'}`)
}
