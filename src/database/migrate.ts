import { readdir } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { AppError } from '../core/app-error.ts'

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url))

/**
 * Brings the schema up to date and gives the names of the steps that ran. Safe to call from many
 * processes at once: Kysely holds an advisory lock. Throws `MIGRATION_FAILED`.
 */
export async function migrate<T>(database: Kysely<T>): Promise<readonly string[]> {
  const migrator = new Migrator({ db: database, provider: folderProvider(FOLDER) })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error')?.migrationName ?? 'start'
    throw new AppError(
      'MIGRATION_FAILED',
      `migrate: expected every step to run, got a failure at ${failed}`,
      {
        cause: error,
      },
    )
  }
  return results.filter((result) => result.status === 'Success').map((one) => one.migrationName)
}

/** The names of the steps that the database lacks. */
export async function pendingMigrations<T>(database: Kysely<T>): Promise<readonly string[]> {
  const migrator = new Migrator({ db: database, provider: folderProvider(FOLDER) })
  const all = await migrator.getMigrations()
  return all.filter((one) => one.executedAt === undefined).map((one) => one.name)
}

// Kysely's FileMigrationProvider joins paths for `import()`, which fails for folders whose names
// need escaping in a URL.
function folderProvider(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.(ts|js)$/.test(file))
      const entries = files.map(async (file): Promise<[string, Migration]> => {
        const migration: Migration = await import(pathToFileURL(join(folder, file)).href)
        return [file.replace(/\.(ts|js)$/, ''), migration]
      })
      return Object.fromEntries(await Promise.all(entries))
    },
  }
}

/** Throws `MIGRATION_PENDING` unless every step has been taken. */
export async function expectMigrated<T>(database: Kysely<T>): Promise<void> {
  const pending = await pendingMigrations(database)
  if (pending.length === 0) return
  throw new AppError(
    'MIGRATION_PENDING',
    `postgres: expected a schema that is up to date, got one without ${pending.join(', ')}`,
  )
}
