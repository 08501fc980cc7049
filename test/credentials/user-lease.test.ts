import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUserLease } from '../../src/credentials/user-lease.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const TTL_MS = 60_000
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

function leaseWithClock() {
  const clock = createTestClock()
  return { clock, lease: createUserLease({ pool: store.pool, clock }) }
}

test.each([
  ['in one process', 1],
  ['in ten processes', 10],
])('gives a user to exactly one of 20 owners who ask at once, %s', async (where, processes) => {
  const leases = Array.from({ length: processes }, () => leaseWithClock().lease)
  const answers = await Promise.all(
    leases.flatMap((lease, process) =>
      Array.from({ length: 20 / processes }, (_, index) =>
        lease.acquire('acme', `race ${where}`, `evt_${process}_${index}-0`, TTL_MS),
      ),
    ),
  )
  expect(answers).toHaveLength(20)
  expect(answers.filter(Boolean)).toHaveLength(1)
})

test('keeps users and sources apart', async () => {
  const { lease } = leaseWithClock()
  expect(await lease.acquire('acme', 'u_1', 'a', TTL_MS)).toBe(true)
  expect(await lease.acquire('acme', 'u_2', 'b', TTL_MS)).toBe(true)
  expect(await lease.acquire('demo', 'u_1', 'c', TTL_MS)).toBe(true)
})

test('gives the user of a dead owner to the next one when its time is over', async () => {
  const { clock, lease } = leaseWithClock()
  expect(await lease.acquire('acme', 'dead', 'first', TTL_MS)).toBe(true)
  clock.advance(TTL_MS - 1)
  expect(await lease.acquire('acme', 'dead', 'second', TTL_MS)).toBe(false)
  clock.advance(1)
  expect(await lease.acquire('acme', 'dead', 'second', TTL_MS)).toBe(true)
})

test('starts the time anew for the owner who has it', async () => {
  const { clock, lease } = leaseWithClock()
  await lease.acquire('acme', 'again', 'first', TTL_MS)
  clock.advance(TTL_MS - 1)
  expect(await lease.acquire('acme', 'again', 'first', TTL_MS)).toBe(true)
  clock.advance(TTL_MS - 1)
  expect(await lease.acquire('acme', 'again', 'second', TTL_MS)).toBe(false)
})

test('is released by its owner only', async () => {
  const { lease } = leaseWithClock()
  await lease.acquire('acme', 'free', 'first', TTL_MS)
  await lease.release('acme', 'free', 'second')
  expect(await lease.acquire('acme', 'free', 'second', TTL_MS)).toBe(false)
  await lease.release('acme', 'free', 'first')
  expect(await lease.acquire('acme', 'free', 'second', TTL_MS)).toBe(true)
})
