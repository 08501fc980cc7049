import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { migrate, pendingMigrations } from '../../src/database/migrate.ts'
import { databaseUrl, runOnServer } from '../support/database.ts'

const AT_ONCE = 20

describe('migrate', () => {
  const name = `doorkey_test_${randomBytes(6).toString('hex')}`
  const url = new Secret(databaseUrl(inject('postgresUrl'), name))
  const opened: Database[] = []
  const open = (): Database => {
    const database = openDatabase({ url, connectionsMax: 1, onError: () => {} })
    opened.push(database)
    return database
  }

  beforeAll(() => runOnServer(inject('postgresUrl'), `CREATE DATABASE ${name}`))
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()))
    await runOnServer(inject('postgresUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
  })

  it('runs every step once when 20 processes start together', async () => {
    const pending = await pendingMigrations(open().kysely)
    const ran = await Promise.all(Array.from({ length: AT_ONCE }, () => migrate(open().kysely)))
    expect(pending.length).toBeGreaterThan(0)
    expect(ran.filter((steps) => steps.length > 0)).toEqual([pending])
    expect(await pendingMigrations(open().kysely)).toEqual([])
  })
})
