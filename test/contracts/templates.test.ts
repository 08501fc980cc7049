import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import type { RenderRequest } from '../../emails/render-request.ts'
import { Secret } from '../../src/core/secret.ts'
import { readMime } from '../../src/testing/read-mime.ts'
import { readMail, unescapeHtml } from '../support/mail.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

const filesOf = (folder: string, extension: string) =>
  readdirSync(new URL(`../../emails/${folder}/`, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .toSorted()

const LOCALES = filesOf('locales', '.ts')
const IDS = filesOf('templates', '.mjml')
const MAILS: readonly RenderRequest[] = Object.values(sampleMails())
const CASES = MAILS.flatMap((mail) => LOCALES.map((locale) => ({ ...mail, locale })))

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

test('every template file is loaded, and this suite renders each in every language', () => {
  expect(IDS.length).toBeGreaterThanOrEqual(4)
  expect(LOCALES.length).toBeGreaterThanOrEqual(4)
  expect(filesOf('templates', '.ts')).toEqual(IDS)
  expect(emails.templates).toEqual(IDS)
  expect(emails.locales).toEqual(LOCALES)
  expect(MAILS.map(({ template }) => template).toSorted()).toEqual(IDS)
  expect(CASES).toHaveLength(IDS.length * LOCALES.length)
})

describe.each(CASES)('$template in $locale', (mail) => {
  /** What must stand in both parts and in no place that shows on a locked screen. */
  const secrets = Object.values(mail.variables).flatMap((value: unknown) => {
    return value instanceof Secret ? [String(value.reveal())] : []
  })

  test('says the same secret in both parts, alone on its line in the text', async () => {
    const { html, text } = await renderAndParse(emails, mail)
    expect(secrets).toHaveLength(mail.template === 'password-changed' ? 0 : 1)
    for (const secret of secrets) {
      expect(text.split('\n')).toContain(secret)
      expect(unescapeHtml(html)).toContain(`<span dir="ltr">${secret}</span>`)
    }
    expect(html).toContain(`<span dir="ltr">${mail.variables.account}</span>`)
    expect(text).toContain(mail.variables.account)
  })

  test('keeps the secret out of subject, title, preheader and headers', async () => {
    const { html, raw, subject } = await renderAndParse(emails, mail)
    const [preheader = ''] = /<div style="display:none[^>]*>[^<]*/.exec(html) ?? []
    const [title = ''] = /<title>[^<]*/.exec(html) ?? []
    expect(preheader.length).toBeGreaterThan(300)
    const exposed = [subject, title, preheader, raw.slice(0, raw.indexOf('\r\n\r\n'))].join('\n')
    for (const secret of secrets) expect(exposed).not.toContain(secret)
  })

  test('has title, language, direction and no open slot', async () => {
    const { html, text, subject, parsed, raw } = await renderAndParse(emails, mail)
    const { script = '' } = new Intl.Locale(mail.locale).maximize()
    const direction = ['Arab', 'Hebr'].includes(script) ? 'rtl' : 'ltr'
    expect(html).toContain(`<html lang="${mail.locale}" dir="${direction}"`)
    expect(html).toContain(`<title>${subject}</title>`)
    expect(parsed.subject).toBe(subject)
    const read = readMime(Buffer.from(raw, 'latin1'))
    expect([read.subject, read.html.trim(), read.text.trim()]).toEqual([
      subject,
      html.trim(),
      text.trim(),
    ])
    expect(subject).toContain('Acme')
    expect(html + text).not.toMatch(/\{\{|\}\}|undefined|\[object|\[secret\]|<mj-/)
    expect(html).not.toMatch(/<!--(?!\[if|<!\[endif\]|>)/)
  })

  test('is small, links by https only and has presentational tables', async () => {
    const { html, parsed } = await renderAndParse(emails, mail)
    expect(Buffer.byteLength(html)).toBeLessThan(40_000)
    for (const link of readMail(parsed).links) expect(link).toMatch(/^https:\/\//)
    const layoutTables = html.match(/<table\b[^>]*class="[^"]*-outlook"[^>]*>/g) ?? []
    expect(layoutTables.length).toBeGreaterThan(0)
    for (const table of layoutTables) expect(table).toContain('role="presentation"')
  })
})
