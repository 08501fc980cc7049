import { beforeAll, describe, expect, test } from 'vitest'
import { faultList } from '../../emails/email-faults.ts'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import { readEmails } from '../../emails/read-emails.ts'
import { passwordResetCode } from '../../emails/templates/password-reset-code.ts'
import { passwordReset } from '../../emails/templates/password-reset.ts'
import { ourMjml, ownFolder } from '../support/own-templates.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

const BY_LINK = Object.entries(passwordReset.forms).map(([form, variables]) => ({
  form,
  file: `password-reset.courier${variables.expiresAt === null ? '-endless' : ''}.en.txt`,
  mail: {
    ...sampleMails()['password-reset'],
    variables: { ...passwordReset.sample, ...variables },
  },
}))
const BY_CODE = Object.entries(passwordResetCode.forms).map(([form, variables]) => ({
  form,
  file: `password-reset-code.courier${variables.expiresAt === null ? '-endless' : ''}.en.txt`,
  mail: {
    ...sampleMails()['password-reset-code'],
    variables: { ...passwordResetCode.sample, ...variables },
  },
}))
const FORMS = [...BY_LINK, ...BY_CODE]

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

test('a provider’s link and a provider’s code come with and without an end', () => {
  expect(FORMS.map(({ mail, form }) => [mail.template, form])).toEqual([
    ['password-reset', 'a provider’s link'],
    ['password-reset', 'a provider’s link whose end is not known'],
    ['password-reset-code', 'a provider’s code'],
    ['password-reset-code', 'a provider’s code whose end is not known'],
  ])
})

describe.each(FORMS)('$form', ({ mail, file }) => {
  test('is what was looked at and found good', async () => {
    const { subject, text, html } = await renderAndParse(emails, mail)
    const page = [`Subject: ${subject}`, text.trim(), html.replaceAll(/>\s*</g, '>\n<')].join(
      '\n\n',
    )
    await expect(page).toMatchFileSnapshot(`golden/${file}`)
  })

  test('says no end that is not known, and nothing of single use', async () => {
    const { text, html } = await renderAndParse(emails, mail)
    for (const part of [text, html]) {
      expect(part.includes('works for')).toBe(mail.variables.expiresAt !== null)
      expect(part).not.toMatch(/used once|You asked/)
    }
  })
})

test('every form is checked, and not the sample alone', async () => {
  const folder = await ownFolder()
  const pale = '<!-- unless isSingleUse --><mj-text color="#aaaaaa">Pale</mj-text><!-- end -->'
  await folder.write('password-reset.mjml', await ourMjml('password-reset', pale))
  const { faults, report } = faultList()
  await readEmails({ overrides: [[folder.path]] }, report)
  await folder.remove()
  const told = faults.map(({ message }) => message)
  expect(told).toContainEqual(
    expect.stringContaining('a contrast of 4.5 in the light scheme, got 2.32'),
  )
})
