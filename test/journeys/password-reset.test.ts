import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MailFacts } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer, signedPost } from '../support/signed-posts.ts'
import { PUBLIC_URL, startSystem, type System } from '../support/system.ts'

const CHOSEN = 'a-password-of-my-own-1'

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a requested reset, with the queue on ${name}`, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({ queue: name })
    })
    afterAll(() => system.close())

    it('leads by a link to a chosen password and a mail about it, and the link works once', async () => {
      const user = newcomer({ locale: 'de' })
      await system.post('demo', user)
      await system.settled()
      const issued = system.mailsTo(user.email)[0]?.secret ?? ''
      await system.post('demo', resetOf(user))
      await system.settled()

      const link = resetLink(system.mailsTo(user.email)[1])
      expect(await system.choose(link, CHOSEN)).toBe(200)
      await system.settled()
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
      expect(await system.verify('demo', user.userId, issued)).toBe('invalid')

      expect(await system.choose(link, 'another-of-my-own-2')).toBe(410)
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
      const mails = system.mailsTo(user.email)
      expect(mails).toHaveLength(3)
      expect(mails[2]?.secret).toBeUndefined()
      expect(mails[2]?.text).not.toContain(CHOSEN)
      expect(await templatesTo(system, user.email)).toEqual([
        'password-issued',
        'password-reset',
        'password-changed',
      ])
    })

    it('leaves the older link two minutes once a newer one is mailed, unless that one is used', async () => {
      const user = newcomer()
      await system.post('demo', resetOf(user, -2_000))
      await system.settled()
      await system.post('demo', resetOf(user, -1_000))
      await system.settled()

      const links = system.mailsTo(user.email).map(resetLink)
      expect(links).toHaveLength(2)
      const { rows } = await system.store.pool.query<{ seconds: number }>(
        `SELECT extract(epoch FROM expires_at - now())::int AS seconds FROM credential
         WHERE user_id = $1 AND state = 'set' ORDER BY occurred_at`,
        [user.userId],
      )
      expect(rows).toHaveLength(2)
      expect(rows[0]?.seconds).toBeLessThanOrEqual(120)
      expect(rows[0]?.seconds).toBeGreaterThan(0)
      expect(rows[1]?.seconds).toBeGreaterThan(600)
      expect(await system.choose(links[1] ?? '', CHOSEN)).toBe(200)
      expect(await system.choose(links[0] ?? '', CHOSEN)).toBe(410)
      await system.settled()
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
    })

    it('delivers the provider’s own link as it is', async () => {
      const user = newcomer()
      const url = 'https://id.example/recover?ticket=a%2Bb&next=%2Fhome#frag'
      await system.postSigned('demo', ownReset(user, { url }))
      await system.settled()
      const [mail, ...others] = system.mailsTo(user.email)
      expect(others).toEqual([])
      expect(mail?.links).toContain(url)
      expect(mail?.text).toContain(url)
      expect(mail?.links.filter((one) => one.startsWith(PUBLIC_URL))).toEqual([])
    })

    it('delivers the provider’s own code as it is', async () => {
      const user = newcomer()
      await system.postSigned('demo', ownReset(user, { code: '004 217' }))
      await system.settled()
      const [mail, ...others] = system.mailsTo(user.email)
      expect(others).toEqual([])
      expect(mail?.secret).toBe('004 217')
      expect(await templatesTo(system, user.email)).toEqual(['password-reset-code'])
    })
  })
}

function resetOf(user: ReturnType<typeof newcomer>, afterMs = 0) {
  const occurredAt = new Date(Date.now() + afterMs)
  return { ...user, type: 'password.reset_requested' as const, eventId: randomUUID(), occurredAt }
}

function ownReset({ userId, email }: ReturnType<typeof newcomer>, reset: object) {
  return signedPost('demo', {
    type: 'password.reset_requested',
    data: { user: { id: userId, email }, reset },
  })
}

/** The one link into our pages. */
function resetLink(mail: MailFacts | undefined): string {
  const links = mail?.links.filter((link) => link.startsWith(`${PUBLIC_URL}/reset/`)) ?? []
  expect(links).toHaveLength(1)
  return links[0] ?? ''
}

async function templatesTo({ store }: System, address: string): Promise<readonly string[]> {
  const rows = await store.database
    .selectFrom('message')
    .select('template')
    .where('to_address', '=', address)
    .where('state', '=', 'accepted')
    .orderBy('accepted_at')
    .execute()
  return rows.map(({ template }) => template)
}
