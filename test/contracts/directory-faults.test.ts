import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toAppError, type AppError } from '../../src/core/app-error.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { CANARY, DIRECTORY_IDS, openStandIn, repeatedBy } from '../support/directory-contract.ts'
import type { HttpStandIn } from '../support/directory-fixture.ts'
import { errorFrom } from '../support/error-of.ts'
import type { VendorAnswer, VendorFault } from '../support/vendor-server.ts'

/** No vendor stands behind it. */
const WITHOUT_HTTP = ['builtin']
const ids = DIRECTORY_IDS.filter((id) => !WITHOUT_HTTP.includes(id))
const signal = new AbortController().signal
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

test('every directory of a vendor shows what it makes of faults', () => {
  expect(ids.length).toBe(DIRECTORY_IDS.length - WITHOUT_HTTP.length)
})

describe.each(ids)('%s', (id) => {
  let at: Awaited<ReturnType<typeof openStandIn>>
  let http: HttpStandIn

  beforeAll(async () => {
    at = await openStandIn(id, store.database)
    if (!at.standIn.http) throw new Error(`${id}: expected the fixture to speak HTTP`)
    http = at.standIn.http
  })
  afterAll(() => at?.standIn.close())

  /** One password, set while the vendor shows faults, one a call. */
  const underFault = async (faults: readonly VendorFault[], within = signal) => {
    const user = await at.addUser()
    http.server.failNext(http.isSetPassword, ...faults)
    const setting = at.directory.setPassword(user, at.password, at.options({ signal: within }))
    const error = await setting.then(() => undefined, toAppError)
    expect(http.server.openFaults()).toBe(0)
    expect(error ? repeatedBy(error) : []).toEqual([])
    return { user, error }
  }
  const answer = (given: VendorAnswer): VendorFault => ({ kind: 'answer', answer: given })
  const expectSetAgain = async (user: { id: string }): Promise<void> => {
    await at.directory.setPassword(user, at.password, at.options())
    expect(await at.standIn.opens(user.id, CANARY)).toBe(true)
  }

  test.each(['reset', 'take-and-reset', 'take-and-cut', 'take-and-flood', 'echo'] as const)(
    'a call that ends in %s has an unknown outcome, and the next one sets the same password',
    async (kind) => {
      const { user, error } = await underFault([{ kind }])
      expect(error?.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
      await expectSetAgain(user)
    },
  )

  test('a call that hangs ends with its signal', async () => {
    const ending = new AbortController()
    const hang = { kind: 'hang', met: () => ending.abort() } as const
    const { error } = await underFault([hang], ending.signal)
    expect(error?.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  })

  test('a redirect is not followed', async () => {
    const headers = { location: `${http.server.url}/elsewhere` }
    const { error } = await underFault([answer({ status: 307, headers })])
    expect(error?.code).toBe('DIRECTORY_UNEXPECTED')
    expect(http.server.calls.map((call) => call.path)).not.toContain('/elsewhere')
  })

  test('a rate limit names the time to come back', async () => {
    const headers = { 'retry-after': '30' }
    const { error } = await underFault([answer(http.rateLimited ?? { status: 429, headers })])
    expect(error?.code).toBe('DIRECTORY_RATE_LIMITED')
    if (http.rateLimited) return
    const now = at.clock.now().getTime()
    expect((error?.retryAt?.getTime() ?? 0) - now).toBe(30_000)
  })

  test('a user who is not there yet is found later', async () => {
    const { user, error } = await underFault([answer(http.notFound ?? { status: 404 })])
    expect(error?.code).toBe('DIRECTORY_USER_NOT_FOUND')
    expect(error?.retry).toBe('backoff')
    await expectSetAgain(user)
  })

  test('a refused password names the vendor’s own reason', async () => {
    const { error } = await underFault([answer(http.policy.answer)])
    expect(error?.code).toBe('DIRECTORY_REFUSED_PASSWORD')
    expect(error?.message).toContain(http.policy.reason)
    expect(error?.retry).toBe('never')
  })

  test('a reused password is one that is set, where the vendor tells', async () => {
    const told = http.reused ? [http.reused] : []
    const outcomes = await Promise.all(
      told.map(async (reused) => (await underFault([answer(reused)])).error),
    )
    expect(outcomes).toEqual(told.map(() => undefined))
  })

  test('a token that ends early is renewed once; credentials that are gone stop it', async () => {
    const gone = answer(http.unauthorized ?? { status: 401 })
    const first = await underFault([gone])
    expect(first.error?.code).toBe(http.renewsToken ? undefined : 'DIRECTORY_CREDENTIALS')
    const second = await underFault(http.renewsToken ? [gone, gone] : [gone])
    expect(second.error?.code).toBe('DIRECTORY_CREDENTIALS')
    expect(second.error?.retry).toBe('circuit')
  })

  test('credentials that are refused are told by a check and by a call', async () => {
    await at.directory.check(signal)
    const strangers = http.strangers.create(at.tools)
    const user = await at.addUser()
    const errors: AppError[] = [
      await errorFrom(strangers.check(signal)),
      await errorFrom(strangers.setPassword(user, at.password, at.options())),
    ]
    expect(errors.map(({ code }) => code)).toEqual([
      'DIRECTORY_CREDENTIALS',
      'DIRECTORY_CREDENTIALS',
    ])
    expect(errors.flatMap(repeatedBy)).toEqual([])
    expect(await at.standIn.opens(user.id, CANARY)).toBe(false)
  })

  test('a check changes nothing', async () => {
    const before = http.server.calls.length
    await at.directory.check(signal)
    const calls = http.server.calls.slice(before)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.filter((call) => http.isSetPassword(call))).toEqual([])
    expect(calls.filter(({ method }) => ['PUT', 'PATCH', 'DELETE'].includes(method))).toEqual([])
  })

  test('a server that is not there was told nothing', async () => {
    const other = await openStandIn(id, store.database)
    const user = await other.addUser()
    await other.standIn.close()
    const setting = other.directory.setPassword(user, other.password, other.options())
    expect((await errorFrom(setting)).code).toBe('DIRECTORY_UNREACHABLE')
    expect((await errorFrom(other.directory.check(signal))).code).toBe('DIRECTORY_UNREACHABLE')
  })
})
