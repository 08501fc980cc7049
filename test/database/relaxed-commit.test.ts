import { afterAll, beforeAll, expect, test } from 'vitest'
import { RELAXED_COMMIT } from '../../src/database/relaxed-commit.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

test('holds for the commit of its own transaction and for no other', async () => {
  const client = await store.pool.connect()
  try {
    const setting = async (): Promise<unknown> =>
      (await client.query('SHOW synchronous_commit')).rows[0]?.synchronous_commit
    const usual = await setting()
    expect(usual).not.toBe('off')
    await client.query('BEGIN')
    const written = await client.query(
      `WITH ${RELAXED_COMMIT} INSERT INTO setting (key, value) SELECT 'a', 'b' FROM relaxed`,
    )
    expect(written.rowCount).toBe(1)
    const within = await setting()
    await client.query('COMMIT')
    expect([within, await setting()]).toEqual(['off', usual])
  } finally {
    client.release()
  }
})
