import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createKeyedDigest } from '../../src/credentials/keyed-digest.ts'
import { createOperatorKeys, type OperatorKeys } from '../../src/operators/operator-keys.ts'
import { createAuditLog } from '../../src/ops/audit-log.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { TEST_KEYS } from '../support/issue-harness.ts'

const BY = { operator: 'admin', clientIp: '192.0.2.1' }
const WISH = { name: 'Ada', scopes: ['read'], sources: null, expiresAt: null } as const
const clock = createTestClock()
let store: TestDatabase
let keys: OperatorKeys

beforeAll(async () => {
  store = await createTestDatabase()
  const { database } = store
  const audit = createAuditLog({ database, clock, digest: createKeyedDigest(TEST_KEYS) })
  keys = createOperatorKeys({ database, clock, ids: systemIds, audit })
})
afterAll(() => store.close())

describe('an operator key', () => {
  it('is found by what was shown once, and stored as a hash only', async () => {
    const { key, stored } = await keys.create(WISH, BY)
    expect(key.reveal()).toMatch(/^dk_[\w-]{43}$/)
    const found = await keys.find(key)
    expect(found).toMatchObject({ id: stored.id, name: 'Ada', sources: null })
    expect([...(found?.scopes ?? [])]).toEqual(['read'])
    const dump = await store.pool.query('SELECT * FROM operator_key')
    expect(dump.rows).toHaveLength(1)
    expect(JSON.stringify(dump.rows)).not.toContain(key.reveal().slice(3))
    expect(await keys.find(new Secret(`${key.reveal()}x`))).toBeUndefined()
  })

  it('is refused from its end on, and from its revocation on', async () => {
    const ends = new Date(clock.now().getTime() + 3_600_000)
    const { key } = await keys.create({ ...WISH, expiresAt: ends }, BY)
    expect(await keys.find(key)).toBeDefined()
    clock.set(ends)
    expect(await keys.find(key)).toBeUndefined()
    const other = await keys.create(WISH, BY)
    await keys.revoke(other.stored.id, BY)
    expect(await keys.find(other.key)).toBeUndefined()
    expect(await keys.findById(other.stored.id)).toBeUndefined()
  })

  it('is revoked once: the second time nothing changes, and an unknown one is an error', async () => {
    const { stored } = await keys.create(WISH, BY)
    const first = await keys.revoke(stored.id, BY)
    clock.set(new Date(clock.now().getTime() + 60_000))
    const again = await keys.revoke(stored.id, { ...BY, operator: 'key_other' })
    expect(again).toEqual(first)
    await expect(keys.revoke('key_nobody', BY)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is noted as used once a minute, not at each request', async () => {
    const { key, stored } = await keys.create(WISH, BY)
    const lastUse = async () =>
      (await keys.list()).find(({ id }) => id === stored.id)?.lastUsedAt?.getTime()
    expect(await lastUse()).toBeUndefined()
    const start = clock.now().getTime()
    await keys.find(key)
    expect(await lastUse()).toBe(start)
    clock.set(new Date(start + 59_000))
    await keys.find(key)
    expect(await lastUse()).toBe(start)
    clock.set(new Date(start + 60_000))
    await keys.find(key)
    expect(await lastUse()).toBe(start + 60_000)
  })

  it('may be limited to sources only with scopes whose requests name one', async () => {
    const limited = { ...WISH, sources: ['acme'] }
    await expect(keys.create(limited, BY)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    const { key } = await keys.create({ ...limited, scopes: ['verify', 'users'] }, BY)
    expect((await keys.find(key))?.sources).toEqual(['acme'])
  })

  it('leaves a row in the audit log when it is made and when it ends', async () => {
    const { stored } = await keys.create(WISH, BY)
    await keys.revoke(stored.id, BY)
    const rows = await store.database
      .selectFrom('audit')
      .select(['action', 'operator', 'outcome'])
      .where('details', 'like', `%${stored.id}%`)
      .orderBy('number')
      .execute()
    expect(rows).toEqual([
      { action: 'key.create', operator: 'admin', outcome: 'done' },
      { action: 'key.revoke', operator: 'admin', outcome: 'done' },
    ])
  })
})
