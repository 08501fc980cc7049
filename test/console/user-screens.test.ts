import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceInput } from '../../src/config/doorkey-config.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import type { DirectoryCapabilities, DirectoryFactory } from '../../src/directories/directory.ts'
import { PROVIDERS } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const TYPED = 'c4nary-typed-By-an-operator'
let system: System
let cookie = ''

/** The built-in directory, as if it could less. */
function lesser(more: Partial<DirectoryCapabilities>): DirectoryFactory {
  const builtin = builtinDirectory()
  const { validity: _, ...others } = builtin.capabilities
  const capabilities = { ...others, ...more }
  return {
    ...builtin,
    capabilities,
    create: (tools) => ({ ...builtin.create(tools), capabilities }),
  }
}

const source = (
  directory: DirectoryFactory,
): Pick<SourceInput, 'provider' | 'directory' | 'deliver'> => ({
  provider: PROVIDERS.demo,
  directory,
  deliver: 'setup-link',
})

beforeAll(async () => {
  system = await startSystem({
    queue: 'postgres',
    more: async () => ({
      lasting: source(lesser({ expiry: false })),
      plain: source(lesser({ expiry: false, mustChange: false })),
      closed: source(lesser({ createsUsers: false })),
    }),
  })
  const answer = await send('/console/sign-in', { key: ADMIN_KEY })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(() => system.close())

function send(
  path: string,
  fields: Record<string, string>,
  headers = { 'sec-fetch-site': 'same-origin' },
) {
  return fetch(`${system.app.url}${path}`, {
    method: 'POST',
    headers: { cookie, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
}

async function show(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${system.app.url}${path}`, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}

/** What the page itself would send, unless `fields` says otherwise. */
async function fill(path: string, fields: Record<string, string>) {
  const { text } = await show(path)
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  return {
    ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
    ...fields,
  }
}

const NEW = '/console/users/new?source=demo'
const field = (text: string, name: string) =>
  new RegExp(`<input type="checkbox" name="${name}"[^>]*>`).exec(text)?.[0]

describe('the form for a new user', () => {
  test('has every field, asks for a change by default, and shows the policy', async () => {
    const { status, text } = await show(NEW)
    expect(status).toBe(200)
    for (const name of ['email', 'name', 'locale', 'password', 'validFrom', 'validUntil']) {
      expect(text).toContain(`name="${name}"`)
    }
    const setups = [...text.matchAll(/name="setup" id="setup-(\w+)"/g)].map(([, value]) => value)
    expect(setups).toEqual(['typed', 'generate', 'link', 'none'])
    expect(field(text, 'mustChange')).toContain('checked')
    expect(field(text, 'send')).not.toContain('checked')
    expect(text).toContain('data-rules-of="password"')
    // Nobody may be shown passwords here, so nobody is asked.
    expect(field(text, 'show')).toBeUndefined()
  })

  test('makes a user with a typed password that is mailed, and leads to what becomes of it', async () => {
    const { email } = newcomer()
    const asked = await fill(NEW, {
      email,
      setup: 'typed',
      password: TYPED,
      send: 'on',
      mustChange: 'on',
    })
    const answer = await send(NEW, asked)
    expect(answer.status).toBe(303)
    const story = answer.headers.get('location') ?? ''
    expect(story).toMatch(/^\/console\/events\/evt_/)
    // Sent twice, it is followed once.
    expect((await send(NEW, asked)).headers.get('location')).toBe(story)
    await system.settled()
    const mails = system.mailsTo(email)
    expect(mails.map(({ secret }) => secret)).toEqual([TYPED])
    const page = await show(story)
    expect(page.text).toContain('password-issued')
    expect(page.text).toContain('accepted')
    expect(page.text).not.toContain(TYPED)
    const user = await system.store.database
      .selectFrom('builtin_user')
      .select('user_id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    expect(await system.verify('demo', user.user_id, TYPED)).toBe('must_change')
    const reset = `/console/users/${user.user_id}/password?source=demo`
    expect(page.text).toContain(`href="${story}/password"`)
    const again = await send(reset, await fill(reset, { setup: 'generate' }))
    expect(again.status).toBe(303)
    await system.settled()
    const generated = system.mailsTo(email)[1]?.secret ?? ''
    // The box was not ticked.
    expect(await system.verify('demo', user.user_id, generated)).toBe('ok')
  })

  test('says what is wrong at its field, keeps what was filled in but the password, and changes nothing', async () => {
    const asked = await fill(NEW, {
      email: 'no address',
      name: '<b>Ada',
      setup: 'typed',
      password: 'ada-7',
    })
    const answer = await send(NEW, asked)
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain('It needs at least 12 characters.')
    expect(text).toMatch(/id="email-problem"[\s\S]*id="password-problem"/)
    expect(text).toMatch(/id="email"[^>]*value="no address"[^>]*aria-describedby="email-problem"/)
    expect(text).toMatch(/id="password"[^>]*aria-describedby="password-problem/)
    expect(text).toContain('value="&lt;b&gt;Ada"')
    expect(text).not.toContain('ada-7')
    const { rows } = await system.store.pool.query(
      `SELECT 1 FROM builtin_user WHERE email = 'no address'`,
    )
    expect(rows).toEqual([])
  })

  test('a link to choose a password asks for nothing that needs one', async () => {
    const { email } = newcomer()
    const asked = await fill(NEW, { email, setup: 'link', mustChange: 'on' })
    expect((await send(NEW, asked)).status).toBe(303)
    await system.settled()
    const mails = await system.store.database
      .selectFrom('message')
      .select('template')
      .where('to_address', '=', email)
      .execute()
    expect(mails).toEqual([{ template: 'setup-link' }])
  })
})

describe('what a directory cannot do is disabled, with the reason', () => {
  test('a change that must be asked for cannot be left out', async () => {
    const path = '/console/users/new?source=lasting'
    const { text } = await show(path)
    expect(field(text, 'mustChange')).toMatch(/checked disabled/)
    expect(text).toContain('this source allows none that last')
    expect(text).toContain('keeps no period in which an account is valid')
    expect(text).not.toContain('name="validFrom"')
    const { email } = newcomer()
    const { mustChange, ...without } = await fill(path, { email, setup: 'generate' })
    expect(mustChange).toBe('on')
    const forced = await send(path, without)
    expect(forced.status).toBe(422)
    expect(await forced.text()).toContain('The password would last for ever')
  })

  test('where nothing would end a password, none can be set', async () => {
    const { text } = await show('/console/users/new?source=plain')
    expect(text).toMatch(/id="setup-typed"[^>]* disabled/)
    expect(text).toMatch(/id="setup-generate"[^>]* disabled/)
    expect(text).toMatch(/id="setup-link"[^>]* checked/)
    expect(field(text, 'mustChange')).not.toContain('checked')
    expect(text).toContain('This directory cannot ask for it.')
  })

  test('where no users can be made, there is no form', async () => {
    const { text } = await show('/console/users/new?source=closed')
    expect(text).toContain('does not let Doorkey create users')
    expect(text).not.toContain('name="email"')
  })
})

describe('nobody else', () => {
  test('without a session, from another site, or with an id of nobody', async () => {
    const stranger = await fetch(`${system.app.url}${NEW}`)
    expect(stranger.status).toBe(401)
    expect(await stranger.text()).not.toContain('name="email"')
    const asked = await fill(NEW, { email: newcomer().email, setup: 'generate' })
    const forged = await send(NEW, asked, { 'sec-fetch-site': 'cross-site' })
    expect(forged.status).toBe(403)
    const held = cookie
    cookie = ''
    expect((await send(NEW, asked)).status).toBe(401)
    cookie = held
    expect((await show('/console/users/nobody/password?source=demo')).status).toBe(404)
    expect((await show('/console/users/new?source=nowhere')).status).toBe(404)
    const { rows } = await system.store.pool.query('SELECT 1 FROM builtin_user WHERE email = $1', [
      asked['email'],
    ])
    expect(rows).toEqual([])
  })
})
