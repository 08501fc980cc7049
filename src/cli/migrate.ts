import type { Secret } from '../core/secret.ts'
import { migrate } from '../database/migrate.ts'
import { createQueue } from '../queue/queue.ts'
import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

export const migrateCommand: Command = {
  usage: `usage: doorkey migrate

Runs every step that the database at DATABASE_URL lacks. Safe to call from many places at once.
Needs no other setting.`,

  async run() {
    await withDatabase(async ({ database, databaseUrl, settings }) => {
      const steps = await migrate(database)
      console.log(steps.length === 0 ? 'already up to date' : `ran ${steps.join(', ')}`)
      if (!settings.redisUrl) await prepareQueue(databaseUrl)
    })
    return 0
  },
}

/** Without Redis the queue has a schema of its own, which opening it brings up to date. */
async function prepareQueue(databaseUrl: Secret): Promise<void> {
  const queue = await createQueue({ databaseUrl, onError: () => {} })
  await queue.close()
}
