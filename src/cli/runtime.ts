import { destination } from 'pino'
import { loadConfig, processEnvironment, provideToProcess, readSettings } from '../config.ts'
import type { DoorkeyConfig } from '../config/doorkey-config.ts'
import type { Environment } from '../config/environment.ts'
import type { Settings } from '../config/settings.ts'
import type { EmbeddedEnvironment } from '../embedded/environment.ts'
import { createLogger } from '../ops/logger.ts'

/** What every command that runs Doorkey needs. */
export interface Runtime {
  readonly environment: Environment
  readonly settings: Settings
  readonly config: DoorkeyConfig
  readonly log: ReturnType<typeof createLogger>
  /** Present in embedded mode. */
  readonly embedded: EmbeddedEnvironment | undefined
  /** Stops the embedded servers. */
  close(): Promise<void>
}

/**
 * Reads the environment and the configuration; starts the embedded servers first where
 * `DOORKEY_EMBEDDED` asks for them. `configFile` goes before `DOORKEY_CONFIG`. Throws
 * `CONFIG_INVALID` with every fault.
 */
export async function openRuntime(options: {
  readonly configFile?: string | undefined
  /** Write log lines there instead of to standard output. */
  readonly logFile?: string
  /** Hears what takes time while embedded servers start. */
  readonly say: (line: string) => void
}): Promise<Runtime> {
  const overrides = options.configFile ? { DOORKEY_CONFIG: options.configFile } : {}
  const given = { ...processEnvironment(), ...overrides }
  const isEmbedded = readSettings(given, () => {}).embedded
  const embedded = isEmbedded ? await startEmbeddedServers(given, options.say) : undefined
  try {
    if (embedded) provideToProcess(embedded.added)
    const environment = embedded?.environment ?? given
    const { settings, config } = await loadConfig(environment)
    const log = createLogger({
      level: settings.logLevel,
      ...(options.logFile && {
        destination: destination({ dest: options.logFile, sync: true, mode: 0o600 }),
      }),
    })
    return { environment, settings, config, log, embedded, close: async () => embedded?.stop() }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

async function startEmbeddedServers(given: Environment, say: (line: string) => void) {
  // Imported here: what it runs is not installed in production.
  const { startEmbedded } = await import('../embedded/environment.ts')
  return startEmbedded(given, say)
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => resolve(signal))
    }
  })
}
