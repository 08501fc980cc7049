import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const CONFIG = fileURLToPath(new URL('../support/fixtures/automations.config.ts', import.meta.url))
const WITHIN = { timeout: 30_000 }

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`automations, with the queue on ${name}`, { timeout: 60_000 }, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({ queue: name, automationsOf: CONFIG })
    })
    afterAll(() => system.close())

    it('are told of a new user, of the password and of the mail, each once', async () => {
      const user = newcomer()
      await system.post('acme', user)
      const told = () => notesOf(user.userId, 'note').map(({ type }) => type)
      const expected = ['message.accepted', 'password.issued', 'user.created']
      await expect.poll(() => told().toSorted(), WITHIN).toEqual(expected)
      await expect.poll(() => openDeliveries(system, user.userId, 'note'), WITHIN).toEqual([])
      expect(told().toSorted()).toEqual(expected)
    })

    it('are told of a password that expired', async () => {
      const user = newcomer()
      await system.post('demo', user)
      await system.settled()
      await system.store.pool.query(
        "UPDATE credential SET expires_at = now() - interval '1 second' WHERE user_id = $1",
        [user.userId],
      )
      const told = () => notesOf(user.userId, 'note').map(({ type }) => type)
      await expect.poll(told, WITHIN).toContain('credential.expired')
    })

    it('that throw or loop hold up neither the mail nor one another, and are tried again', async () => {
      const user = newcomer()
      await system.post('acme', user)
      await system.settled()
      expect(system.mailsTo(user.email)).toHaveLength(1)
      await expect
        .poll(() => openDeliveries(system, user.userId, 'throw'), WITHIN)
        .toEqual([{ code: 'AUTOMATION_FAILED' }])
      await expect
        .poll(() => openDeliveries(system, user.userId, 'loop'), WITHIN)
        .toEqual([{ code: 'AUTOMATION_TIMEOUT' }])
      await system.store.pool.query("UPDATE delivery SET due_at = now() WHERE state = 'waiting'")
      await expect.poll(() => notesOf(user.userId, 'throw').length, WITHIN).toBeGreaterThan(1)
      expect(new Set(notesOf(user.userId, 'throw').map(({ id }) => id)).size).toBe(1)
    })
  })
}

interface Note {
  readonly name: string
  readonly type: string
  readonly id: string
}

function notesOf(userId: string, name: string): readonly Note[] {
  const file = join(tmpdir(), `doorkey-automations-${userId}`)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line): Note => JSON.parse(line)).filter((note) => note.name === name)
}

async function openDeliveries({ store }: System, userId: string, name: string) {
  const { rows } = await store.pool.query(
    `SELECT code FROM delivery
     WHERE state = 'waiting' AND subscriber = $1 AND event->'data'->>'userId' = $2`,
    [`automation:${name}`, userId],
  )
  return rows
}
