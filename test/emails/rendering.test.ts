import { beforeAll, describe, expect, test } from 'vitest'
import { type Emails, isTemplateId, loadEmails } from '../../emails/load-emails.ts'
import { Secret } from '../../src/core/secret.ts'
import { readMail } from '../support/mail.ts'
import { passwordIssuedMail, renderAndParse, sampleMails } from '../support/sample-mail.ts'

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

const EXPIRY_WORDS = /expire|stops working|within|works for|until|UTC|temporary/i

describe('the words follow the facts', () => {
  test('names expiry and change of a temporary password', async () => {
    const { html, text } = await renderAndParse(emails, passwordIssuedMail())
    for (const part of [html, text]) {
      expect(part).toContain('Temporary password')
      expect(part).toMatch(/within 72 hours: it stops working on November 26, 2026 at 14:00\sUTC/)
      expect(part).toContain('You will be asked to choose a password of your own')
    }
  })

  test('says nothing of expiry, change or temporary where none is enforced', async () => {
    const mail = passwordIssuedMail({ expiresAt: null, mustChange: false })
    const { html, text, subject } = await renderAndParse(emails, mail)
    const readable = html.replace(/<style[\s\S]*?<\/style>/g, '')
    for (const part of [readable, text, subject]) {
      expect(part).not.toMatch(EXPIRY_WORDS)
      expect(part).not.toContain('will be asked')
    }
    expect(text).toMatch(/^Password$/m)
  })

  test('names a change without an expiry', async () => {
    const { text } = await renderAndParse(emails, passwordIssuedMail({ expiresAt: null }))
    expect(text).toContain('Temporary password')
    expect(text).toContain('will be asked')
    expect(text).not.toMatch(/stops working|UTC/)
  })

  test('leaves out login, support, logo and greeting that are not configured', async () => {
    const brand = { name: 'Acme', color: '#0a7' }
    const mail = passwordIssuedMail({ name: null }, { brand })
    const { html, text } = await renderAndParse(emails, mail)
    expect(readMail(await parsedOf(mail)).links).toEqual([])
    expect(html).not.toMatch(/<img|<a\s/)
    expect(html + text).not.toMatch(/Questions|Hello|Log in to/)
  })

  test('tells minutes for a short span and whole hours for a long one', async () => {
    const { 'password-reset': reset } = sampleMails()
    const { text } = await renderAndParse(emails, reset)
    expect(text).toMatch(/works for 20 minutes, until November 23, 2026 at 14:20\sUTC/)
    const later = new Date('2026-11-23T14:00:00.060Z')
    const issued = await renderAndParse(emails, passwordIssuedMail({}, { date: later }))
    expect(issued.text).toContain('within 72 hours')
  })

  test('claims single use only of links that have it', async () => {
    const { 'password-reset': reset } = sampleMails()
    const reusable = { ...reset, variables: { ...reset.variables, isSingleUse: false } }
    expect((await renderAndParse(emails, reset)).text).toContain('used once')
    expect((await renderAndParse(emails, reusable)).text).not.toContain('used once')
  })
})

describe('the page', () => {
  test('reads right to left in Arabic, with secrets left to right', async () => {
    const { html, text } = await renderAndParse(emails, passwordIssuedMail({}, { locale: 'ar' }))
    expect(html).toContain('<html lang="ar" dir="rtl"')
    expect(html).toContain('<span dir="ltr">t7Rk-Wm4x-Hc9P-vDn3q</span>')
    expect(html).toMatch(/direction:rtl/)
    expect(html).toMatch(/line-height:1.6;text-align:right;/)
    expect(html).not.toMatch(/direction:ltr/)
    expect(text).toContain('\nt7Rk-Wm4x-Hc9P-vDn3q\n')
  })

  test('fetches nothing from elsewhere without a logo, and only the logo with one', async () => {
    const requests = /(?:\ssrc|\sbackground)="([^"]*)"|url\(([^)]*)\)|@import|<link/g
    const plain = await renderAndParse(emails, passwordIssuedMail())
    expect(plain.html.match(requests)).toBeNull()
    const brand = { name: 'Acme', color: '#0a7', logoUrl: 'https://acme.test/logo.png' }
    const branded = await renderAndParse(emails, passwordIssuedMail({}, { brand }))
    expect(branded.html.match(requests)).toEqual([' src="https://acme.test/logo.png"'])
  })

  test('declares both colour schemes', async () => {
    const { html } = await renderAndParse(emails, passwordIssuedMail())
    expect(html).toContain('<meta name="color-scheme" content="light dark"')
    expect(html).toContain('@media (prefers-color-scheme: dark)')
  })

  test('shows the link of a button in plain sight, too', async () => {
    const { html, parsed } = await renderAndParse(emails, sampleMails()['password-reset'])
    const [link = 'none', ...others] = readMail(parsed).links
    expect(others).toEqual([])
    expect(link).toMatch(/^https:\/\/login\.example\.com\/reset\//)
    expect(html).toContain(`<span dir="ltr">${link}</span>`)
  })
})

describe('the bytes', () => {
  test('are the same for the same mail but for the boundary', async () => {
    const { raw } = await renderAndParse(emails, passwordIssuedMail())
    const { raw: again } = await renderAndParse(emails, passwordIssuedMail())
    const unbounded = (text: string) => text.replace(/--_NmP-[\w-]+/g, '')
    expect(unbounded(again)).toBe(unbounded(raw))
  })

  test('carry the headers of an automatic mail and no list', async () => {
    const { parsed } = await renderAndParse(emails, passwordIssuedMail({}, { locale: 'ja' }))
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(parsed.headers.get('x-auto-response-suppress')).toBe('All')
    expect(parsed.headers.get('content-language')).toBe('ja')
    expect(parsed.headers.get('x-doorkey-message')).toBe('msg_0193')
    expect(parsed.headers.has('list')).toBe(false)
    expect(parsed.date).toEqual(new Date('2026-11-23T14:00:00Z'))
  })

  test('put the text part first', async () => {
    const { raw } = await renderAndParse(emails, passwordIssuedMail())
    expect(raw).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/)
  })

  test('come as a secret', async () => {
    const { bytes } = await emails.render(passwordIssuedMail())
    expect(bytes).toBeInstanceOf(Secret)
    expect(JSON.stringify({ bytes })).toBe('{"bytes":"[secret]"}')
  })
})

describe('isTemplateId', () => {
  test('knows every template and nothing else', () => {
    expect(emails.templates.length).toBeGreaterThanOrEqual(4)
    expect(emails.templates.every(isTemplateId)).toBe(true)
    expect(['', 'nope', '../layout', 'password-issued.mjml', 'toString'].some(isTemplateId)).toBe(
      false,
    )
  })
})

async function parsedOf(mail: Parameters<Emails['render']>[0]) {
  return (await renderAndParse(emails, mail)).parsed
}
