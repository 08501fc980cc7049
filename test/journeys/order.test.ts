import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleEvent } from '../../src/events/provider.ts'
import { newcomer } from '../support/signed-posts.ts'
import { PUBLIC_URL, startSystem, type System } from '../support/system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

const CHOSEN = 'a-password-of-my-own-1'

describe('events of one user in any order', () => {
  it.each(permutations(['created', 'first', 'second'] as const))(
    '%s, %s, %s: the newest link works, and no older event replaces it',
    async (...order) => {
      const user = newcomer({ occurredAt: ago(30) })
      const events = {
        created: user,
        first: resetOf(user, ago(20)),
        second: resetOf(user, ago(10)),
      }
      const states = new Map<string, string>()
      for (const name of order) {
        const { eventId = '' } = await system.post('demo', events[name])
        await system.settled()
        states.set(name, await stateOf(eventId))
      }
      const isFirstLate = order.indexOf('first') > order.indexOf('second')
      expect(Object.fromEntries(states)).toEqual({
        created: 'done',
        first: isFirstLate ? 'superseded' : 'done',
        second: 'done',
      })

      const links = linksTo(user.email)
      expect(links).toHaveLength(isFirstLate ? 1 : 2)
      const issued = system.mailsTo(user.email).find(({ secret }) => secret)?.secret ?? ''
      expect(await system.verify('demo', user.userId, issued)).toBe('must_change')
      expect(await system.choose(links.at(-1) ?? '', CHOSEN)).toBe(200)
      for (const old of links.slice(0, -1)) expect(await system.choose(old, CHOSEN)).toBe(410)
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
      await system.settled()
    },
  )
})

describe('a password that the user chose', () => {
  async function userWhoChose() {
    const user = newcomer({ occurredAt: ago(60) })
    await system.post('demo', resetOf(user, ago(50)))
    await system.settled()
    expect(await system.choose(linksTo(user.email)[0] ?? '', CHOSEN)).toBe(200)
    await system.settled()
    expect(system.mailsTo(user.email)).toHaveLength(2)
    return user
  }

  it.each([
    { when: 'older', seconds: 60, state: 'superseded' },
    { when: 'newer', seconds: -60, state: 'ignored' },
  ])('is not overwritten by a registration that is $when', async ({ seconds, state }) => {
    const user = await userWhoChose()
    const late = { ...user, occurredAt: ago(seconds) }
    const { eventId = '' } = await system.post('demo', late)
    await system.settled()
    expect(await stateOf(eventId)).toBe(state)
    expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
    expect(system.mailsTo(user.email)).toHaveLength(2)
  })

  it('is not followed by a link that was asked for before', async () => {
    const user = await userWhoChose()
    const { eventId = '' } = await system.post('demo', resetOf(user, ago(40)))
    await system.settled()
    expect(await stateOf(eventId)).toBe('superseded')
    expect(linksTo(user.email)).toHaveLength(1)
  })

  it('is changed by a link that was asked for afterwards', async () => {
    const user = await userWhoChose()
    await system.post('demo', resetOf(user, new Date()))
    await system.settled()
    const [, link = ''] = linksTo(user.email)
    expect(await system.choose(link, 'and-now-another-2')).toBe(200)
    await system.settled()
    expect(await system.verify('demo', user.userId, 'and-now-another-2')).toBe('ok')
    expect(await system.verify('demo', user.userId, CHOSEN)).toBe('invalid')
  })
})

function ago(seconds: number): Date {
  return new Date(Date.now() - seconds * 1_000)
}

function resetOf(user: SampleEvent, occurredAt: Date): SampleEvent {
  return { ...user, type: 'password.reset_requested', eventId: randomUUID(), occurredAt }
}

/** Links into our pages that were mailed to `address`, oldest first. */
function linksTo(address: string): readonly string[] {
  return system
    .mailsTo(address)
    .flatMap(({ links }) => links.filter((link) => link.startsWith(`${PUBLIC_URL}/reset/`)))
}

async function stateOf(eventId: string): Promise<string> {
  const event = await system.store.database
    .selectFrom('event')
    .select('state')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  return event.state
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}
