import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** A database for `/v1/users`, empty before each test. */
export function useUsersStore() {
  let opened: TestDatabase | undefined
  const store = (): TestDatabase => {
    if (!opened) throw new Error('users-store: expected to be asked within a test')
    return opened
  }
  beforeAll(async () => {
    opened = await createTestDatabase()
  })
  beforeEach(() =>
    store().pool.query('TRUNCATE event, builtin_user, lease, suppression, audit, throttle CASCADE'),
  )
  afterAll(() => opened?.close())
  return {
    store,
    /** Rows that a change would leave. */
    async countRows(): Promise<number> {
      const { rows } = await store().pool.query<{ count: number }>(
        `SELECT ((SELECT count(*) FROM event) + (SELECT count(*) FROM builtin_user)
          + (SELECT count(*) FROM credential) + (SELECT count(*) FROM message))::int AS count`,
      )
      return rows[0]?.count ?? -1
    },
    rowsOf: (table: 'builtin_user' | 'credential' | 'message' | 'event') =>
      store().database.selectFrom(table).selectAll().execute(),
    auditRows: () => store().database.selectFrom('audit').selectAll().orderBy('number').execute(),
  }
}
