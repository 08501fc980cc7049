import { randomInt } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openProcessPlace, type ProcessPlace } from '../support/doorkey-process.ts'
import { fingerprint } from '../support/fake-directory.ts'
import { lapseClaims } from '../support/ledger-times.ts'
import { readMail } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { acceptedOf, type Posted, postMany } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'

const ROUNDS = 3
const POSTS = 400

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a receiver killed under load, with the queue on ${name}`, () => {
    let place: ProcessPlace
    afterEach(() => place.close())

    it('has committed every event it answered 2xx, and each ends in one accepted mail', async () => {
      place = await openProcessPlace(name)
      const promised: Posted[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const posted = await postAndKill(place, randomInt(1, 150))
        expect(posted).toHaveLength(POSTS)
        expect(posted.filter(({ answer }) => answer === undefined)).not.toEqual([])
        promised.push(...acceptedOf(posted))
        await expectCommitted(place, promised)
      }
      expect(promised.length).toBeGreaterThanOrEqual(ROUNDS)

      await lapseClaims(place.store.database)
      await place.start({ only: ['workers', 'upkeep'] })
      await place.settled({ withinMs: 90_000 })
      expectOneMailEach(place, promised)
    }, 180_000)
  })
}

/** Posts to a receiver that is killed as soon as it has answered `answers` times. */
async function postAndKill(place: ProcessPlace, answers: number): Promise<readonly Posted[]> {
  const receiver = await place.start({ only: ['receiver'] })
  const events = Array.from({ length: POSTS }, () => newcomer())
  let killed: Promise<void> | undefined
  const posted = await postMany(
    () => receiver.url,
    events,
    (answered) => {
      if (answered === answers) killed = receiver.kill()
    },
  )
  await killed
  return posted
}

async function expectCommitted({ store }: ProcessPlace, promised: readonly Posted[]) {
  const rows = await store.database.selectFrom('event').select(['id', 'user_id']).execute()
  const users = new Map(rows.map((row) => [row.id, row.user_id]))
  const lost = promised.filter(({ event, answer }) => {
    return users.get(answer?.eventId ?? '') !== event.userId
  })
  expect(lost).toEqual([])
}

/** Exactly one mail, with the one password that the directory was given. */
function expectOneMailEach({ ses, directory }: ProcessPlace, promised: readonly Posted[]): void {
  const wrong = promised.filter(({ event }) => {
    const mails = ses.accepted(event.email).map((mail) => readMail(mail).secret ?? '')
    const passwords = new Set(directory.passwordsOf(event.userId))
    return mails.length !== 1 || passwords.size !== 1 || !passwords.has(fingerprint(mails[0] ?? ''))
  })
  expect(wrong).toEqual([])
}
