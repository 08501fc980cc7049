import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { openUsersApi } from '../support/users-api.ts'
import { useUsersStore } from '../support/users-store.ts'

const TYPED = 'c4nary-typed-By-an-operator'
const { store, countRows, rowsOf } = useUsersStore()

describe('what the directory says', () => {
  const failing = (
    code: 'DIRECTORY_REFUSED_PASSWORD' | 'DIRECTORY_UNREACHABLE',
    reason: string,
  ) => ({
    setPassword: async () => {
      throw new AppError(code, `acme: expected the password to be taken, got ${reason}`)
    },
  })

  test('about a password it refuses is answered 422, with the event and the user who was made', async () => {
    const api = openUsersApi(store(), {
      directory: failing('DIRECTORY_REFUSED_PASSWORD', 'TooShort'),
    })
    const { status, body } = await api.create({ password: TYPED })
    expect(status).toBe(422)
    expect(body.error).toMatchObject({ code: 'policy_violated', eventId: expect.any(String) })
    expect(body.error.message).toContain('TooShort')
    const event = await api.harness.eventOf(body.error.eventId ?? '')
    expect(event).toMatchObject({ state: 'failed', user_id: body.error.userId })
    expect(await rowsOf('message')).toEqual([])
    await api.close()
  })

  test('for now is answered 202, and the same password is set later', async () => {
    const directory = failing('DIRECTORY_UNREACHABLE', 'no answer')
    const api = openUsersApi(store(), { directory })
    const { status, body } = await api.create({ password: TYPED, sendPassword: false })
    expect(status).toBe(202)
    expect(body).toMatchObject({ state: 'working', reason: { code: 'DIRECTORY_UNREACHABLE' } })
    const later = openUsersApi(store())
    later.clock.set(new Date(api.clock.now().getTime() + 60_000))
    expect(await later.harness.turn(body.eventId)).toMatchObject({ state: 'done', code: null })
    const login = { source: 'acme', userId: body.userId, password: new Secret(TYPED) }
    expect(await later.login.verify(login)).toBe('must_change')
    await api.close()
    await later.close()
  })

  test('while it cannot say who is there, nothing is changed', async () => {
    const findUser = async () => {
      throw new AppError('DIRECTORY_UNREACHABLE', 'acme: expected an answer, got none')
    }
    const api = openUsersApi(store(), { directory: { findUser } })
    const { status, body } = await api.create({})
    expect(status).toBe(502)
    expect(body.error.code).toBe('directory_unavailable')
    expect(await countRows()).toBe(0)
    await api.close()
  })
})
