import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeDirectory, startFakeDirectory } from '../support/fake-directory.ts'
import { httpDirectory } from '../support/http-directory.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer, signedPost } from '../support/signed-posts.ts'
import { postSigned, startSystem, type System } from '../support/system.ts'

const DELIVERIES = 20

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`one event delivered again, with the queue on ${name}`, () => {
    let directory: FakeDirectory
    let system: System
    beforeAll(async () => {
      directory = await startFakeDirectory()
      const source = { directory: httpDirectory(directory.url) }
      system = await startSystem({ queue: name, sources: { acme: source, demo: source } })
    })
    afterAll(async () => {
      await system.close()
      await directory.close()
    })

    it.each(['acme', 'demo'] as const)(
      'by %s, 20 at once to two receivers, makes one event, one password and one mail',
      async (source) => {
        const user = newcomer()
        const another = await system.startAnother(['receiver'])
        const post = createdBy(source, user)
        const answers = await Promise.all(
          Array.from({ length: DELIVERIES }, (_, index) =>
            postSigned(index % 2 === 0 ? system.app.url : another.url, source, post),
          ),
        )
        expect(answers.map(({ status }) => status)).toEqual(Array(DELIVERIES).fill(202))
        expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1)
        expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
        expect(answers.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(19)
        await system.settled()
        await expectOne(user)

        const late = await system.postSigned(source, post)
        expect(late).toEqual({ ...answers[0], outcome: 'duplicate' })
        // Whatever the late one set off would be done before what is posted after it.
        await system.post(source, newcomer())
        await system.settled()
        await expectOne(user)
      },
    )

    async function expectOne({ userId, email }: ReturnType<typeof newcomer>): Promise<void> {
      const { database } = system.store
      for (const table of ['event', 'credential'] as const) {
        const rows = await database
          .selectFrom(table)
          .select('id')
          .where('user_id', '=', userId)
          .execute()
        expect(rows).toHaveLength(1)
      }
      expect(directory.passwordsOf(userId)).toHaveLength(1)
      expect(system.ses.accepted(email)).toHaveLength(1)
    }
  })
}

/** The very same bytes for every delivery. */
function createdBy(
  source: 'acme' | 'demo',
  { eventId, userId, email }: ReturnType<typeof newcomer>,
) {
  if (source === 'demo') {
    const user = { id: userId, email }
    return signedPost('demo', { type: 'user.created', data: { user } }, eventId)
  }
  return signedPost('acme', {
    id: eventId,
    type: 'user.created',
    payload: { user: { id: userId, standard_attributes: { email } } },
    context: { timestamp: Math.floor(Date.now() / 1_000), triggered_by: 'admin_api' },
  })
}
