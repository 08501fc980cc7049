import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openStandIn } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'

const signal = new AbortController().signal
let store: TestDatabase
let at: Awaited<ReturnType<typeof openStandIn>>

beforeAll(async () => {
  store = await createTestDatabase()
  at = await openStandIn('keycloak', store.database)
})
afterAll(async () => {
  await at.standIn.close()
  await store.close()
})

async function listSince(since: Date) {
  const listed = []
  for await (const user of at.directory.usersSince?.(since, signal) ?? []) listed.push(user)
  return listed
}

test('lists everybody who came, over pages, oldest first', async () => {
  const since = at.clock.now()
  const ids: string[] = []
  for (let index = 0; index < 120; index += 1) {
    at.clock.advance(1_000)
    ids.push((await at.addUser()).id)
  }
  await at.directory.setPassword({ id: ids[3] ?? '' }, at.password, at.options())
  const listed = await listSince(since)
  expect(listed.map(({ id }) => id)).toEqual(ids)
  expect(new Set(listed.map(({ origin }) => origin))).toEqual(new Set(['invited']))
  expect(listed.map(({ hasPassword }) => hasPassword).indexOf(true)).toBe(3)
  expect(await listSince(new Date(at.clock.now().getTime() + 1))).toEqual([])
})

test('a realm that saves no events is a fault, not a realm without new users', async () => {
  at.standIn.http?.server.failNext(({ path }) => path.endsWith('/events/config'), {
    kind: 'answer',
    answer: { status: 200, json: { eventsEnabled: true, adminEventsEnabled: false } },
  })
  const error = await errorFrom(listSince(at.clock.now()))
  expect(error.code).toBe('CONFIG_INVALID')
  expect(error.message).toContain('saves user events and admin events')
})

test('asks nothing about users who are known', async () => {
  const since = new Date(at.clock.now().getTime() + 1)
  at.clock.advance(1_000)
  const known = await at.addUser()
  at.clock.advance(1_000)
  const fresh = await at.addUser()
  const asked: string[] = []
  const listed: string[] = []
  const calls = at.standIn.http?.server.calls ?? []
  const before = calls.length
  const isKnown = async ({ id }: { readonly id: string }) => {
    asked.push(id)
    return id === known.id
  }
  for await (const { id } of at.directory.usersSince?.(since, signal, isKnown) ?? [])
    listed.push(id)
  expect(asked).toEqual([known.id, fresh.id])
  expect(listed).toEqual([fresh.id])
  const paths = calls.slice(before).map(({ path }) => path)
  expect(paths.filter((path) => path.includes(known.id))).toEqual([])
  expect(paths.filter((path) => path.includes(fresh.id))).toHaveLength(2)
})
