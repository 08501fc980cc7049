import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMail } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY } from '../support/system.ts'
import { type CrashPlace, openCrashPlace } from './crash.ts'
import { beforeRow, type PauseAt } from './pause.ts'

const CRASHES: readonly { readonly when: string; readonly at: PauseAt }[] = [
  {
    when: 'between the commit and the first turn',
    at: beforeRow('event', `NEW.state = 'working'`),
  },
  { when: 'once the user is made', at: beforeRow('credential', 'true') },
  {
    when: 'before the password is recorded as set',
    at: beforeRow('credential', `NEW.state = 'set'`),
  },
]

const queue = (await queueKinds()).findLast(({ isAvailable }) => isAvailable)?.name ?? 'postgres'

describe(`a process killed while it makes a user on request, with the queue on ${queue}`, () => {
  let place: CrashPlace
  beforeAll(async () => {
    place = await openCrashPlace(queue)
  })
  afterAll(() => place.close())

  it.each(CRASHES)('$when: upkeep finishes it, and the same key tells of it', async ({ at }) => {
    const { email } = newcomer()
    const ask = { source: 'own', email, password: 'generate', sendPassword: true, mustChange: true }
    const post = (path: string, body: object) =>
      fetch(`${place.url()}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${ADMIN_KEY}`,
          'idempotency-key': email,
        },
        body: JSON.stringify(body),
      })
    await place.crash(at, () => post('/v1/users', ask).catch(() => undefined))
    await place.settled({ hurries: true })

    const mails = place.ses.accepted(email).map(readMail)
    expect(mails).toHaveLength(1)
    const again = await post('/v1/users', ask)
    expect(again.status).toBe(202)
    expect(await again.json()).toMatchObject({ state: 'done', userId: expect.any(String) })
    const login = { source: 'own', email, password: mails[0]?.secret ?? '' }
    const verified = await post('/v1/credentials/verify', login)
    expect(await verified.json()).toEqual({ status: 'must_change' })
    await place.settled()
    expect(place.ses.accepted(email)).toHaveLength(1)
    const users = await place.store.database
      .selectFrom('builtin_user')
      .select('user_id')
      .where('email', '=', email)
      .execute()
    expect(users).toHaveLength(1)
  })
})
