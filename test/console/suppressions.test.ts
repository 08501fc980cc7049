import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const PATH = '/console/suppressions'
let system: System
let cookie = ''

beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
  const answer = await send('/console/sign-in', { key: ADMIN_KEY })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(() => system.close())
beforeEach(() => system.store.pool.query('DELETE FROM suppression'))

function send(path: string, fields: Record<string, string>, site = 'same-origin') {
  return fetch(`${system.app.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': site },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
}

const suppress = (address: string, expiresAt: Date | null) =>
  system.store.database
    .insertInto('suppression')
    .values({ address, reason: 'a bounce', created_at: new Date(), expires_at: expiresAt })
    .execute()
const suppressed = async () =>
  (await system.store.database.selectFrom('suppression').selectAll().execute()).map(
    ({ address, reason, expires_at: until }) => ({ address, reason, until }),
  )
const sealedIn = (page: string) => /name="address" value="([^"]+)"/.exec(page)?.[1] ?? ''
const audited = async () => {
  const rows = await system.store.database
    .selectFrom('audit')
    .select(['action', 'subject'])
    .where('action', 'like', 'suppression.%')
    .orderBy('number')
    .execute()
  return rows.map(({ action, subject }) => `${action} ${subject?.split(' ')[0]}`)
}

describe('suppressed addresses', () => {
  test('are listed masked, with reason and end', async () => {
    await suppress('ada@example.com', new Date('2027-02-01T10:00:00Z'))
    const page = await (await fetch(`${system.app.url}${PATH}`, { headers: { cookie } })).text()
    expect(page).toContain('a…@example.com')
    expect(page).toContain('a bounce')
    expect(page).toContain('2027-02-01 10:00:00 UTC')
    expect(page).not.toContain('ada@example.com')
  })

  test('are looked up by the whole address in any case, and lifted; then the mail goes out', async () => {
    const user = newcomer()
    await suppress(user.email, null)
    await system.post('demo', user)
    await system.settled()
    expect(system.mailsTo(user.email)).toEqual([])
    const found = await send(PATH, { email: ` ${user.email.toUpperCase()}` })
    const lifted = await send(`${PATH}/lift`, { address: sealedIn(await found.text()) })
    expect(await lifted.text()).toContain('may be mailed again')
    expect(await suppressed()).toEqual([])
    expect((await audited()).at(-1)).toBe(`suppression.lift ${user.email[0]}…@example.com`)
    const again = { ...newcomer(), email: user.email }
    await system.post('demo', again)
    await system.settled()
    expect(system.mailsTo(user.email)).toHaveLength(1)
  })

  test('are made by an operator, and then have no end; a bounce before keeps none', async () => {
    const { email } = newcomer()
    const page = await (await send(PATH, { email })).text()
    expect(page).toContain('may be mailed')
    await suppress(email, new Date('2027-02-01T10:00:00Z'))
    const added = await send(`${PATH}/add`, { address: sealedIn(page) })
    expect(added.status).toBe(200)
    expect(await suppressed()).toEqual([
      { address: email, reason: 'suppressed by an operator', until: null },
    ])
    expect((await audited()).at(-1)).toMatch(/^suppression\.add /)
    const before = await audited()
    await send(`${PATH}/add`, { address: sealedIn(page) })
    expect(await audited()).toEqual(before)
  })

  test('what is no address is said to be none', async () => {
    const answer = await send(PATH, { email: 'ada' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('This is not an email address.')
  })

  test('nobody else reads or changes them: no session, another site, a seal that was made up', async () => {
    await suppress('ada@example.com', null)
    const held = cookie
    const page = await (await send(PATH, { email: 'ada@example.com' })).text()
    const address = sealedIn(page)
    expect((await send(`${PATH}/lift`, { address }, 'cross-site')).status).toBe(403)
    expect((await send(`${PATH}/lift`, { address: 'k1.bWFkZSB1cA' })).ok).toBe(false)
    cookie = ''
    expect((await fetch(`${system.app.url}${PATH}`)).status).toBe(401)
    expect((await send(`${PATH}/lift`, { address })).status).toBe(401)
    cookie = held
    expect(await suppressed()).toHaveLength(1)
  })
})
