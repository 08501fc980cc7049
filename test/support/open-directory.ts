import { afterAll, beforeAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { openStandIn } from './directory-contract.ts'
import type { HttpStandIn } from './directory-fixture.ts'

type Opened = Awaited<ReturnType<typeof openStandIn>>

/** The stand-in of a vendor's fixture for the tests of one file; `at()` works inside tests. */
export function openDirectory(id: string): () => Opened & { readonly http: HttpStandIn } {
  let database: TestDatabase
  let opened: Opened
  beforeAll(async () => {
    database = await createTestDatabase()
    opened = await openStandIn(id, database.database)
  })
  afterAll(async () => {
    await opened?.standIn.close()
    await database?.close()
  })
  return () => {
    const { http } = opened.standIn
    if (!http) throw new Error(`${id}: expected a stand-in that speaks HTTP`)
    return { ...opened, http }
  }
}
