import { describe, expect, test } from 'vitest'
import { openUsersApi } from '../support/users-api.ts'
import { useUsersStore } from '../support/users-store.ts'

const TYPED = 'c4nary-typed-By-an-operator'
const { store, countRows, rowsOf, auditRows } = useUsersStore()

describe('Idempotency-Key', () => {
  const KEY = { 'idempotency-key': 'order-4711' }

  test('20 equal requests at once make one user, one password and one mail', async () => {
    const api = openUsersApi(store())
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.create({}, KEY)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ state: 'done' })
    for (const table of ['builtin_user', 'credential', 'message', 'event'] as const) {
      expect(await rowsOf(table)).toHaveLength(1)
    }
    expect(await auditRows()).toHaveLength(1)
    await api.close()
  })

  test('two processes that get the same request at once agree on one answer', async () => {
    const apis = Array.from({ length: 5 }, () => openUsersApi(store()))
    const answers = await Promise.all(
      apis.flatMap((api) => [1, 2, 3, 4].map(() => api.create({}, KEY))),
    )
    expect(answers).toHaveLength(20)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ body }) => `${body.eventId} ${body.messageId}`)).size).toBe(1)
    expect(await rowsOf('builtin_user')).toHaveLength(1)
    expect(await rowsOf('credential')).toHaveLength(1)
    await Promise.all(apis.map((api) => api.close()))
  })

  test('20 different keys for one address make one user, and 19 are told', async () => {
    const api = openUsersApi(store())
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => api.create({}, { 'idempotency-key': `k${index}` })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(19)
    expect(await rowsOf('credential')).toHaveLength(1)
    await api.close()
  })

  test.each([
    ['another address', { email: 'eve@example.com' }],
    ['another box', { mustChange: false }],
    ['a typed password', { password: TYPED }],
    ['another name', { name: 'Eve' }],
  ])('is refused with %s', async (_, more) => {
    const api = openUsersApi(store())
    expect((await api.create({}, KEY)).status).toBe(202)
    const rows = await countRows()
    const answer = await api.create(more, KEY)
    expect(answer.status).toBe(422)
    expect(answer.body.error.code).toBe('idempotency_key_reused')
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('is refused with another typed password, before and after the credential has taken it over', async () => {
    const held = openUsersApi(store(), { turn: async () => {} })
    const api = openUsersApi(store())
    const first = await held.create({ password: TYPED }, KEY)
    expect(first.body).toMatchObject({ state: 'working', userId: null })
    const other = { password: `${TYPED}-2` }
    expect((await api.create(other, KEY)).body.error.code).toBe('idempotency_key_reused')
    await held.harness.turn(first.body.eventId)
    expect((await api.create(other, KEY)).body.error.code).toBe('idempotency_key_reused')
    const same = await api.create({ password: TYPED }, KEY)
    expect(same.body).toMatchObject({ state: 'done', eventId: first.body.eventId })
    await held.close()
    await api.close()
  })

  test('is refused on the other route', async () => {
    const api = openUsersApi(store())
    const { userId } = (await api.create({}, KEY)).body
    const answer = await api.reset(userId, {}, KEY)
    expect(answer.body.error.code).toBe('idempotency_key_reused')
    await api.close()
  })
})
