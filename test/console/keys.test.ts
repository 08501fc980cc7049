import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../src/operators/scopes.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const SAME_SITE = { 'sec-fetch-site': 'same-origin' }
let system: System
beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

async function api(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${system.app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify(body),
  })
  return Object(await answer.json())
}

async function keyWith(scopes: readonly Scope[], more: object = {}) {
  const { id, key } = await api('/v1/keys', { name: scopes.join(), scopes, ...more })
  return { id: String(id), key: String(key) }
}

async function signIn(key: string) {
  const answer = await fetch(`${system.app.url}/console/sign-in`, {
    method: 'POST',
    headers: SAME_SITE,
    body: new URLSearchParams({ key }),
    redirect: 'manual',
  })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { status: answer.status, cookie, text: await answer.text() }
}

const statusOf = async (path: string, cookie: string, fields?: Record<string, string>) => {
  const body = fields && new URLSearchParams(fields)
  const headers = { ...SAME_SITE, cookie }
  const init = { headers, redirect: 'manual', ...(body && { method: 'POST', body }) } as const
  return (await fetch(`${system.app.url}${path}`, init)).status
}

const audited = async (operator: string) =>
  system.store.database
    .selectFrom('audit')
    .select(['action', 'outcome'])
    .where('operator', '=', operator)
    .orderBy('number')
    .execute()

describe('a key in the console', () => {
  it('that may read sees events and mails, and no form; each refusal is audited', async () => {
    const { id, key } = await keyWith(['read'])
    const { status, cookie } = await signIn(key)
    expect(status).toBe(303)
    expect(await statusOf('/console', cookie)).toBe(200)
    expect(await statusOf('/console/templates', cookie)).toBe(200)
    const refused = ['/console/users/new', '/console/suppressions']
    for (const path of refused) expect(await statusOf(path, cookie)).toBe(403)
    const forms = ['/console/users/new', '/console/suppressions', '/console/suppressions/lift']
    for (const path of forms) expect(await statusOf(path, cookie, { source: 'demo' })).toBe(403)
    const refusal = { action: 'console.open', outcome: 'refused' }
    expect(await audited(id)).toEqual(Array.from({ length: 5 }, () => refusal))
  })

  it('that may change users does it in its own name', async () => {
    const { id, key } = await keyWith(['read', 'users'])
    const { cookie } = await signIn(key)
    const { email } = newcomer()
    const page = await fetch(`${system.app.url}/console/users/new?source=demo`, {
      headers: { cookie },
    })
    const [, form = ''] = /name="key" value="([^"]+)"/.exec(await page.text()) ?? []
    const fields = {
      source: 'demo',
      email,
      setup: 'generate',
      send: 'on',
      mustChange: 'on',
      key: form,
    }
    const before = await audited(id)
    expect(before).toEqual([])
    expect(await statusOf('/console/users/new', cookie, fields)).toBe(303)
    expect((await audited(id)).map(({ action }) => action)).toContain('user.create')
  })

  it('that was revoked opens nothing from the next request on', async () => {
    const { id, key } = await keyWith(['read'])
    const { cookie } = await signIn(key)
    expect(await statusOf('/console', cookie)).toBe(200)
    await api(`/v1/keys/${id}/revoke`, {})
    expect(await statusOf('/console', cookie)).toBe(401)
    expect((await signIn(key)).status).toBe(401)
  })

  it('that may not read, or is for some sources only, does not sign in', async () => {
    const blind = await signIn((await keyWith(['users'])).key)
    const some = await signIn((await keyWith(['users'], { sources: ['demo'] })).key)
    for (const { status, cookie, text } of [blind, some]) {
      expect([status, cookie]).toEqual([403, ''])
      expect(text).toContain('may not see the console')
    }
  })

  it('cannot be put in place of another in a cookie', async () => {
    const { cookie } = await signIn((await keyWith(['read'])).key)
    const forged = cookie.replace(/~key_[\w-]+~/, '~admin~')
    expect(forged).not.toBe(cookie)
    expect(await statusOf('/console', forged)).toBe(401)
  })
})
