import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRevealHarness, REVEAL_PASSWORD } from '../pages/reveal-harness.ts'
import {
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

describe.runIf(hasBrowser())('the page that reveals in a browser', () => {
  let store: TestDatabase
  let harness: ReturnType<typeof createRevealHarness>
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    store = await createTestDatabase()
    harness = createRevealHarness(store, { publicUrl: 'http://127.0.0.1' })
    origin = await harness.app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await harness.app.close()
    await store.close()
  })

  const visit = (
    act: (visit: Visit) => Promise<void>,
    options: Omit<VisitOptions, 'origin'> = {},
  ): Promise<void> => visitWith(browser, { origin, ...options }, act)

  async function link() {
    const planned = await harness.plan()
    const token = await harness.render(planned.messageId)
    return { ...planned, token, path: `/reveal/${planned.id}#${token}` }
  }

  test('shows the password on a press of the keyboard, again on a reload, and to nobody else', async () => {
    const { id, token, path } = await link()
    await visit(async ({ page }) => {
      await page.goto(path)
      expect(page.url()).toBe(`${origin}/reveal/${id}`)
      expect(await page.getByLabel('Link from the email').isVisible()).toBe(false)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByText(REVEAL_PASSWORD).waitFor()
      expect(page.url()).toBe(`${origin}/reveal/${id}`)
      expect(await page.content()).not.toContain(token)
      await expectFineEverywhere(page, 'reveal-shown')
      await page.reload()
      await page.getByText(REVEAL_PASSWORD).waitFor()
      const second = await page.context().newPage()
      await second.goto(path)
      await second.getByRole('button', { name: 'Show my password' }).click()
      await second.getByText(REVEAL_PASSWORD).waitFor()
    })
    await visit(async ({ page }) => {
      await page.goto(path)
      await page.getByRole('button', { name: 'Show my password' }).click()
      await page.getByText('was shown on').waitFor()
      await expectFineEverywhere(page, 'reveal-dead-end')
      await page.getByRole('button', { name: 'Send me a new link' }).click()
      await page.getByRole('heading', { name: 'Look into your inbox' }).waitFor()
      await expectFineEverywhere(page, 'reveal-renewed')
    })
  })

  test.each([
    ['loads the page', ''],
    ['clicks by script', "document.querySelector('button').click()"],
    [
      'asks the form to submit',
      'document.forms[0].noValidate = true; document.forms[0].requestSubmit()',
    ],
    ['submits the form', 'document.forms[0].submit()'],
    [
      'makes up a press',
      "document.querySelector('button').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))",
    ],
  ])('is not opened by a scanner that %s', async (_, script) => {
    const { id, path } = await link()
    await visit(async ({ page }) => {
      await page.goto(path)
      await page.evaluate(script)
      await page.waitForLoadState('networkidle')
    })
    expect(await harness.rowOf(id)).toMatchObject({ opened_at: null })
    await visit(async ({ page }) => {
      await page.goto(path)
      await page.getByRole('button', { name: 'Show my password' }).click()
      await page.getByText(REVEAL_PASSWORD).waitFor()
    })
  })

  test('shows the password without scripts, from the pasted link', async () => {
    const { id, path } = await link()
    await visit(
      async ({ page }) => {
        await page.goto(`/reveal/${id}`)
        await page.getByLabel('Link from the email').fill(`${origin}${path}`)
        await page.getByRole('button', { name: 'Show my password' }).click()
        await page.getByText(REVEAL_PASSWORD).waitFor()
        expect(new URL(page.url()).hash).toBe('')
      },
      { javaScriptEnabled: false },
    )
  })

  test.each(['en', 'ar'])('can be read and fits every window in %s', async (locale) => {
    const { path } = await link()
    await visit(
      async ({ page }) => {
        await page.goto(path)
        await expectFineEverywhere(page, `reveal-${locale}`)
      },
      { locale },
    )
  })
})
