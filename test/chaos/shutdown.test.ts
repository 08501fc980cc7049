import { afterEach, describe, expect, it } from 'vitest'
import { openProcessPlace, type ProcessPlace } from '../support/doorkey-process.ts'
import { fingerprint } from '../support/fake-directory.ts'
import { readMail } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { acceptedOf, type Posted, postMany } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'

const RESTARTS = 2
const EVENTS = 150
const ANSWERS_BEFORE_STOP = 40
/** `doorkey start` promises to end within 25 s of SIGTERM. */
const STOP_MS_MAX = 25_000
const TEST_MS_MAX = 90_000 + RESTARTS * STOP_MS_MAX

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`SIGTERM under load, with the queue on ${name}`, () => {
    let place: ProcessPlace
    afterEach(() => place.close())

    const lastsLong = { timeout: TEST_MS_MAX }
    it('ends two processes in turn with 0; nothing is lost or doubled', lastsLong, async () => {
      place = await openProcessPlace(name)
      let serving = await place.start()
      const delivered: Posted[] = []
      for (let round = 0; round < RESTARTS; round += 1) {
        // A rolling restart: the next one serves before the one that works is asked to end.
        const [old, next] = [serving, await place.start()]
        let stopped: Promise<number | null> | undefined
        const onAnswer = (answered: number): void => {
          if (answered !== ANSWERS_BEFORE_STOP) return
          serving = next
          stopped = old.stop()
        }
        const posted = await postMany(() => serving.url, newcomers(), onAnswer)
        expect(await stopped).toBe(0)
        // A provider delivers again what was not answered.
        const again = posted.filter((one) => !acceptedOf([one]).length).map(({ event }) => event)
        delivered.push(...acceptedOf(posted))
        delivered.push(...acceptedOf(await postMany(() => next.url, again)))
      }
      expect(delivered).toHaveLength(RESTARTS * EVENTS)

      await place.settled({ withinMs: 60_000 })
      expectOneMailEach(place, delivered)
      expect(await serving.stop()).toBe(0)
    })
  })
}

const newcomers = () => Array.from({ length: EVENTS }, () => newcomer())

/** Exactly one mail each, with the one password that the directory was given once. */
function expectOneMailEach({ ses, directory }: ProcessPlace, delivered: readonly Posted[]): void {
  expect(ses.mails).toHaveLength(delivered.length)
  const wrong = delivered.filter(({ event }) => {
    const secrets = ses.accepted(event.email).map((mail) => readMail(mail).secret ?? '')
    const passwords = directory.passwordsOf(event.userId)
    return (
      secrets.length !== 1 ||
      passwords.length !== 1 ||
      fingerprint(secrets[0] ?? '') !== passwords[0]
    )
  })
  expect(wrong).toEqual([])
}
