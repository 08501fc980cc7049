import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createForgotHarness, forgotSources } from '../pages/forgot-harness.ts'
import {
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  problemOf,
  submit,
  tabStops,
  tabTo,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { newcomer } from '../support/signed-posts.ts'

const PASSWORD = 'Correct horse battery 7 staple'
const CODE = '204817'
/** In which a client may send 30 forms. */
const WINDOW_MS = 15 * 60_000

describe.runIf(hasBrowser())('the forgot page in a browser', () => {
  let store: TestDatabase
  let harness: ReturnType<typeof createForgotHarness>
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    store = await createTestDatabase()
    harness = createForgotHarness(store, forgotSources())
    origin = await harness.app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
  })
  // One client may not send all the forms of these tests at once.
  beforeEach(() => harness.clock.advance(WINDOW_MS))
  afterAll(async () => {
    await browser.close()
    await harness.app.close()
    await store.close()
  })

  const visit = (
    act: (visit: Visit) => Promise<void>,
    options: Omit<VisitOptions, 'origin'> = {},
  ): Promise<void> => visitWith(browser, { origin, ...options }, act)

  test('takes an address, then the code and a new password, by keyboard alone', async () => {
    const { email } = newcomer()
    const { userId } = await harness.mailCode(email, CODE)
    await visit(async ({ page }) => {
      await page.goto('/forgot/acme')
      await page.keyboard.press('Tab')
      await page.locator('#email:focus').waitFor()
      await page.keyboard.type(email)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
      expect(page.url()).toBe(`${origin}/forgot/acme`)
      expect(await page.getByLabel('Email address').inputValue()).toBe(email)
      await tabTo(page, page.getByLabel('Code from the email'))
      await page.keyboard.type(CODE)
      await page.keyboard.press('Tab')
      await page.keyboard.type(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      expect(page.url()).not.toContain(CODE)
      await expectFineEverywhere(page, 'forgot-code-done')
    })
    expect(await harness.opens(userId, PASSWORD)).toBe('ok')
    expect(await harness.requestsOf(email)).toHaveLength(1)
  })

  test('does the same without scripts', async () => {
    const { email } = newcomer()
    const { userId } = await harness.mailCode(email, CODE)
    await visit(
      async ({ page }) => {
        await page.goto('/forgot/acme')
        await page.getByLabel('Email address').fill(email)
        await page.getByRole('button', { name: 'Send email' }).click()
        await page.getByLabel('Code from the email').fill(CODE)
        await page.getByLabel('New password').fill(PASSWORD)
        await page.getByRole('button', { name: 'Set password' }).click()
        await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      },
      { javaScriptEnabled: false },
    )
    expect(await harness.opens(userId, PASSWORD)).toBe('ok')
  })

  test('says the same of an address that nobody has', async () => {
    const known = newcomer()
    await harness.mailCode(known.email, CODE)
    const texts: string[] = []
    for (const { email } of [known, newcomer()]) {
      await visit(async ({ page }) => {
        await page.goto('/forgot/links')
        await page.locator('#email').fill(email)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
        texts.push(await page.locator('main').innerText())
        await expectFineEverywhere(page, 'forgot-link-sent')
      })
    }
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]).toContain('Open the link in it')
  })

  test('says beside the form that a code is wrong, that a password is weak, and keeps neither', async () => {
    const { email } = newcomer()
    await harness.mailCode(email, CODE)
    await visit(async ({ page }) => {
      await page.goto('/forgot/acme')
      await page.locator('#email').fill(email)
      await page.keyboard.press('Enter')
      const code = page.getByLabel('Code from the email')
      await code.fill('000000')
      await page.locator('#password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByText('Enter the code from the email here.').waitFor()
      expect(await problemOf(code)).toContain('This code does not work.')
      expect(await code.inputValue()).toBe('')
      expect(await page.locator('#password').inputValue()).toBe('')
      await expectFineEverywhere(page, 'forgot-code-wrong')
      await code.fill(CODE)
      await page.locator('#password').fill('short')
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByText('It needs at least 15 characters.').waitFor()
      expect(await problemOf(page.locator('#password'))).toContain('at least 15 characters')
      expect(await code.getAttribute('aria-invalid')).toBeNull()
      await expectFineEverywhere(page, 'forgot-code-refused')
    })
  })

  test('leads the Tab key through the form in the order of its lines, refused or not', async () => {
    const stops = [
      'Email address',
      'Code from the email',
      'New password',
      'Show password',
      'Set password',
      'Send a new code',
    ]
    await visit(async ({ page }) => {
      await page.goto('/forgot/acme')
      expect(await tabStops(page, 'Send email')).toEqual(['Email address', 'Send email'])
      await page.locator('#email').fill(newcomer().email)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
      expect(await tabStops(page, 'Send a new code')).toEqual(stops)
      await submit(page, { code: '000000', password: PASSWORD })
      await page.getByRole('alert').waitFor()
      expect(await tabStops(page, 'Send a new code')).toEqual(stops)
      await page.keyboard.press('Enter')
      await page.waitForURL(`${origin}/forgot/acme`)
      await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
    })
  })

  test('says of the address beside the code that it is none', async () => {
    await visit(async ({ page }) => {
      await page.goto('/forgot/acme/code')
      // The browser would say it itself.
      await page.evaluate('document.forms[0].noValidate = true')
      const email = page.getByLabel('Email address')
      await email.fill('ada')
      await page.locator('#code').fill(CODE)
      await page.locator('#password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByRole('alert').waitFor()
      expect(await problemOf(email)).toContain('This is not an email address.')
      expect(await email.inputValue()).toBe('ada')
    })
  })

  test.each(['en', 'ar'])('can be read and fits every window in %s', async (locale) => {
    await visit(
      async ({ page }) => {
        await page.goto('/forgot/acme')
        await expectFineEverywhere(page, `forgot-${locale}`)
        await page.locator('#email').fill(newcomer().email)
        await page.keyboard.press('Enter')
        await page.locator('#code').waitFor()
        await expectFineEverywhere(page, `forgot-code-${locale}`)
      },
      { locale },
    )
  })
})
