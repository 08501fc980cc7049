import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { plannedNodes, type Recorded, recordQueries } from '../support/query-plans.ts'
import { runAccountPaths } from './hot-queries/account-paths.ts'
import { fillStatements, LARGE_TABLES, ROWS } from './hot-queries/large-tables.ts'
import { runLedgerPaths } from './hot-queries/ledger-paths.ts'

describe('hot queries', () => {
  let test: TestDatabase
  let recorded: readonly Recorded[]

  beforeAll(async () => {
    test = await createTestDatabase()
    await test.pool.query('SET statement_timeout = 0')
    for (const statement of fillStatements()) await test.pool.query(statement)
    const queries = recordQueries(test.pool)
    await runLedgerPaths(queries.recordingPool)
    await runAccountPaths(queries.recordingPool)
    recorded = queries.recorded
  }, 240_000)
  afterAll(() => test.close())

  it(`scan indexes only, on ${ROWS} rows of each large table`, async () => {
    expect(recorded.length).toBeGreaterThan(60)
    const offenders: string[] = []
    for (const query of recorded) {
      for (const node of await plannedNodes(test.pool, query)) {
        if (node.type === 'Seq Scan' && LARGE_TABLES.includes(node.table)) {
          offenders.push(`${node.table}: ${query.sql}`)
        }
      }
    }
    expect(offenders).toEqual([])
  })

  it('asks each large table something', () => {
    const unasked = LARGE_TABLES.filter(
      (table) => !recorded.some(({ sql }) => new RegExp(`\\b${table}\\b`).test(sql)),
    )
    expect(unasked).toEqual([])
  })

  it('would notice a query that scans a table', async () => {
    const sql = "SELECT id FROM event WHERE name = 'nobody'"
    const nodes = await plannedNodes(test.pool, { sql, parameters: [] })
    expect(nodes.map((node) => node.type).join()).toContain('Seq Scan')
  })
})
