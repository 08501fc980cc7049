import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { checkKeyCanary } from '../../src/credentials/key-canary.ts'
import { createSealer, type Sealer } from '../../src/credentials/sealer.ts'
import { parseSealingKeys } from '../../src/credentials/sealing-keys.ts'
import { errorOf } from '../support/error-of.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const [one, two, other] = [makeKey(), makeKey(), makeKey()]

function makeKey(): string {
  return randomBytes(32).toString('base64')
}

function sealerOf(text: string): Sealer {
  return createSealer(parseSealingKeys(new Secret(text)))
}

describe('DOORKEY_KEYS', () => {
  test('gives its keys in order, white space left out', () => {
    const keys = parseSealingKeys(new Secret(`k2:${two}, k1 : ${one} \n`))
    expect(keys.map((key) => key.id)).toEqual(['k2', 'k1'])
    expect(keys.map((key) => key.key.reveal().toString('base64'))).toEqual([two, one])
  })

  test('reports every fault by position and repeats no value', () => {
    const short = randomBytes(16).toString('base64')
    const text = `k1:${one},k1:${two},${other},k 4:${two},k5:${short},`
    const error = errorOf(() => parseSealingKeys(new Secret(text)))
    expect(error.code).toBe('CONFIG_INVALID')
    for (const fault of [
      'key 2: expected an id of its own',
      'key 3: ',
      'key 4: ',
      'key 5: expected 32 bytes in base64, got 16',
      'key 6: ',
    ]) {
      expect(error.message).toContain(fault)
    }
    for (const value of [one, two, other, short]) expect(error.message).not.toContain(value)
  })
})

describe('the canary', () => {
  let store: TestDatabase
  beforeAll(async () => {
    store = await createTestDatabase()
  })
  afterAll(() => store.close())

  test('is sealed once by 20 first starts at once, and opens from then on', async () => {
    const starts = Array.from({ length: 20 }, () =>
      checkKeyCanary(store.database, sealerOf(`k1:${one}`)),
    )
    await Promise.all(starts)
    await checkKeyCanary(store.database, sealerOf(`k1:${one}`))
    expect(await store.database.selectFrom('setting').selectAll().execute()).toHaveLength(1)
  })

  test.each([
    ['a missing key', `k2:${two}`],
    ['another key under the same id', `k1:${other}`],
  ])('stops a start with %s, names the id and changes nothing', async (_, keys) => {
    const before = await store.database.selectFrom('setting').selectAll().execute()
    await expect(checkKeyCanary(store.database, sealerOf(keys))).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
      message: expect.stringContaining('expected the key k1 '),
    })
    expect(await store.database.selectFrom('setting').selectAll().execute()).toEqual(before)
  })

  test('follows a rotation, so that the old key can be retired', async () => {
    await checkKeyCanary(store.database, sealerOf(`k2:${two},k1:${one}`))
    await checkKeyCanary(store.database, sealerOf(`k2:${two}`))
    await expect(checkKeyCanary(store.database, sealerOf(`k1:${one}`))).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
    })
  })
})
