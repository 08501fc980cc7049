import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser, visitWith } from '../support/browser.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const PASSWORD = 'Correct horse battery 7 staple'

describe.runIf(hasBrowser())('a forgotten password in a browser', () => {
  let system: System
  let browser: Browser

  beforeAll(async () => {
    system = await startSystem({ queue: 'postgres' })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await system.close()
  })

  /** A user who has a password, and then asks for a link; gives what the mail links to. */
  async function askForLink(page: Page) {
    const user = newcomer()
    await system.post('demo', user)
    await system.settled()
    await page.goto('/forgot/demo')
    await page.getByLabel('Email address').fill(user.email)
    await page.getByRole('button', { name: 'Send email' }).click()
    await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
    await system.settled()
    const [issued, asked, ...others] = system.mailsTo(user.email)
    expect(others).toEqual([])
    const link = asked?.links.find((one) => new URL(one).pathname.startsWith('/reset/')) ?? ''
    return { ...user, issued: issued?.secret ?? '', link, path: pathOf(link) }
  }

  async function expectOpened({ userId, issued, email }: Awaited<ReturnType<typeof askForLink>>) {
    await system.settled()
    expect(await system.verify('demo', userId, PASSWORD)).toBe('ok')
    expect(issued).not.toBe('')
    expect(await system.verify('demo', userId, issued)).toBe('invalid')
    expect(system.mailsTo(email)).toHaveLength(3)
  }

  test('is replaced through the link in the mail, and the new one opens the account', async () => {
    await visitWith(browser, { origin: system.app.url }, async ({ page }) => {
      const asked = await askForLink(page)
      await page.goto(asked.path)
      expect(page.url()).not.toContain('#')
      await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      await page.getByText('An email that confirms the change is on its way.').waitFor()
      await expectOpened(asked)
    })
  })

  test('is replaced without scripts, where the link is pasted', async () => {
    const options = { origin: system.app.url, javaScriptEnabled: false }
    await visitWith(browser, options, async ({ page }) => {
      const asked = await askForLink(page)
      await page.goto(asked.path)
      await page.getByLabel('Link from the email').fill(asked.link)
      await page.getByLabel('New password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      await expectOpened(asked)
    })
  })
})

/** Mails link to the public URL; the system under test has an address of its own. */
function pathOf(link: string): string {
  const { pathname, hash } = new URL(link)
  expect(hash).not.toBe('')
  return `${pathname}${hash}`
}
