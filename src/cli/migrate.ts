import { Secret } from '../core/secret.ts'
import { configError, type Fault } from '../config/faults.ts'
import { SETTINGS } from '../config/settings.ts'
import { processEnvironment, readSettings } from '../config.ts'
import { waitForServer } from '../core/wait-for-server.ts'
import { openDatabase } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { pingDatabase } from '../database/ping-database.ts'
import { createQueue } from '../queue/queue.ts'
import type { Command } from './command.ts'

const WAIT_SECONDS = 30

export const migrateCommand: Command = {
  usage: `usage: doorkey migrate

Runs every step that the database at DATABASE_URL lacks. Safe to call from many places at once.
Needs no other setting.`,

  async run() {
    const faults: Fault[] = []
    const settings = readSettings(processEnvironment(), (fault) => void faults.push(fault))
    const { databaseUrl, redisUrl } = settings
    if (databaseUrl === undefined && faults.length === 0) {
      faults.push({
        path: SETTINGS.databaseUrl.name,
        expected: SETTINGS.databaseUrl.expected,
        got: 'none',
      })
    }
    if (faults.length > 0) throw configError(faults)
    const url = databaseUrl ?? new Secret('')
    const database = openDatabase({ url, connectionsMax: 2, onError: () => {} })
    try {
      await waitForServer(
        WAIT_SECONDS,
        () => pingDatabase(database.kysely),
        (line) => console.error(line),
      )
      const steps = await migrate(database.kysely)
      console.log(steps.length === 0 ? 'already up to date' : `ran ${steps.join(', ')}`)
      if (!redisUrl) await prepareQueue(url)
    } finally {
      await database.close()
    }
    return 0
  },
}

/** Without Redis the queue has a schema of its own, which opening it brings up to date. */
async function prepareQueue(databaseUrl: Secret): Promise<void> {
  const queue = await createQueue({ databaseUrl, onError: () => {} })
  await queue.close()
}
