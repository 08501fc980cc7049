import { beforeAll, describe, expect, test } from 'vitest'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

/** One language for each way to write: words, from right to left, without spaces. */
const MAILS = ['en', 'ar', 'ja'].flatMap((locale) => Object.values(sampleMails({ locale })))

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

describe.each(MAILS)('$template in $locale', (mail) => {
  // After a change that is meant: `npx vitest run test/emails/golden.test.ts -u`, then look at every
  // mail that it touches (`doorkey templates preview`).
  test('is what was looked at and found good', async () => {
    const { subject, text, html } = await renderAndParse(emails, mail)
    const tags = html.replaceAll(/>\s*</g, '>\n<')
    const page = [`Subject: ${subject}`, text.trim(), tags].join('\n\n')
    await expect(page).toMatchFileSnapshot(`golden/${mail.template}.${mail.locale}.txt`)
  })
})
