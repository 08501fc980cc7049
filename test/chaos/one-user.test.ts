import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleEvent } from '../../src/events/provider.ts'
import { type FakeDirectory, fingerprint, startFakeDirectory } from '../support/fake-directory.ts'
import { httpDirectory } from '../support/http-directory.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { PUBLIC_URL, startSystem, type System } from '../support/system.ts'

const EVENTS = 20

for (const { name, isAvailable } of await queueKinds()) {
  // All at once, since what they do most is wait for each other.
  describe.runIf(isAvailable)(
    `${EVENTS} events of one user, queue on ${name}`,
    { concurrent: true },
    () => {
      let directory: FakeDirectory
      let system: System
      beforeAll(async () => {
        directory = await startFakeDirectory()
        system = await startSystem({
          queue: name,
          sources: { demo: { directory: httpDirectory(directory.url) } },
        })
        // A second process, so that it is not one event loop that keeps them apart.
        await system.startAnother(['workers'])
      })
      afterAll(async () => {
        await system.close()
        await directory.close()
      })

      it('that created them issue one password, whose mail opens the account', async () => {
        const user = newcomer()
        await postAtOnce((index) => ({ ...user, eventId: randomUUID(), occurredAt: ago(index) }))
        expect(await statesOf(user.userId)).toEqual([
          { state: 'done', code: null, count: 1 },
          { state: 'ignored', code: 'already_issued', count: EVENTS - 1 },
        ])
        const passwords = directory.passwordsOf(user.userId)
        expect(passwords).toHaveLength(1)
        const secrets = system.mailsTo(user.email).map(({ secret }) => fingerprint(secret ?? ''))
        expect(secrets).toEqual(passwords)
      })

      it('that ask for a reset leave only the newest link open', async () => {
        const user = newcomer()
        await postAtOnce((index) => resetOf(user, index))
        const links = await openLinks(user.userId)
        expect(links).toHaveLength(1)
        const newest = await newestEvent(user.userId)
        expect(links[0]).toMatchObject({ event_id: newest.id })
        expect(newest.state).toBe('done')
        const states = await statesOf(user.userId)
        expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(EVENTS)
        expect(states.map(({ state }) => state)).toEqual(
          expect.not.arrayContaining(['failed', 'ignored']),
        )
        await expectOneLinkWorks(user)
      })

      it('of both kinds, while the directory fails, set one password at a time', async () => {
        const user = newcomer()
        let failuresLeft = 2
        directory.failWhen(({ userId }) => userId === user.userId && failuresLeft-- > 0, {
          kind: 'take-and-cut',
        })
        await postAtOnce((index) =>
          index % 2 === 0
            ? { ...user, eventId: randomUUID(), occurredAt: ago(100 + index) }
            : resetOf(user, index),
        )
        expect(new Set(directory.passwordsOf(user.userId)).size).toBe(1)
        expect(directory.atOnceMax()).toBe(1)
        expect(await openLinks(user.userId)).toHaveLength(1)
        const secrets = system.mailsTo(user.email).flatMap(({ secret }) => secret ?? [])
        expect(secrets.map(fingerprint)).toEqual([directory.passwordsOf(user.userId).at(-1)])
        await expectOneLinkWorks(user)
      })

      async function postAtOnce(eventOf: (index: number) => SampleEvent): Promise<void> {
        const events = Array.from({ length: EVENTS }, (_, index) => eventOf(index))
        const answers = await Promise.all(events.map((event) => system.post('demo', event)))
        expect(answers.map(({ outcome }) => outcome)).toEqual(Array(EVENTS).fill('accepted'))
        await system.settled({ hurries: true })
      }

      async function expectOneLinkWorks({ email }: SampleEvent): Promise<void> {
        const links = system
          .mailsTo(email)
          .flatMap((mail) => mail.links.filter((link) => link.startsWith(`${PUBLIC_URL}/reset/`)))
        expect(new Set(links).size).toBe(links.length)
        const statuses = []
        for (const link of links) statuses.push(await system.choose(link, 'a-password-of-my-own-1'))
        expect(statuses.filter((status) => status === 200)).toHaveLength(1)
        expect(statuses.filter((status) => status === 410)).toHaveLength(links.length - 1)
        await system.settled()
      }

      /** Links that last: one that a newer replaced goes on for two minutes at most. */
      const openLinks = (userId: string) =>
        system.store.database
          .selectFrom('credential')
          .select('event_id')
          .where('user_id', '=', userId)
          .where('kind', '=', 'reset-link')
          .where('state', '=', 'set')
          .where('expires_at', '>', new Date(Date.now() + 3 * 60_000))
          .execute()

      const newestEvent = (userId: string) =>
        system.store.database
          .selectFrom('event')
          .select(['id', 'state'])
          .where('user_id', '=', userId)
          .orderBy('occurred_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow()

      async function statesOf(userId: string) {
        const rows = await system.store.database
          .selectFrom('event')
          .select(['state', 'code'])
          .select(({ fn }) => fn.countAll().as('count'))
          .where('user_id', '=', userId)
          .groupBy(['state', 'code'])
          .orderBy('state')
          .execute()
        return rows.map((row) => ({ ...row, count: Number(row.count) }))
      }
    },
  )
}

function ago(seconds: number): Date {
  return new Date(Date.now() - seconds * 1_000)
}

function resetOf(user: SampleEvent, index: number): SampleEvent {
  const occurredAt = ago(index)
  return { ...user, type: 'password.reset_requested', eventId: randomUUID(), occurredAt }
}
