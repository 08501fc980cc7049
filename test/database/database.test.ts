import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

describe('openDatabase', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.close())

  it('rejects the query when its connection is cut in a transaction, and goes on', async () => {
    const cut = test.database.transaction().execute(async (transaction) => {
      const mine = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction)
      const pid = mine.rows[0]?.pid
      const ended = await sql<{ ended: boolean }>`
        SELECT pg_terminate_backend(${pid}, 5000) AS ended`.execute(test.database)
      expect(ended.rows).toEqual([{ ended: true }])
      await sql`SELECT 1`.execute(transaction)
    })
    // Without a listener on the connection this ends the process instead.
    await expect(cut).rejects.toThrow(/terminat|connection/i)
    const after = await sql<{ one: number }>`SELECT 1 AS one`.execute(test.database)
    expect(after.rows).toEqual([{ one: 1 }])
  })
})
