import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postSample } from '../../src/cli/post-sample.ts'
import { fingerprint } from '../support/fake-directory.ts'
import { readMail } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { PROVIDERS } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'
import { choose } from '../support/system.ts'
import { type CrashPlace, ledgerOf, openCrashPlace } from './crash.ts'
import { atDirectory, atSes, beforeRow, type PauseAt } from './pause.ts'

/** Between every two steps of what a worker has claimed, in their order. */
const CRASHES: readonly { readonly when: string; readonly at: PauseAt; readonly mails: 1 | 2 }[] = [
  { when: 'before the credential is committed', at: beforeRow('credential', 'true'), mails: 1 },
  { when: 'before the directory takes it', at: atDirectory({ kind: 'hang' }), mails: 1 },
  { when: 'after the directory took it', at: atDirectory({ kind: 'take-and-hang' }), mails: 1 },
  {
    when: 'before it is recorded as set',
    at: beforeRow('credential', `NEW.state = 'set'`),
    mails: 1,
  },
  {
    when: 'before the mail is planned',
    at: beforeRow('message', `NEW.state = 'planned'`),
    mails: 1,
  },
  {
    when: 'before the mail is recorded as rendered',
    at: beforeRow('message', `NEW.state = 'rendered'`),
    mails: 1,
  },
  {
    when: 'before the attempt to send is recorded',
    at: beforeRow('attempt', `NEW.kind = 'send-email'`),
    mails: 1,
  },
  {
    when: 'before SES accepts the mail',
    at: atSes({ kind: 'hang', when: 'before-accepting' }),
    mails: 1,
  },
  // Nobody can know whether these left: they go out once more, with the same bytes.
  {
    when: 'after SES accepted the mail',
    at: atSes({ kind: 'hang', when: 'after-accepting' }),
    mails: 2,
  },
  {
    when: 'before the mail is recorded as accepted',
    at: beforeRow('message', `NEW.state = 'accepted'`),
    mails: 2,
  },
]

// The queue has no part in what follows the claim; see crash-before-claim.test.ts for what goes before.
const queue = (await queueKinds()).findLast(({ isAvailable }) => isAvailable)?.name ?? 'postgres'

describe(`a process killed, with the queue on ${queue}`, () => {
  let place: CrashPlace
  beforeAll(async () => {
    place = await openCrashPlace(queue)
  })
  afterAll(() => place.close())

  it.each(CRASHES)('$when mails the one password that was set', async ({ at, mails }) => {
    const user = newcomer()
    await place.crash(at, () => postSample(place.url(), 'demo', PROVIDERS.demo, user))
    await place.settled({ hurries: true })

    const passwords = place.directory.passwordsOf(user.userId)
    expect(new Set(passwords).size).toBe(1)
    const sent = place.ses.accepted(user.email)
    expect(sent).toHaveLength(mails)
    expect(new Set(sent.map(({ raw }) => raw.toString('latin1'))).size).toBe(1)
    expect(fingerprint(sent[0] ? (readMail(sent[0]).secret ?? '') : '')).toBe(passwords[0])
    expect(await ledgerOf(place, user.userId)).toEqual([
      { event: 'done', credential: 'set', message: 'accepted' },
    ])
  })

  it('while a chosen password is being set leaves a link that still works', async () => {
    const user = newcomer()
    const reset = { ...user, type: 'password.reset_requested' } as const
    await postSample(place.url(), 'demo', PROVIDERS.demo, reset)
    const [mail] = await place.ses.whenAccepted(1, user.email)
    const link = mail ? (readMail(mail).links.find((one) => one.includes('#')) ?? '') : ''

    await place.crash(atDirectory({ kind: 'take-and-hang' }), () =>
      choose(place.url(), link, 'the-first-Choice-1').catch(() => undefined),
    )
    expect(await choose(place.url(), link, 'the-second-Choice-2')).toBe(200)
    await place.settled()
    const passwords = place.directory.passwordsOf(user.userId)
    expect(passwords.at(-1)).toBe(fingerprint('the-second-Choice-2'))
    expect(await choose(place.url(), link, 'the-third-Choice-3')).toBe(410)
    expect(place.directory.passwordsOf(user.userId)).toEqual(passwords)
  })
})
