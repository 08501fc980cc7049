import { configError, type Fault } from '../config/faults.ts'
import { type Settings, SETTINGS } from '../config/settings.ts'
import { processEnvironment, readSettings } from '../config.ts'
import { Secret } from '../core/secret.ts'
import { waitForServer } from '../core/wait-for-server.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { pingDatabase } from '../database/ping-database.ts'

const WAIT_SECONDS = 30

/** What a command has that needs Postgres and nothing else. */
export interface DatabaseOnly {
  readonly database: Database['kysely']
  readonly databaseUrl: Secret
  readonly settings: Settings
}

/**
 * Runs `work` on the database at DATABASE_URL, which may still be starting, and closes it. Throws
 * `CONFIG_INVALID`, `DATABASE_UNREACHABLE`.
 */
export async function withDatabase<T>(work: (opened: DatabaseOnly) => Promise<T>): Promise<T> {
  const faults: Fault[] = []
  const settings = readSettings(processEnvironment(), (fault) => void faults.push(fault))
  if (settings.databaseUrl === undefined && faults.length === 0) {
    const { name: path, expected } = SETTINGS.databaseUrl
    faults.push({ path, expected, got: 'none' })
  }
  if (faults.length > 0) throw configError(faults)
  const databaseUrl = settings.databaseUrl ?? new Secret('')
  const { kysely, close } = openDatabase({
    url: databaseUrl,
    connectionsMax: 2,
    onError: () => {},
  })
  try {
    await waitForServer(
      WAIT_SECONDS,
      () => pingDatabase(kysely),
      (line) => console.error(line),
    )
    return await work({ database: kysely, databaseUrl, settings })
  } finally {
    await close()
  }
}
