import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanText, escapeHtml, faithful, plausibleName, safeUrl } from '../../emails/escape.ts'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import type { RenderRequest } from '../../emails/render-request.ts'
import { Secret } from '../../src/core/secret.ts'
import { unescapeHtml } from '../support/mail.ts'
import { passwordIssuedMail, renderAndParse, sampleMails } from '../support/sample-mail.ts'

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

/** The tags of a page, in order: what a hostile value must not change. */
const tagsOf = (html: string) => (html.match(/<\/?[a-z][\w-]*/gi) ?? []).join(' ')

const HOSTILE = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '"', "'", '&', '{{', '}}', '\r', '\n', '\0', '\u202e', '-->', '<!--'),
    fc.constantFrom('</title>', '<script>', '{name}', '{{password}}', '$&', "$'", '&lt;'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
  minLength: 1,
  maxLength: 30,
})

describe('escaping', () => {
  test('gives back the text it was fed and never a tag or a quote', () => {
    fc.assert(
      fc.property(fc.oneof(HOSTILE, fc.string({ unit: 'binary' })), (text) => {
        const escaped = escapeHtml(text)
        expect(escaped).not.toMatch(/[<>"']/)
        expect(unescapeHtml(escaped)).toBe(text)
      }),
    )
  })

  test('leaves one line without controls or reordering marks', () => {
    fc.assert(
      fc.property(fc.oneof(HOSTILE, fc.string({ unit: 'binary' })), (text) => {
        expect(cleanText(text)).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
        expect(cleanText(cleanText(text))).toBe(cleanText(text))
      }),
    )
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://example.com/',
    'http://127.0.0.1.evil.test/',
    'https://user:pass@example.com/',
    'HTTPS//example.com',
    '//example.com',
    '',
  ])('refuses %j as a link', (text) => {
    expect(() => safeUrl(text)).toThrow(/^mail: expected an https link/)
  })

  test.each(['https://example.com/a?b=c&d=e#f', 'http://127.0.0.1:8080/reset', 'http://[::1]/'])(
    'takes %j as a link',
    (text) => {
      expect(safeUrl(text)).toBe(text)
    },
  )

  test.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ["Anne-Marie O'Neill Jr.", "Anne-Marie O'Neill Jr."],
    ['陳大文', '陳大文'],
    ['  Ada\r\nLovelace ', 'Ada Lovelace'],
    ['You won, visit evil.example', null],
    ['http://evil', null],
    ['call 555123456', null],
    ['x'.repeat(65), null],
    ['\u202e', null],
  ])('takes the name %j as %j', (text, expected) => {
    expect(plausibleName(text)).toBe(expected)
  })
})

describe('a rendered mail', () => {
  test('keeps its tags, whatever brand, name, account and password hold', async () => {
    const { html: calm } = await renderAndParse(emails, passwordIssuedMail())
    const expected = tagsOf(calm)
    let rendered = 0
    await fc.assert(
      fc.asyncProperty(HOSTILE, HOSTILE, HOSTILE, async (brandName, account, secret) => {
        fc.pre(cleanText(brandName) !== '' && canBeShown(secret))
        const mail = passwordIssuedMail(
          { account, password: new Secret(secret) },
          withBrand(brandName),
        )
        const { html, text, parsed, raw } = await renderAndParse(emails, mail)
        expect(tagsOf(html)).toBe(expected)
        expect(text).toContain(secret.trim())
        expect(html).toContain(`<span dir="ltr">${escapeHtml(secret)}</span>`)
        expect(parsed.subject).toContain(cleanText(brandName).slice(0, 5).trim())
        expect(headerNames(raw)).not.toContain('bcc')
        rendered += 1
      }),
      { numRuns: 150 },
    )
    expect(rendered).toBeGreaterThan(50)
  })

  test.each([
    ['subject', passwordIssuedMail({}, withBrand('Acme\r\nBcc: evil@evil.test'))],
    ['name', passwordIssuedMail({ name: 'Ada\r\nBcc: evil@evil.test' })],
    ['account', passwordIssuedMail({ account: 'ada\r\nBcc: evil@evil.test' })],
  ])('takes no header from its %s', async (_place, mail) => {
    const { raw, parsed } = await renderAndParse(emails, mail)
    expect(headerNames(raw)).not.toContain('bcc')
    expect(parsed.bcc).toBeUndefined()
    expect([parsed.to].flat().map((to) => to?.text)).toEqual(['ada@example.com'])
  })

  test.each([
    ['recipient with a header', { to: 'b@example.com\r\nBcc: evil@evil.test' }, 'ADDRESS_INVALID'],
    ['recipient list', { to: 'a@example.com, evil@evil.test' }, 'ADDRESS_INVALID'],
    ['sender with a header', { from: 'Acme <a@acme.test>\r\nBcc: e@evil.test' }, 'ADDRESS_INVALID'],
    ['id with a header', { messageId: 'msg_1\r\nBcc: e@evil.test' }, 'MAIL_INVALID'],
    ['unknown locale', { locale: 'xx' }, 'MAIL_INVALID'],
    ['color with styles', { brand: { name: 'A', color: '#000;}' } }, 'MAIL_INVALID'],
    [
      'http login',
      { brand: { name: 'A', color: '#000', loginUrl: 'http://a.test' } },
      'MAIL_INVALID',
    ],
    [
      'script logo',
      { brand: { name: 'A', color: '#000', logoUrl: 'javascript:1' } },
      'MAIL_INVALID',
    ],
    ['nameless brand', { brand: { name: '\u202e', color: '#000' } }, 'MAIL_INVALID'],
  ] satisfies [string, Partial<Omit<RenderRequest, 'template' | 'variables'>>, string][])(
    'is refused with a %s',
    async (_what, overrides, code) => {
      await expect(emails.render(passwordIssuedMail({}, overrides))).rejects.toMatchObject({ code })
    },
  )

  test('is refused with a script for a link, without quoting it', async () => {
    const { 'password-reset': reset } = sampleMails()
    const link = new Secret('javascript:steal()')
    const mail = { ...reset, variables: { ...reset.variables, link } }
    await expect(emails.render(mail)).rejects.toMatchObject({
      code: 'MAIL_INVALID',
      message: expect.not.stringContaining('steal'),
    })
  })

  test('is refused with a password that no reader could copy', async () => {
    const password = new Secret('abc\u202edef')
    await expect(emails.render(passwordIssuedMail({ password }))).rejects.toMatchObject({
      code: 'MAIL_INVALID',
      message: expect.not.stringContaining('abc'),
    })
  })
})

function withBrand(name: string) {
  return {
    brand: { name, color: '#0a7', supportEmail: 'h@acme.test', loginUrl: 'https://acme.test/' },
  }
}

function headerNames(raw: string): string[] {
  const [head = ''] = raw.split('\r\n\r\n')
  return [...head.matchAll(/^([\w-]+):/gm)].map((match) => (match[1] ?? '').toLowerCase())
}

/** What cannot be shown as it is is refused; other tests say what that is. */
function canBeShown(secret: string): boolean {
  try {
    return faithful(secret) === secret
  } catch {
    return false
  }
}
