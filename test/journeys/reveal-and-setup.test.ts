import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unescapeHtml } from '../support/mail.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { PUBLIC_URL, startSystem, type System } from '../support/system.ts'

const CHOSEN = 'a-password-of-my-own-1'
const WITHIN = { timeout: 20_000 }

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a link instead of a password, with the queue on ${name}`, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({
        queue: name,
        sources: { acme: { deliver: 'reveal-link' }, demo: { deliver: 'setup-link' } },
      })
    })
    afterAll(() => system.close())

    it('shows the password that opens the account, once, and the mail carries none', async () => {
      const user = newcomer()
      await system.post('acme', user)
      await system.settled()
      const [mail, ...others] = system.mailsTo(user.email)
      expect(others).toEqual([])
      const link = linkTo('reveal', mail?.links)
      const shown = await send(link, { token: tokenOf(link) })
      const password = shownIn(shown.body)
      expect(await system.verify('acme', user.userId, password)).toBe('must_change')
      expect(mail?.html).not.toContain(password)
      expect(mail?.text).not.toContain(password)

      const again = await send(link, { token: tokenOf(link) })
      expect(again.status).toBe(410)
      expect(again.body).toContain('was shown on')
      expect(again.body).not.toContain(password)
    })

    it('is replaced on request by a link to choose a password, which leaves the account alone until then', async () => {
      const user = newcomer()
      await system.post('acme', user)
      await system.settled()
      const burnt = linkTo('reveal', system.mailsTo(user.email)[0]?.links)
      const password = shownIn((await send(burnt, { token: tokenOf(burnt) })).body)

      const dead = await send(burnt, { token: tokenOf(burnt) })
      const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(dead.body) ?? []
      const renewal = new URL(unescapeHtml(action), burnt).href
      expect((await send(renewal, {})).status).toBe(200)
      await expect.poll(() => system.mailsTo(user.email).length, WITHIN).toBe(2)
      await system.settled()
      expect(await system.verify('acme', user.userId, password)).toBe('must_change')

      const link = linkTo('setup', system.mailsTo(user.email)[1]?.links)
      expect(await system.choose(link, CHOSEN)).toBe(200)
      expect(await system.choose(link, 'another-of-my-own-2')).toBe(410)
      await system.settled()
      expect(await system.verify('acme', user.userId, CHOSEN)).toBe('ok')
      // A password was there before, so its owner is told that it was changed.
      expect(await templatesTo(user.email)).toEqual([
        'reveal-link',
        'setup-link',
        'password-changed',
      ])
    })

    it('lets a new user choose the first password, and mails nothing about it', async () => {
      const user = newcomer()
      await system.post('demo', user)
      await system.settled()
      const link = linkTo('setup', system.mailsTo(user.email)[0]?.links)
      const done = await send(link, { token: tokenOf(link), password: CHOSEN })
      expect(done.status).toBe(200)
      expect(done.body).toContain('Your password is set')
      expect(done.body).toContain('There is no email about this.')
      await system.settled()
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
      expect(await templatesTo(user.email)).toEqual(['setup-link'])
    })

    it('never replaces a password that the user chose: not by a late registration, nor by asking', async () => {
      const user = newcomer()
      await system.post('demo', user)
      await system.settled()
      const link = linkTo('setup', system.mailsTo(user.email)[0]?.links)
      expect(await system.choose(link, CHOSEN)).toBe(200)
      await system.post('demo', { ...user, eventId: randomUUID(), occurredAt: new Date() })
      expect((await send(`${link.split('#')[0]}/renew`, {})).status).toBe(200)
      await expect.poll(() => system.mailsTo(user.email).length, WITHIN).toBe(2)
      await system.settled()
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
    })

    /** Posts a form to a link's page, at the system's own address. */
    async function send(link: string, fields: Record<string, string>) {
      const url = `${system.app.url}${new URL(link).pathname}`
      const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
      return { status: response.status, body: await response.text() }
    }

    async function templatesTo(address: string): Promise<readonly string[]> {
      const rows = await system.store.database
        .selectFrom('message')
        .select('template')
        .where('to_address', '=', address)
        .orderBy('planned_at')
        .execute()
      return rows.map(({ template }) => template)
    }
  })
}

function linkTo(page: string, links: readonly string[] = []): string {
  const link = links.find((one) => one.startsWith(`${PUBLIC_URL}/${page}/`))
  if (link === undefined) throw new Error(`expected a link to /${page}, got ${links.length} others`)
  return link
}

const tokenOf = (link: string) => new URL(link).hash.slice(1)

function shownIn(body: string): string {
  return unescapeHtml(/class="secret-text"[^>]*>([^<]+)<\/code>/.exec(body)?.[1] ?? '')
}
