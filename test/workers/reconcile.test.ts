import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AppError } from '../../src/core/app-error.ts'
import { addMs } from '../../src/core/clock.ts'
import { systemIds } from '../../src/core/ids.ts'
import type { DirectoryFactory } from '../../src/directories/directory.ts'
import { runSources } from '../../src/sources.ts'
import {
  createReconciler,
  LOOK_BACK_MS_MAX,
  MADE_MAX,
  OVERLAP_MS,
  RECONCILE_EVERY_MS,
  WEBHOOK_GRACE_MS,
} from '../../workers/upkeep/reconcile.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openStandIn } from '../support/directory-contract.ts'
import { createIssueHarness } from '../support/issue-harness.ts'
import { insertEvent } from '../support/ledger-rows.ts'
import { testSource } from '../support/sources.ts'

const SOURCE = 'acme-authgear'
const failures: { error: AppError; fields: object }[] = []
let store: TestDatabase
let at: Awaited<ReturnType<typeof openStandIn>>

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  await store.pool.query(
    'TRUNCATE event, credential, message, attempt, setting, lease, circuit CASCADE',
  )
  failures.length = 0
  await at?.standIn.close()
  at = await openStandIn('authgear', store.database)
})
afterAll(async () => {
  await at.standIn.close()
  await store.close()
})

function reconciler(...others: readonly DirectoryFactory[]) {
  return reconcilerOf([at.standIn.factory, ...others])
}

function reconcilerOf(directories: readonly DirectoryFactory[], runTimeoutMs?: number) {
  const { tools, clock } = at
  const sources = directories.map((directory, index) =>
    testSource({ name: index === 0 ? SOURCE : `other-${index}`, directory, reconcile: true }),
  )
  const findSource = runSources(new Map(sources.map((source) => [source.name, source])), tools)
  return createReconciler({
    database: store.database,
    clock,
    ids: systemIds,
    log: {
      event: () => {},
      message: () => {},
      accepted: () => {},
      failure: (_job, error, fields) => void failures.push({ error, fields }),
    },
    reconciled: sources.map(({ name }) => findSource(name)),
    ...(runTimeoutMs !== undefined && { runTimeoutMs }),
  })
}

/** Lists `count` users a second apart, each of them after a wait. */
function slowDirectory(first: Date, count: number, waitMs: number) {
  const asked: Date[] = []
  const users = Array.from({ length: count }, (_, index) => ({
    id: `slow-${index}`,
    email: `slow-${index}@example.com`,
    createdAt: addMs(first, index * 1_000),
    origin: 'invited' as const,
    hasPassword: false,
  }))
  const factory: DirectoryFactory = {
    ...at.standIn.factory,
    create: (tools) => ({
      ...at.standIn.factory.create(tools),
      async *usersSince(since, signal) {
        asked.push(since)
        for (const user of users.filter(({ createdAt }) => createdAt >= since)) {
          await sleep(waitMs, undefined, { signal })
          yield user
        }
      },
    }),
  }
  return { factory, asked }
}

/** A run after the time that one is waited for, so that it is due. */
async function runDue(one: ReturnType<typeof reconciler>, afterMs = RECONCILE_EVERY_MS) {
  at.clock.advance(afterMs)
  await one.turn()
  await one.idle()
  return events()
}

function events() {
  const rows = store.database.selectFrom('event').selectAll().where('source', '=', SOURCE)
  return rows.orderBy('occurred_at').orderBy('id').execute()
}

async function cursor(): Promise<string | undefined> {
  const row = store.database.selectFrom('setting').select('value')
  return (await row.where('key', '=', `reconcile:${SOURCE}`).executeTakeFirst())?.value
}

describe('reconciling', () => {
  test('makes the event that never came, once, and marks it', async () => {
    const one = reconciler()
    await runDue(one)
    const user = await at.addUser()
    const createdAt = at.clock.now()
    const made = await runDue(one)
    expect(made).toMatchObject([
      {
        type: 'user.created',
        provider_type: 'reconciled',
        dedupe_key: `event-${user.id}`,
        origin: 'invited',
        has_password: false,
        user_id: user.id,
        email: user.email,
        occurred_at: createdAt,
        state: 'received',
        queued_until: null,
      },
    ])
    expect(await runDue(one)).toHaveLength(1)
    expect(await runDue(reconciler())).toHaveLength(1)
    expect(failures).toEqual([])
  })

  test('leaves those alone who came before it was turned on', async () => {
    await at.addUser()
    at.clock.advance(OVERLAP_MS + 1)
    const one = reconciler()
    expect(await runDue(one, 0)).toEqual([])
    expect(await cursor()).toBe(at.clock.now().toISOString())
    expect(await runDue(one)).toEqual([])
  })

  test('makes none for a user whose webhook came, whatever became of it', async () => {
    const one = reconciler()
    await runDue(one)
    const user = await at.addUser()
    await insertEvent(store.database, at.clock.now(), {
      source: SOURCE,
      type: 'user.created',
      user_id: user.id,
      state: 'failed',
    })
    expect(await runDue(one)).toMatchObject([{ state: 'failed' }])
  })

  test('a webhook that comes after all finds its event there', async () => {
    const one = reconciler()
    await runDue(one)
    const user = await at.addUser()
    await runDue(one)
    const late = insertEvent(store.database, at.clock.now(), {
      source: SOURCE,
      dedupe_key: `event-${user.id}`,
    })
    await expect(late).rejects.toThrow(/event_source_dedupe_key_key/)
  })

  test('gives the webhook two minutes', async () => {
    const one = reconciler()
    await runDue(one)
    at.clock.advance(RECONCILE_EVERY_MS - WEBHOOK_GRACE_MS / 2)
    await at.addUser()
    expect(await runDue(one, WEBHOOK_GRACE_MS / 2)).toEqual([])
    expect(await runDue(one)).toHaveLength(1)
  })

  test('finds a user whom the list shows late', async () => {
    const one = reconciler()
    await runDue(one)
    const seen = new Date(at.clock.now())
    await runDue(one)
    await runDue(one)
    const late = at.standIn.addUser({ email: 'late@example.com', createdAt: seen })
    expect(await runDue(one)).toMatchObject([{ user_id: await late }])
  })

  test('looks back a week at most', async () => {
    const one = reconciler()
    await runDue(one)
    await at.addUser()
    at.clock.advance(LOOK_BACK_MS_MAX)
    const recent = await at.addUser()
    expect(await runDue(one)).toMatchObject([{ user_id: recent.id }])
  })

  test('makes so many in a run, and goes on with the next turn', async () => {
    const one = reconciler()
    await runDue(one)
    for (let index = 0; index < MADE_MAX + 20; index += 1) await at.addUser()
    expect(await runDue(one)).toHaveLength(MADE_MAX)
    expect(await runDue(one, 0)).toHaveLength(MADE_MAX + 20)
  })

  test('users who do not fit into a run are gone through by the next ones', async () => {
    const first = addMs(at.clock.now(), 1_000)
    const { factory, asked } = slowDirectory(first, 60, 10)
    // Some twenty users at most: the whole list is younger than the overlap.
    const one = reconcilerOf([factory], 200)
    await runDue(one)
    let made = 0
    let runs = 0
    for (; made < 60; runs += 1) {
      const { length } = await runDue(one, runs === 0 ? RECONCILE_EVERY_MS : 0)
      expect(length).toBeGreaterThan(made)
      made = length
    }
    expect(runs).toBeGreaterThan(2)
    expect(failures).toEqual([])
    for (const [index, since] of asked.slice(1).entries()) {
      expect(since.getTime()).toBeGreaterThan(asked[index]?.getTime() ?? 0)
    }
  })

  test('a run that reached the end is followed by one with the overlap', async () => {
    const { factory, asked } = slowDirectory(addMs(at.clock.now(), 1_000), 20, 20)
    const one = reconcilerOf([factory], 200)
    await runDue(one)
    await runDue(one)
    while ((await cursor())?.endsWith(' exact')) await runDue(one, 0)
    const end = new Date((await cursor()) ?? '')
    expect(end).toEqual(addMs(at.clock.now(), -WEBHOOK_GRACE_MS))
    await runDue(one)
    expect(asked.at(-1)).toEqual(addMs(end, -OVERLAP_MS))
  })

  test('a run that gets nowhere in its time is logged, and begins there again', async () => {
    const { factory, asked } = slowDirectory(addMs(at.clock.now(), 1_000), 1, 60_000)
    const one = reconcilerOf([factory], 50)
    await runDue(one)
    const before = await cursor()
    await runDue(one)
    await runDue(one)
    expect(await cursor()).toBe(before)
    expect(asked[1]).toEqual(asked[0])
    expect(failures).toMatchObject([{ fields: { source: SOURCE } }, { fields: { source: SOURCE } }])
  })

  test('a directory that fails is asked again, and stops no other', async () => {
    const other = await openStandIn('keycloak', store.database)
    const one = reconciler(other.standIn.factory)
    await runDue(one)
    const before = await cursor()
    const user = await at.addUser()
    await other.standIn.addUser({ email: 'other@example.com', createdAt: at.clock.now() })
    at.standIn.http?.server.failNext(() => true, { kind: 'answer', answer: { status: 503 } })
    expect(await runDue(one)).toEqual([])
    expect(await cursor()).toBe(before)
    expect(failures).toMatchObject([
      { error: { code: 'DIRECTORY_UNREACHABLE' }, fields: { source: SOURCE } },
    ])
    const others = store.database.selectFrom('event').selectAll().where('source', '=', 'other-1')
    expect(await others.execute()).toMatchObject([{ email: 'other@example.com' }])
    expect(await runDue(one)).toMatchObject([{ user_id: user.id }])
    await other.standIn.close()
  })

  test('does not wait for a slow directory, and lets go of it at the stop', async () => {
    const one = reconciler()
    await runDue(one)
    at.standIn.http?.server.failNext(() => true, { kind: 'hang' })
    at.clock.advance(RECONCILE_EVERY_MS)
    await one.turn()
    await one.turn()
    await one.stop()
    expect(failures).toEqual([])
    expect(await events()).toEqual([])
  })

  test('what it makes is issued like any other registration', async () => {
    const one = reconciler()
    await runDue(one)
    const user = await at.addUser()
    const [event] = await runDue(one)
    const issue = createIssueHarness(
      { ...at.tools, pool: store.pool, clock: at.clock },
      { name: SOURCE, directory: at.standIn.factory },
    )
    const id = event?.id ?? ''
    expect(await issue.turn(id)).toMatchObject({ state: 'done', user_id: user.id })
    expect(await at.standIn.opens(user.id, await issue.passwordOf(id))).toBe(true)
  })
})
