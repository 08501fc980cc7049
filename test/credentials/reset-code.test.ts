import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { typedCode } from '../../src/credentials/reset-code.ts'
import { createForgotHarness, forgotSources, postJson } from '../pages/forgot-harness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const PASSWORD = 'c4nary battery staple'
const CODE = '048213'
const GONE = { error: { code: 'code_invalid' } }
let store: TestDatabase
let at: ReturnType<typeof createForgotHarness>
let people = 0

beforeAll(async () => {
  store = await createTestDatabase()
  at = createForgotHarness(store, forgotSources())
})
afterAll(async () => {
  await at.app.close()
  await store.close()
})

const someone = () => `ada.${(people += 1)}@example.com`
const guess = (email: string, code: string, more: object = {}) =>
  postJson(at, '/v1/reset-requests/confirm', {
    source: 'acme',
    email,
    code,
    password: PASSWORD,
    ...more,
  })
const twenty = <T>(make: (index: number) => T): T[] => Array.from({ length: 20 }, (_, n) => make(n))
const wrong = (index: number) => String(100_000 + index)
const stateOf = async (id: string) =>
  store.database
    .selectFrom('credential')
    .select(['state', 'secret'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
const messagesOf = (eventId: string) =>
  store.database.selectFrom('message').selectAll().where('event_id', '=', eventId).execute()

describe('the right code', () => {
  test('sets the password once and plans the mail about it', async () => {
    const email = someone()
    const { id, eventId, userId } = await at.mailCode(email, CODE)
    const answer = await guess(email.toUpperCase(), ' 048 213\n')
    expect({ status: answer.statusCode, body: answer.json() }).toEqual({
      status: 200,
      body: { status: 'changed' },
    })
    expect(await at.opens(userId, PASSWORD)).toBe('ok')
    expect(await stateOf(id)).toEqual({ state: 'used', secret: null })
    expect(await messagesOf(eventId)).toMatchObject([
      { template: 'password-changed', to_address: email, credential_id: id },
    ])
    const again = await guess(email, CODE, { password: `${PASSWORD} again` })
    expect(again.statusCode).toBe(410)
    expect(await at.opens(userId, PASSWORD)).toBe('ok')
  })

  test('wins once when it is sent 20 times at once', async () => {
    const email = someone()
    const { id, eventId, userId } = await at.mailCode(email, CODE)
    const passwords = twenty((index) => `${PASSWORD} number ${index}`)
    const answers = await Promise.all(passwords.map((password) => guess(email, CODE, { password })))
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => [410, 503].includes(status))).toHaveLength(19)
    expect(at.compared.filter((one) => one === id)).toHaveLength(5)
    expect(await stateOf(id)).toMatchObject({ state: 'used' })
    expect(await messagesOf(eventId)).toHaveLength(1)
    expect(await at.opens(userId, passwords[statuses.indexOf(200)] ?? '')).toBe('ok')
  })

  test('is the newest one or the one before, and ends the other', async () => {
    const email = someone()
    const { eventId, ...older } = await at.mailCode(email, '111111')
    at.clock.advance(1_000)
    const newer = await at.mailCode(email, '222222', { user_id: older.userId })
    expect((await guess(email, '111111')).statusCode).toBe(200)
    expect(await stateOf(older.id)).toMatchObject({ state: 'used' })
    expect(await stateOf(newer.id)).toEqual({ state: 'superseded', secret: null })
    expect((await guess(email, '222222')).statusCode).toBe(410)
    expect(await messagesOf(eventId)).toHaveLength(1)
  })

  test('opens nothing at another source, for another address, or once it has run out', async () => {
    const email = someone()
    const { id, userId } = await at.mailCode(email, CODE)
    expect((await guess(email, CODE, { source: 'links' })).statusCode).toBe(410)
    expect((await guess(someone(), CODE)).statusCode).toBe(410)
    at.clock.advance(5 * 60_000)
    const answer = await guess(email, CODE)
    expect(answer.statusCode).toBe(410)
    expect(answer.json()).toMatchObject(GONE)
    expect(await at.opens(userId, PASSWORD)).toBe('invalid')
    expect(at.compared).not.toContain(id)
  })

  test('stays while the password does not meet the rules, which costs no guess', async () => {
    const email = someone()
    const { id } = await at.mailCode(email, CODE)
    for (let time = 0; time < 10; time += 1) {
      const answer = await guess(email, CODE, { password: 'short' })
      expect(answer.statusCode).toBe(422)
      expect(answer.json()).toMatchObject({
        error: { code: 'policy_violated', violations: [{ code: 'too_short', min: 15 }] },
      })
    }
    expect(at.compared).not.toContain(id)
    expect((await guess(email, CODE)).statusCode).toBe(200)
  })
})

describe('a wrong code', () => {
  test('may be tried five times, then the right one does not open either', async () => {
    const email = someone()
    const { id, userId } = await at.mailCode(email, CODE)
    for (let index = 0; index < 4; index += 1) {
      const answer = await guess(email, wrong(index))
      expect(answer.statusCode).toBe(410)
      expect(answer.json()).toMatchObject(GONE)
      expect(await stateOf(id)).toMatchObject({ state: 'set' })
    }
    await guess(email, wrong(5))
    expect(await stateOf(id)).toEqual({ state: 'superseded', secret: null })
    expect((await guess(email, CODE)).statusCode).toBe(410)
    expect(at.compared.filter((one) => one === id)).toHaveLength(5)
    expect(await at.opens(userId, PASSWORD)).toBe('invalid')
  })

  test('is compared five times at most when 20 come at once', async () => {
    const email = someone()
    const { id } = await at.mailCode(email, CODE)
    const answers = await Promise.all(twenty((index) => guess(email, wrong(index))))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(twenty(() => 410))
    expect(at.compared.filter((one) => one === id)).toHaveLength(5)
    expect(await stateOf(id)).toEqual({ state: 'superseded', secret: null })
    expect((await guess(email, CODE)).statusCode).toBe(410)
  })

  test('does not end a code that is being used just now', async () => {
    const email = someone()
    const { id } = await at.mailCode(email, CODE)
    await store.database
      .insertInto('attempt')
      .values({
        id: 'att_under-way',
        kind: 'set-password',
        subject_id: id,
        started_at: at.clock.now(),
        outcome: 'started',
      })
      .execute()
    await Promise.all(twenty((index) => guess(email, wrong(index))))
    expect(await stateOf(id)).toMatchObject({ state: 'set' })
    expect(at.compared.filter((one) => one === id)).toHaveLength(5)
  })

  test.each([1, 5, 6])(
    'costs the same statements where nobody has the address: guess %i',
    async (nth) => {
      const [known, unknown] = [someone(), someone()]
      await at.mailCode(known, CODE)
      const statements = async (email: string) => {
        for (let before = 1; before < nth; before += 1) await guess(email, wrong(before))
        const from = at.recorded.length
        const answer = await guess(email, wrong(0))
        const body = answer.body.replace(/"requestId":"[^"]+"/, '')
        return {
          status: answer.statusCode,
          body,
          sql: at.recorded.slice(from).map(({ sql }) => sql),
        }
      }
      const ofKnown = await statements(known)
      expect(ofKnown.sql.length).toBeGreaterThan(2)
      expect(await statements(unknown)).toEqual(ofKnown)
    },
  )
})

test.each([
  ['123456', '123456'],
  [' 123 456\n', '123456'],
  ['١٢٣٤٥٦', '123456'],
  ['۱۲۳۴۵۶', '123456'],
  ['۰٩8 ۷٦5', '098765'],
  ['abc', 'abc'],
])('the code typed as %j is read as %j', (typed, read) => {
  expect(typedCode(typed).reveal()).toBe(read)
})
