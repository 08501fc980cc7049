import { describe, expect, it } from 'vitest'
import { postSample } from '../../src/cli/post-sample.ts'
import { fingerprint } from '../support/fake-directory.ts'
import { readMail } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { PROVIDERS } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'
import { type CrashPlace, ledgerOf, openCrashPlace } from './crash.ts'
import { beforeRow } from './pause.ts'

/** A job that was taken from the queue, and whose row does not yet say so. */
const CLAIMS = [
  beforeRow('event', `NEW.state = 'working'`),
  beforeRow('message', `NEW.state = 'planned' AND NEW.run > 0`),
  beforeRow('message', `NEW.state = 'sending'`),
]

/** The queue itself gives such a job to another worker, after 30 to 45 s. */
const STALLED_MS_MAX = 90_000

const kinds = await queueKinds()

// Both at once, since all that they do is wait.
describe.concurrent('a process killed before it has claimed the row of its job', () => {
  for (const { name, isAvailable } of kinds) {
    it.runIf(isAvailable)(
      `mails the one password that was set, with the queue on ${name}`,
      async () => {
        const place = await openCrashPlace(name)
        try {
          await expectOneMailAfterEach(place)
        } finally {
          await place.close()
        }
      },
      STALLED_MS_MAX + 60_000,
    )
  }
})

async function expectOneMailAfterEach(place: CrashPlace): Promise<void> {
  const users = CLAIMS.map(() => newcomer())
  for (const [index, at] of CLAIMS.entries()) {
    const user = users[index] ?? newcomer()
    await place.crash(at, () => postSample(place.url(), 'demo', PROVIDERS.demo, user))
  }
  await place.settled({ withinMs: STALLED_MS_MAX })
  for (const { userId, email } of users) {
    const passwords = place.directory.passwordsOf(userId)
    expect(passwords).toHaveLength(1)
    const secrets = place.ses.accepted(email).map((mail) => readMail(mail).secret ?? '')
    expect(secrets.map(fingerprint)).toEqual(passwords)
    expect(await ledgerOf(place, userId)).toEqual([
      { event: 'done', credential: 'set', message: 'accepted' },
    ])
  }
}
