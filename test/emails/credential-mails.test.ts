import { beforeAll, describe, expect, test } from 'vitest'
import { moduleIds } from '../../emails/folder.ts'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import type { RenderRequest } from '../../emails/render-request.ts'
import { unescapeHtml } from '../support/mail.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

let emails: Emails
beforeAll(async () => {
  emails = await loadEmails()
})

const SAMPLES = sampleMails()

function revealMail(more: Partial<(typeof SAMPLES)['reveal-link']['variables']>) {
  const mail = SAMPLES['reveal-link']
  return { ...mail, variables: { ...mail.variables, ...more } }
}

function setupMail(more: Partial<(typeof SAMPLES)['setup-link']['variables']>) {
  const mail = SAMPLES['setup-link']
  return { ...mail, variables: { ...mail.variables, ...more } }
}

function resetPasswordMail(
  more: Partial<(typeof SAMPLES)['password-reset-password']['variables']>,
) {
  const mail = SAMPLES['password-reset-password']
  return { ...mail, variables: { ...mail.variables, ...more } }
}

/** Both parts and the subject, as a reader sees them. */
async function wordsOf(mail: RenderRequest) {
  const { html, text, subject } = await renderAndParse(emails, mail)
  const readable = unescapeHtml(
    html
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' '),
  )
  return { parts: [readable, text.replace(/\s+/g, ' ')], subject, text, html }
}

async function expectWords(
  mail: RenderRequest,
  { said = [], unsaid = [] }: { said?: readonly string[]; unsaid?: readonly string[] },
) {
  const { parts } = await wordsOf(mail)
  for (const part of parts) {
    for (const words of said) expect(part).toContain(words)
    for (const words of unsaid) expect(part.toLowerCase()).not.toContain(words.toLowerCase())
  }
}

const EXPIRY = ['within', 'works for', 'until', 'stops working', 'UTC']

describe('a link that shows a password', () => {
  test('opens once, and tells a new account from a new password', async () => {
    const once = 'The link shows your password once. Open it when you are ready to log in.'
    const created = 'An account at Acme was created for you.'
    const reset = 'An administrator has set a new password for your account at Acme'
    await expectWords(revealMail({ isReset: false }), {
      said: [once, created, 'Your account is ready'],
      unsaid: ['administrator', 'no longer works', 'new password'],
    })
    await expectWords(revealMail({ isReset: true }), {
      said: [once, reset, 'the old one no longer works', 'Your new password'],
      unsaid: ['was created'],
    })
  })

  test('names expiry and change only where they hold', async () => {
    const change = 'You will be asked to choose a password of your own when you log in.'
    await expectWords(revealMail({}), { said: ['The link works for 72 hours', change] })
    await expectWords(revealMail({ expiresAt: null }), { said: [change], unsaid: EXPIRY })
    await expectWords(revealMail({ mustChange: false }), {
      said: ['The link works for 72 hours'],
      unsaid: ['will be asked'],
    })
  })

  test('has one button, and says where to log in only if it knows', async () => {
    const { html } = await wordsOf(revealMail({}))
    expect(html.match(/class="button"/g)).toHaveLength(1)
    expect(html).toContain('href="https://login.acme.test/"')
    const brand = { name: 'Acme', color: '#0a7' }
    await expectWords({ ...revealMail({}), brand }, { unsaid: ['where you log in', 'login.acme'] })
  })
})

describe('a link to choose a password', () => {
  test('says of a renewal that nothing has changed, and of no account made', async () => {
    await expectWords(setupMail({ isRenewed: true }), {
      said: ['An earlier link no longer works.', 'you can ignore this mail: nothing has changed'],
      unsaid: ['was created', 'first time'],
    })
    await expectWords(setupMail({ isRenewed: false }), {
      said: ['An account at Acme was created for you.', 'It can be used once.'],
      unsaid: ['earlier link', 'ignore', 'nothing has changed'],
    })
  })

  test('names an expiry only where one holds', async () => {
    await expectWords(setupMail({}), { said: ['The link works for 72 hours'] })
    await expectWords(setupMail({ expiresAt: null }), { unsaid: EXPIRY })
  })
})

describe('a password that an administrator set', () => {
  test('replaces the old one, and is temporary only if it is', async () => {
    const reset = 'An administrator has set a new password for your account at Acme'
    await expectWords(resetPasswordMail({}), {
      said: [reset, 'the old one no longer works', 'Temporary password', 'within 72 hours'],
      unsaid: ['was created', 'first time'],
    })
    await expectWords(resetPasswordMail({ expiresAt: null, mustChange: false }), {
      said: [reset, 'New password'],
      unsaid: [...EXPIRY, 'temporary', 'will be asked'],
    })
    await expectWords(resetPasswordMail({ mustChange: false }), {
      said: ['Temporary password', 'it stops working on November 26, 2026'],
      unsaid: ['will be asked'],
    })
    await expectWords(resetPasswordMail({ expiresAt: null }), {
      said: ['Temporary password', 'will be asked'],
      unsaid: EXPIRY,
    })
  })
})

describe.each(moduleIds(new URL('../../emails/locales/', import.meta.url)))('in %s', (locale) => {
  const mails: readonly RenderRequest[] = [
    ...Object.values(SAMPLES),
    revealMail({ isReset: false }),
    setupMail({ isRenewed: false }),
  ].map((mail) => ({ ...mail, locale }))

  test('every mail has a subject of its own', async () => {
    const subjects = await Promise.all(mails.map(async (mail) => (await wordsOf(mail)).subject))
    expect(new Set(subjects).size).toBe(Object.keys(SAMPLES).length + 2)
  })

  test('both parts name the same expiry, or none', async () => {
    const bounded = mails.filter(({ variables }) => 'expiresAt' in variables)
    expect(bounded.length).toBeGreaterThanOrEqual(8)
    for (const mail of bounded) {
      const { parts } = await wordsOf(mail)
      const zones = parts.map((part) => part.match(/\p{Nd}{2}[:.]\p{Nd}{2}\sUTC/gu))
      expect(zones[0]).toHaveLength(1)
      expect(zones[0]).toEqual(zones[1])
    }
    const unbounded = [
      revealMail({ expiresAt: null }),
      setupMail({ expiresAt: null }),
      resetPasswordMail({ expiresAt: null }),
    ]
    for (const mail of unbounded) {
      const { parts } = await wordsOf({ ...mail, locale })
      for (const part of parts) expect(part).not.toContain('UTC')
    }
  })
})
