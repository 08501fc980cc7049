import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createResetHarness } from '../pages/reset-harness.ts'
import {
  dropScripts,
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const PASSWORD = 'Correct horse battery 7 staple'

describe.runIf(hasBrowser())('the reset page in a browser', () => {
  let store: TestDatabase
  let harness: ReturnType<typeof createResetHarness>
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    store = await createTestDatabase()
    harness = createResetHarness(store, {
      policy: { minLength: 15, required: ['upper', 'digit'], excludedWords: ['acme'] },
      // Of the page's own origin, where a click may lead without leaving this machine.
      brand: { name: 'Acme', color: '#00aa77', loginUrl: '/reset/login' },
    })
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

  const opens = (userId: string, password: string) =>
    harness.login.verify({ source: 'acme', userId, password: new Secret(password) })

  test('sets a password by keyboard alone, and keeps no token in the address', async () => {
    const link = await harness.link()
    await visit(async ({ page }) => {
      await page.goto(`/reset/${link.id}#${link.token}`)
      expect(page.url()).toBe(`${origin}/reset/${link.id}`)
      await page.keyboard.type(PASSWORD)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      const field = page.getByRole('textbox', { name: 'New password' })
      expect(await field.getAttribute('type')).toBe('text')
      expect(await field.inputValue()).toBe(PASSWORD)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      expect(page.url()).toBe(`${origin}/reset/${link.id}`)
      expect(await page.content()).not.toContain(link.token)
    })
    expect(await opens(link.userId, PASSWORD)).toBe('ok')
    expect(await harness.stateOf(link.id)).toBe('used')
  })

  test('sets a password without scripts, from the pasted link', async () => {
    const link = await harness.link()
    await visit(
      async ({ page }) => {
        await page.goto(`/reset/${link.id}`)
        expect(await page.getByRole('button').allTextContents()).toEqual(['Set password'])
        expect(await page.getByText('15 characters or more').isVisible()).toBe(true)
        await page
          .getByLabel('Link from the email')
          .fill(`${origin}/reset/${link.id}#${link.token}`)
        await page.getByLabel('New password').fill(PASSWORD)
        await page.getByRole('button', { name: 'Set password' }).click()
        await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      },
      { javaScriptEnabled: false },
    )
    expect(await opens(link.userId, PASSWORD)).toBe('ok')
  })

  test('says what is wrong beside the field, and takes a better password then', async () => {
    const link = await harness.link()
    await visit(async ({ page }) => {
      await page.goto(`/reset/${link.id}#${link.token}`)
      const field = page.getByRole('textbox', { name: 'New password' })
      await field.fill('acme')
      await page.getByRole('button', { name: 'Set password' }).click()
      const alert = page.getByRole('alert')
      await alert.waitFor()
      expect(await alert.getByRole('listitem').count()).toBe(4)
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(await field.inputValue()).toBe('')
      expect(page.url()).toBe(`${origin}/reset/${link.id}`)
      await expectFineEverywhere(page, 'reset-refused')
      await field.fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      await expectFineEverywhere(page, 'reset-done')
      await page.getByRole('link', { name: 'Go to login' }).click()
      await page.waitForURL(`${origin}/reset/login`)
    })
    expect(await harness.attemptsOf(link.id)).toHaveLength(1)
  })

  test('sends one form when its button is pressed twice', async () => {
    const link = await harness.link()
    await visit(async ({ page }) => {
      await page.goto(`/reset/${link.id}#${link.token}`)
      await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
      const sent: string[] = []
      page.on('request', (request) => sent.push(request.method()))
      await page.getByRole('button', { name: 'Set password' }).dblclick()
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      expect(sent).toEqual(['POST'])
    })
  })

  test('says of a dead link that it is dead, and where to get another', async () => {
    await visit(async ({ page }) => {
      await page.goto('/reset/cred_none#xyz')
      await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
      await expectFineEverywhere(page, 'reset-invalid')
    })
  })

  test.each(['en', 'ar'])('can be read and fits every window in %s', async (locale) => {
    const link = await harness.link()
    await visit(
      async ({ page }) => {
        await page.goto(`/reset/${link.id}#${link.token}`)
        await page.locator('#password').pressSequentially('Half a passw')
        await expectFineEverywhere(page, `reset-${locale}`)
      },
      { locale },
    )
  })

  test('can be read and fits every window without scripts', async () => {
    await visit(
      async ({ page }) => {
        await dropScripts(page)
        await page.goto('/reset/cred_none')
        expect(await page.locator('script, button[type=button]:visible').count()).toBe(0)
        await expectFineEverywhere(page, 'reset-no-scripts')
      },
      { locale: 'ar' },
    )
  })
})
