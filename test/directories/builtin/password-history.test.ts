import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ChangeOutcome } from '../../../src/credentials/password-change.ts'
import { CHOSEN, createChangeHarness, ISSUED, NEXT } from '../../credentials/change-harness.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const DAY_MS = 86_400_000
let store: TestDatabase
let plain: ReturnType<typeof createChangeHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  plain = createChangeHarness(store)
})
afterAll(() => store.close())

const codesOf = (outcome: ChangeOutcome) =>
  outcome.outcome === 'refused' ? outcome.violations.map(({ code }) => code) : outcome.outcome

describe('a policy', () => {
  test('lets no password come back while it is among the last ones', async () => {
    const { to, set } = createChangeHarness(store, { policy: { history: { last: 3 } } })
    await set('u_last', ISSUED)
    const words = [
      ISSUED,
      ...Array.from({ length: 4 }, (_, place) => `plinth quarrel ${place} elm`),
    ]
    for (const [place, word] of words.slice(1).entries()) {
      expect((await to('u_last', words[place] ?? '', word)).outcome).toBe('changed')
    }
    const present = words.at(-1) ?? ''
    for (const old of words.slice(-3)) {
      expect(codesOf(await to('u_last', present, old))).toEqual(['reused'])
    }
    expect((await to('u_last', present, words.at(-4) ?? '')).outcome).toBe('changed')
    const kept = await store.database
      .selectFrom('builtin_password_history')
      .selectAll()
      .where('user_id', '=', 'u_last')
      .execute()
    expect(kept).toHaveLength(2)
  })

  test('lets a password come back when it was replaced long enough ago', async () => {
    const { to, set, clock } = createChangeHarness(store, { policy: { history: { days: 30 } } })
    await set('u_days', CHOSEN, { chosenByUser: true, mustChange: false })
    await to('u_days', CHOSEN, NEXT)
    clock.advance(30 * DAY_MS - 1)
    expect(codesOf(await to('u_days', NEXT, CHOSEN))).toEqual(['reused'])
    clock.advance(1)
    expect((await to('u_days', NEXT, CHOSEN)).outcome).toBe('changed')
  })

  test('remembers a chosen password that an issued one replaced, and no issued one that another did', async () => {
    const policy = { history: { last: 5 } }
    const { set, to, directory } = createChangeHarness(store, { policy })
    await set('u_reissued', CHOSEN, { chosenByUser: true })
    await set('u_reissued', ISSUED)
    await set('u_reissued', 'fmA9tu5cRMNLwqiDSH2x')
    expect(codesOf(await to('u_reissued', 'fmA9tu5cRMNLwqiDSH2x', CHOSEN))).toEqual(['reused'])
    const isUsed = await directory.hasUsed?.('u_reissued', new Secret(ISSUED))
    expect(isUsed).toBe(false)
  })

  test('remembers each of twenty users whose chosen passwords are replaced at once', async () => {
    const { set, directory } = createChangeHarness(store, { policy: { history: { last: 2 } } })
    const users = Array.from({ length: 20 }, (_, place) => `u_many_${place}`)
    const chosen = { chosenByUser: true }
    await Promise.all(users.map((user) => set(user, CHOSEN, chosen)))
    await Promise.all(users.map((user) => set(user, NEXT, chosen)))
    const rows = await store.database
      .selectFrom('builtin_password_history')
      .select('user_id')
      .where('user_id', 'in', users)
      .execute()
    expect(rows.map((row) => row.user_id).toSorted()).toEqual(users.toSorted())
    for (const word of [CHOSEN, NEXT]) {
      expect(await directory.hasUsed?.('u_many_7', new Secret(word))).toBe(true)
    }
    expect(await directory.hasUsed?.('u_many_7', new Secret(ISSUED))).toBe(false)
  })

  test('without history keeps no hash, and only the issued password from becoming the chosen one', async () => {
    await plain.set('u_plain', ISSUED)
    expect(await plain.directory.hasUsed?.('u_plain', new Secret(ISSUED))).toBe(true)
    await plain.to('u_plain', ISSUED, CHOSEN)
    await plain.to('u_plain', CHOSEN, NEXT)
    expect((await plain.to('u_plain', NEXT, CHOSEN)).outcome).toBe('changed')
    const rows = store.database.selectFrom('builtin_password_history').selectAll()
    expect(await rows.where('user_id', '=', 'u_plain').execute()).toEqual([])
  })

  test('asks for a new password once the chosen one is old, and leaves issued ones alone', async () => {
    const { set, to, statusOf, clock } = createChangeHarness(store, {
      policy: { expiresAfterDays: 90 },
    })
    const chosen = { chosenByUser: true, mustChange: false }
    await set('u_old', CHOSEN, chosen)
    await set('u_given', ISSUED, { mustChange: false })
    clock.advance(90 * DAY_MS - 1)
    expect(await statusOf('u_old', CHOSEN)).toBe('ok')
    clock.advance(1)
    expect(await statusOf('u_old', CHOSEN)).toBe('must_change')
    expect(await statusOf('u_given', ISSUED)).toBe('ok')
    expect((await to('u_old', CHOSEN, NEXT)).outcome).toBe('changed')
    expect(await statusOf('u_old', NEXT)).toBe('ok')
  })
})
