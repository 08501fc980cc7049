import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadEmails } from '../../emails/load-emails.ts'
import { html } from '../../src/pages/html.ts'
import { type OwnFolder, ourMjml, ownFolder } from '../support/own-templates.ts'
import { PROVIDERS } from '../support/post-many.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const PATH = '/console/templates'
const MARKUP = `"><script>alert(1)</script>`
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur']
const OURS = await loadEmails()
let folder: OwnFolder
let system: System
let cookie = ''

beforeAll(async () => {
  folder = await ownFolder()
  const line = '<mj-text css-class="ink">Words of our own</mj-text>'
  await folder.write('setup-link.mjml', await ourMjml('setup-link', line))
  system = await startSystem({
    queue: 'postgres',
    sources: {
      acme: {
        brand: { name: 'Acme & <Sons>', logoUrl: 'https://cdn.acme.test/l;ogo.png' },
        emails: { templates: folder.path },
      },
    },
    more: async () => ({ plain: { provider: PROVIDERS.demo } }),
  })
  const answer = await fetch(`${system.app.url}/console/sign-in`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ key: ADMIN_KEY, next: `${PATH}?locale=ar&scheme=dark` }),
    redirect: 'manual',
  })
  expect(answer.headers.get('location')).toBe(`${PATH}?locale=ar&scheme=dark`)
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(async () => {
  await system.close()
  await folder.remove()
})

async function show(path: string, query: Readonly<Record<string, string>>, as = cookie) {
  const url = `${system.app.url}${path}?${new URLSearchParams(query).toString()}`
  const { status, headers, ...answer } = await fetch(url, { headers: { cookie: as } }).then(
    async (one) => ({ status: one.status, headers: one.headers, text: await one.text() }),
  )
  return { status, headers, text: answer.text }
}

describe('the gallery of mails in the console', () => {
  test('answers for every template in every language and scheme, with lang, dir and subject', async () => {
    let shown = 0
    for (const template of OURS.templates) {
      for (const locale of OURS.locales) {
        const direction = RIGHT_TO_LEFT.includes(locale) ? 'rtl' : 'ltr'
        for (const scheme of ['light', 'dark']) {
          const query = { source: 'demo', template, locale, scheme }
          const mail = await show(`${PATH}/mail`, query)
          expect([mail.status, template, locale]).toEqual([200, template, locale])
          const [root = ''] = /<html[^>]*>/.exec(mail.text) ?? []
          expect(root).toContain(`lang="${locale}"`)
          expect(root).toContain(`dir="${direction}"`)
          expect(mail.text).toContain(`<meta name="color-scheme" content="${scheme}"`)
          const page = await show(PATH, query)
          expect(page.status).toBe(200)
          expect(page.text).toContain(`<pre lang="${locale}" dir="${direction}"`)
          const brand = { name: 'Test', color: '#1a56db' }
          const sample = OURS.sample({ template, locale, brand, templateFolders: [] })
          const subject = html`${sample?.subject}`.toString()
          expect(subject).toMatch(/\p{L}/u)
          expect(page.text).toContain(`<bdi lang="${locale}" class="subject">${subject}</bdi>`)
          shown += 1
        }
      }
    }
    expect(OURS.locales.length).toBeGreaterThan(1)
    expect(shown).toBe(OURS.templates.length * OURS.locales.length * 2)
  })

  test('shows what each source sends: its brand, its sender, its own templates', async () => {
    const setup = { template: 'setup-link', locale: 'en' }
    const own = await show(`${PATH}/mail`, { source: 'acme', ...setup })
    expect(own.text).toContain('Words of our own')
    expect(own.text).toContain('Acme &amp; &lt;Sons&gt;')
    const plain = await show(`${PATH}/mail`, { source: 'plain', ...setup })
    expect(plain.text).not.toContain('Words of our own')
    const page = await show(PATH, { source: 'acme', ...setup })
    expect(page.text).toContain('Test &lt;no-reply@acme.test&gt;')
    expect(page.text).toMatch(/<code>[^<]*setup-link\.mjml<\/code>/)
    expect(page.text).toContain('<option value="de" lang="de">Deutsch (de)</option>')
    expect(page.text).toMatch(/<dt>Preheader<\/dt><dd><bdi lang="en">[^<]+<\/bdi>/)
  })

  test('mails as they leave have the subject and the preheader that it shows', async () => {
    const brand = { name: 'Test', color: '#1a56db' }
    const choice = { template: 'setup-link', locale: 'en', brand, templateFolders: [] }
    const sample = OURS.sample(choice)
    expect(sample?.preheader).toMatch(/\w/)
    expect(sample?.html('light')).toContain(sample?.preheader ?? 'none')
    expect(OURS.sample({ ...choice, locale: 'tlh' })).toBeUndefined()
  })

  test.each(['source', 'template', 'locale', 'scheme', 'width'])(
    'says that a %s is unknown, and repeats none of it as markup',
    async (name) => {
      for (const value of ['nowhere', '', '__proto__', MARKUP]) {
        for (const path of [PATH, `${PATH}/mail`]) {
          const { status, text } = await show(path, { [name]: value })
          expect([status, name, value]).toEqual([404, name, value])
          expect(text).not.toContain('alert(1)')
          expect(text).not.toContain('<iframe')
        }
      }
      const { text } = await show(PATH, { [name]: 'nowhere' })
      expect(text).toMatch(/role="alert"/)
      const twice = await fetch(`${system.app.url}${PATH}?${name}=320&${name}=en`, {
        headers: { cookie },
      })
      expect(twice.status).toBe(404)
    },
  )

  test('is for who is signed in, and leads there after', async () => {
    for (const path of [PATH, `${PATH}/mail`]) {
      const { status, text } = await show(path, { template: 'setup-link', locale: 'ar' }, '')
      expect(status).toBe(401)
      expect(text).toContain('Operator key')
      expect(text).not.toContain('dir="rtl"')
    }
    const { text } = await show(PATH, { source: MARKUP }, '')
    expect(text).not.toContain('<script>alert')
  })

  test('a mail runs nothing, leads nowhere and fetches its logo alone; the page frames us alone', async () => {
    const mail = await show(`${PATH}/mail`, { source: 'acme' })
    expect(mail.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src https://cdn.acme.test; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
    )
    expect(mail.headers.get('cache-control')).toBe('no-store')
    const plain = await show(`${PATH}/mail`, { source: 'plain' })
    expect(plain.headers.get('content-security-policy')).toContain("img-src 'none'")
    const page = await show(PATH, {})
    const policy = page.headers.get('content-security-policy')
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    )
    const other = await show('/console/suppressions', {})
    expect(other.headers.get('content-security-policy')).not.toContain('frame-src')
  })
})
