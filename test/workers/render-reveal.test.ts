import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { AttemptOutcome } from '../../src/database/schema.ts'
import { createRevealHarness } from '../pages/reveal-harness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let store: TestDatabase
let harness: ReturnType<typeof createRevealHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  harness = createRevealHarness(store)
})
afterAll(async () => {
  await harness.app.close()
  await store.close()
})

async function rendered() {
  const planned = await harness.plan()
  return { ...planned, token: await harness.render(planned.messageId) }
}

const opens = async (id: string, token: string) =>
  (await harness.reveal.open(id, new Secret(token))).outcome

const messageOf = (id: string) =>
  harness.database.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('rendering a mail whose link reveals, again,', () => {
  test.each([undefined, 'failed'] as const)(
    'replaces the token while the mail has not left (attempt: %s)',
    async (outcome) => {
      const { id, messageId, token: lost } = await rendered()
      if (outcome) await addAttempt(messageId, outcome)
      await planAgain(messageId)
      const token = await harness.render(messageId, 1)
      expect(token).not.toBe(lost)
      expect(await opens(id, lost)).toBe('invalid')
      expect(await opens(id, token)).toBe('shown')
    },
  )

  test.each(['started', 'unknown', 'ok'] as const)(
    'leaves a link alone whose mail may have left (attempt: %s)',
    async (outcome) => {
      const { id, messageId, token } = await rendered()
      await addAttempt(messageId, outcome)
      await planAgain(messageId)
      expect(await harness.render(messageId, 1)).not.toBe(token)
      expect(await messageOf(messageId)).toMatchObject({ state: 'planned', content: null })
      expect(await opens(id, token)).toBe('shown')
    },
  )

  test('makes no row for a mail that ended meanwhile', async () => {
    const planned = await harness.plan()
    const query = harness.database.updateTable('message').set({ state: 'superseded' })
    await query.where('id', '=', planned.messageId).execute()
    await expect(harness.render(planned.messageId)).rejects.toThrow('expected a reveal-link')
    await expect(harness.rowOf(planned.id)).rejects.toThrow('no result')
  })

  const planAgain = async (id: string) => {
    const changes = { state: 'planned', content: null } as const
    await harness.database.updateTable('message').set(changes).where('id', '=', id).execute()
  }

  const addAttempt = async (messageId: string, outcome: AttemptOutcome) => {
    const row = { id: `att_${messageId}`, subject_id: messageId, kind: 'send-email' } as const
    const attempt = { ...row, started_at: harness.clock.now(), outcome }
    await harness.database.insertInto('attempt').values(attempt).execute()
  }
})
