import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createResetHarness } from '../pages/reset-harness.ts'
import {
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  tabStops,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const PASSWORD = 'Correct horse battery 7 staple'

describe.runIf(hasBrowser())('the setup page in a browser', () => {
  let store: TestDatabase
  let harness: ReturnType<typeof createResetHarness>
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    store = await createTestDatabase()
    harness = createResetHarness(store, { deliver: 'setup-link' })
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

  const link = () =>
    harness.link({ type: 'user.created' }, { kind: 'setup-link', purpose: 'created' })
  const opens = (userId: string) =>
    harness.login.verify({ source: 'acme', userId, password: new Secret(PASSWORD) })

  test('lets a new user choose a password by keyboard alone', async () => {
    const { id, token, userId } = await link()
    await visit(async ({ page }) => {
      await page.goto(`/setup/${id}#${token}`)
      expect(page.url()).toBe(`${origin}/setup/${id}`)
      await page.getByRole('heading', { name: 'Choose your password' }).waitFor()
      const field = page.getByRole('textbox', { name: 'New password' })
      expect(await field.getAttribute('autocomplete')).toBe('new-password')
      expect(await field.getAttribute('passwordrules')).toContain('minlength')
      await page.keyboard.type(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your password is set' }).waitFor()
      expect(await page.content()).not.toContain(token)
      await expectFineEverywhere(page, 'setup-done')
    })
    expect(await opens(userId)).toBe('ok')
  })

  test('does so without scripts, from the pasted link', async () => {
    const { id, token, userId } = await link()
    await visit(
      async ({ page }) => {
        await page.goto(`/setup/${id}`)
        await page.getByLabel('Link from the email').fill(`${origin}/setup/${id}#${token}`)
        await page.getByLabel('New password').fill(PASSWORD)
        await page.getByRole('button', { name: 'Set password' }).click()
        await page.getByRole('heading', { name: 'Your password is set' }).waitFor()
      },
      { javaScriptEnabled: false },
    )
    expect(await opens(userId)).toBe('ok')
  })

  test('offers a new link where this one has been used', async () => {
    const { id, token } = await link()
    await visit(async ({ page }) => {
      for (const heading of ['Your password is set', 'This link does not work any more']) {
        await page.goto(`/setup/${id}#${token}`)
        await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: heading }).waitFor()
        // Another fragment of the same address would load nothing.
        await page.goto('about:blank')
      }
      await page.goto(`/setup/${id}#${token}`)
      await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
      await expectFineEverywhere(page, 'setup-dead-end')
      await page.getByRole('button', { name: 'Send me a new link' }).click()
      await page.getByRole('heading', { name: 'Look into your inbox' }).waitFor()
    })
  })

  test('shows and hides what is typed by the keyboard, and says which the button does', async () => {
    const { id, token } = await link()
    await visit(async ({ page }) => {
      await page.goto(`/setup/${id}#${token}`)
      const field = page.getByRole('textbox', { name: 'New password' })
      await page.keyboard.type(PASSWORD)
      expect(await tabStops(page, 'Show password')).toEqual(['Show password'])
      // Its name changes under the focus, which is read out; a pressed state beside it would
      // say the opposite of the name.
      for (const [key, name, type] of [
        ['Space', 'Hide password', 'text'],
        ['Enter', 'Show password', 'password'],
      ] as const) {
        await page.keyboard.press(key)
        const button = page.getByRole('button', { name, exact: true })
        expect(await button.evaluate((one) => one.matches(':focus'))).toBe(true)
        expect(await button.getAttribute('aria-pressed')).toBeNull()
        expect(await button.getAttribute('aria-controls')).toBe(await field.getAttribute('id'))
        expect(await field.getAttribute('type')).toBe(type)
        expect(await field.inputValue()).toBe(PASSWORD)
      }
    })
  })

  test.each(['en', 'ar'])('can be read and fits every window in %s', async (locale) => {
    const { id, token } = await link()
    await visit(
      async ({ page }) => {
        await page.goto(`/setup/${id}#${token}`)
        await page.locator('#password').pressSequentially('Half a passw')
        await expectFineEverywhere(page, `setup-${locale}`)
      },
      { locale },
    )
  })

  test.each([true, false])(
    'runs from right to left in Arabic, but for the link and the password, scripts: %s',
    async (javaScriptEnabled) => {
      const { id } = await link()
      await visit(
        async ({ page }) => {
          await page.goto(`/setup/${id}`)
          expect(await directionOf(page, 'h1')).toBe('rtl')
          expect(await directionOf(page, 'label[for=password]')).toBe('rtl')
          for (const field of ['#token', '#password']) {
            expect(await page.locator(field).isVisible()).toBe(true)
            expect(await directionOf(page, field)).toBe('ltr')
          }
        },
        { locale: 'ar', javaScriptEnabled },
      )
    },
  )
})

/** Which way the text of an element runs. */
function directionOf(page: Page, selector: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector('${selector}')).direction`)
}
