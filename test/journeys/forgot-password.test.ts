import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const CHOSEN = 'a-password-of-my-own-1'

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a forgotten password, with the queue on ${name}`, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({ queue: name, sources: { demo: { onReset: 'code' } } })
    })
    afterAll(() => system.close())

    it('leads by one mail with a code to a chosen password, and to nothing for a stranger', async () => {
      const user = newcomer({ locale: 'de' })
      await system.post('demo', user)
      await system.settled()
      const issued = system.mailsTo(user.email)[0]?.secret ?? ''
      const stranger = 'nobody.here@example.com'
      const known = Array.from({ length: 20 }, () => send('/forgot/demo', { email: user.email }))
      const answers = await Promise.all([...known, send('/forgot/demo', { email: stranger })])
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      expect(new Set(answers.map(({ page }) => page)).size).toBe(1)
      await system.settled()

      expect(system.mailsTo(stranger)).toEqual([])
      const mails = system.mailsTo(user.email)
      expect(mails).toHaveLength(2)
      const code = mails[1]?.secret ?? ''
      expect(code).toMatch(/^\d{6}$/)
      const choose = (typed: string) =>
        send('/forgot/demo/code', { email: user.email, code: typed, password: CHOSEN })
      expect((await choose(code.replace(/.$/, (digit) => `${9 - Number(digit)}`))).status).toBe(410)
      expect((await choose(code)).status).toBe(200)
      expect((await choose(code)).status).toBe(410)
      await system.settled()
      expect(await system.verify('demo', user.userId, CHOSEN)).toBe('ok')
      expect(await system.verify('demo', user.userId, issued)).toBe('invalid')
      expect(system.mailsTo(user.email)).toHaveLength(3)
      const log = system.logLines.join('\n')
      for (const needle of [user.email, stranger, code, CHOSEN]) expect(log).not.toContain(needle)
      expect(log).toContain('"code":"user_unknown"')
    })

    it('leads by a link where the source mails links', async () => {
      const user = newcomer()
      await system.post('acme', user)
      await system.settled()
      await send('/forgot/acme', { email: user.email })
      await system.settled()
      const link = system
        .mailsTo(user.email)
        .at(-1)
        ?.links.find((one) => one.includes('/reset/'))
      expect(await system.choose(link ?? '', CHOSEN)).toBe(200)
      expect(await system.verify('acme', user.userId, CHOSEN)).toBe('ok')
    })

    async function send(path: string, fields: Record<string, string>) {
      const answer = await fetch(`${system.app.url}${path}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'accept-language': 'en' },
        body: new URLSearchParams(fields),
      })
      const page = (await answer.text()).replace(/nonce="[^"]+"/g, '')
      return { status: answer.status, page: page.replaceAll(fields['email'] ?? '', 'EMAIL') }
    }
  })
}
