import { caniemail } from 'caniemail'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

const LOCALES = ['en', 'ar', 'ja'] as const
const MAILS = LOCALES.flatMap((locale) => Object.values(sampleMails({ locale })))

/** Clients that most mails are read in; older Outlook stands for what Word renders. */
const CLIENTS = [
  'apple-mail.*',
  'gmail.desktop-webmail',
  'gmail.ios',
  'gmail.android',
  'outlook.windows',
  'outlook.macos',
  'outlook.outlook-com',
  'outlook.ios',
  'outlook.android',
  'yahoo.*',
] as const

/** What at least one of them does not know, and why a mail that lacks it can still be read and used. */
const DISPENSABLE: Readonly<Record<string, string>> = {
  '<body> element': 'its background only; the sections have their own',
  '@media': 'without it the mail stays light and at its widest',
  'Attribute selector': 'narrower margins on small screens',
  'Chaining selectors': 'colours of the dark scheme',
  'aria-label attribute': 'MJML names the article; its heading does, too',
  'border-radius': 'square corners',
  'color-scheme CSS property': 'the client chooses the scheme by itself',
  'color-scheme meta tag': 'the client chooses the scheme by itself',
  cursor: 'of the button’s face',
  'height property': 'of empty space',
  'max-height property': 'hides the preheader; so do three others',
  opacity: 'hides the preheader; so do three others',
  outline: 'MJML’s reset of images',
  overflow: 'hides the preheader; so do three others',
  'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace': 'Menlo and Consolas follow',
  'table-layout': 'MJML’s button; the table then follows its text',
  'target attribute': 'web clients open links in a new tab anyway',
  'user-select': 'one selects the password by hand',
  'white-space': 'two spaces in a row, which only a typed password has, look like one',
  'word-break': 'a long link may widen the card; the button stands before it',
  'word-spacing': 'MJML’s reset of links',
}

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

describe.each(MAILS)('$template in $locale', (mail) => {
  test('is valid HTML but for the table attributes that Outlook needs', async () => {
    const { html } = await renderAndParse(emails, mail)
    const rules = { 'no-deprecated-attr': 'off' } as const
    const loader = new StaticConfigLoader({ extends: ['html-validate:standard'], rules })
    const report = await new HtmlValidate(loader).validateString(html)
    const messages = report.results.flatMap((result) => result.messages)
    expect(messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })

  test('asks of no client what it needs and the client cannot do', async () => {
    const { html } = await renderAndParse(emails, mail)
    const { issues } = caniemail({ clients: [...CLIENTS], html })
    const missing = new Set([...issues.errors.values()].flat().map(({ title }) => title))
    expect(missing.size).toBeGreaterThan(0)
    expect([...missing].filter((title) => !Object.hasOwn(DISPENSABLE, title))).toEqual([])
  })
})

test('every feature that is dispensed with is still missing somewhere', async () => {
  const rendered = await Promise.all(MAILS.map((mail) => renderAndParse(emails, mail)))
  const missing = rendered.flatMap(({ html }) =>
    [...caniemail({ clients: [...CLIENTS], html }).issues.errors.values()].flat(),
  )
  const titles = new Set(missing.map(({ title }) => title))
  expect(Object.keys(DISPENSABLE).filter((title) => !titles.has(title))).toEqual([])
})
