import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const NEW = '/console/users/new?source=demo'
let showing: System
let hiding: System

beforeAll(async () => {
  showing = await startSystem({ queue: 'postgres', showPassword: true })
  hiding = await startSystem({ queue: 'postgres' })
})
afterAll(async () => {
  await showing.close()
  await hiding.close()
})

/** A browser that is signed in. */
async function signIn({ app }: System) {
  const send = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  const answer = await send('/console/sign-in', { key: ADMIN_KEY }, {})
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const show = async (path: string) =>
    (await fetch(`${app.url}${path}`, { headers: { cookie } })).text()
  return {
    show,
    /** Sends a path's form with what it hides and `fields`. */
    async fill(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
      const hidden = [
        ...(await show(path)).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g),
      ]
      const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
      return send(path, { ...kept, ...fields }, { cookie, ...headers })
    },
  }
}

const generatedOf = (text: string) => /id="password"[^>]* value="([^"]*)"/.exec(text)?.[1] ?? ''

const auditOf = async ({ store }: System) =>
  (
    await store.database
      .selectFrom('audit')
      .select(['outcome', 'subject'])
      .where('action', '=', 'user.generate_password')
      .orderBy('number')
      .execute()
  ).map(({ outcome, subject }) => `${outcome} ${subject}`)

test('Generate fills the field, keeps what was typed, sets nothing, and is audited', async () => {
  const browser = await signIn(showing)
  const { email } = newcomer()
  const asked = { email, name: 'Ada', setup: 'generate', mustChange: 'on', generate: '1' }
  const answer = await browser.fill(NEW, asked)
  const text = await answer.text()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const generated = generatedOf(text)
  expect(generated.length).toBeGreaterThanOrEqual(12)
  expect(text).toMatch(/id="setup-typed"[^>]* checked/)
  expect(text).toContain(`value="${email}"`)
  const made = () =>
    showing.store.database
      .selectFrom('builtin_user')
      .selectAll()
      .where('email', '=', email)
      .execute()
  expect(await made()).toEqual([])
  expect((await auditOf(showing)).at(-1)).toMatch(/^done .…@/)
  const another = generatedOf(await (await browser.fill(NEW, asked)).text())
  expect(another).not.toBe(generated)

  // It is a typed password from here on.
  const sent = await browser.fill(NEW, {
    email,
    setup: 'typed',
    password: generated,
    send: 'on',
    mustChange: 'on',
  })
  expect(sent.status).toBe(303)
  await showing.settled()
  const [user] = await made()
  expect(await showing.verify('demo', user?.user_id ?? '', generated)).toBe('must_change')
  expect(showing.mailsTo(email)).toHaveLength(1)
  expect(showing.logLines.join('\n')).not.toContain(generated)
})

test('nobody may generate one where operators see none, and the try is audited', async () => {
  const browser = await signIn(hiding)
  expect(await browser.show(NEW)).not.toContain('name="generate"')
  const answer = await browser.fill(NEW, { email: newcomer().email, setup: 'typed', generate: '1' })
  expect(answer.status).toBe(403)
  expect(generatedOf(await answer.text())).toBe('')
  expect(await auditOf(hiding)).toEqual([expect.stringMatching(/^refused /)])
})

test('another site gets nothing generated', async () => {
  const browser = await signIn(showing)
  const before = await auditOf(showing)
  const forged = { setup: 'typed', generate: '1' }
  const answer = await browser.fill(NEW, forged, { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(403)
  expect(await auditOf(showing)).toEqual(before)
})

test('an event leads to a reset of its user, whose id stands in no link', async () => {
  const browser = await signIn(showing)
  const user = { ...newcomer(), userId: 'ada@ids.example' }
  const { eventId } = await showing.post('demo', user)
  await showing.settled()
  const path = `/console/events/${eventId}/password`
  const story = await browser.show(`/console/events/${eventId}`)
  expect(story).toContain(`href="${path}"`)
  expect(story).not.toContain(user.userId)
  expect(await browser.show(path)).not.toContain(user.userId)
  const first = showing.mailsTo(user.email).length
  const sent = await browser.fill(path, { setup: 'generate', mustChange: 'on' })
  expect(sent.status).toBe(303)
  await showing.settled()
  const mails = showing.mailsTo(user.email)
  expect(mails).toHaveLength(first + 1)
  expect(await showing.verify('demo', user.userId, mails.at(-1)?.secret ?? '')).toBe('must_change')
  expect(await browser.show('/console/events/evt_none/password')).toContain('No such event')
})
