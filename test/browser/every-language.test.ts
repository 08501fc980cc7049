import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPageLanguages } from '../../src/pages/page-words.ts'
import { createForgotHarness, forgotSources } from '../pages/forgot-harness.ts'
import { createResetHarness } from '../pages/reset-harness.ts'
import { createRevealHarness } from '../pages/reveal-harness.ts'
import {
  expectAccessible,
  expectFitsNarrowest,
  hasBrowser,
  launchBrowser,
  visitWith,
} from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { newcomer } from '../support/signed-posts.ts'

const languages = [...(await loadPageLanguages())].map(([locale, words]) => ({ locale, words }))

test('there are languages to look at', () => {
  expect(languages.length).toBeGreaterThanOrEqual(35)
})

describe.runIf(hasBrowser())('pages in every language', () => {
  let store: TestDatabase
  let browser: Browser
  let forgot: ReturnType<typeof createForgotHarness>
  let reset: ReturnType<typeof createResetHarness>
  let reveal: ReturnType<typeof createRevealHarness>

  beforeAll(async () => {
    store = await createTestDatabase()
    forgot = createForgotHarness(store, forgotSources())
    reset = createResetHarness(store)
    reveal = createRevealHarness(store, { publicUrl: 'http://127.0.0.1' })
    for (const { app } of [forgot, reset, reveal]) await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    for (const { app } of [forgot, reset, reveal]) await app.close()
    await store.close()
  })

  /** Each page in turn: its language, its direction, the narrowest window, and axe. */
  async function expectToFit(
    { app }: Pick<typeof forgot, 'app'>,
    { locale, words }: (typeof languages)[number],
    act: (page: Page, fits: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const origin = app.listeningOrigin
    await visitWith(browser, { origin, locale }, async ({ page }) => {
      await act(page, async () => {
        expect(await page.getAttribute('html', 'dir')).toBe(words.direction)
        expect(await page.getAttribute('html', 'lang')).toBe(locale)
        await expectFitsNarrowest(page)
        await expectAccessible(page)
      })
    })
  }

  test.each(languages)('that were forgotten: asking, and a wrong code, in $locale', async (one) => {
    // One client may send 30 forms in this time, and all languages together send more.
    forgot.clock.advance(15 * 60_000)
    await expectToFit(forgot, one, async (page, fits) => {
      await page.goto('/forgot/acme')
      await page.getByRole('heading', { name: one.words.forgotTitle }).waitFor()
      await fits()
      await page.locator('#email').fill(newcomer().email)
      await page.keyboard.press('Enter')
      await page.locator('#code').fill('000000')
      await page.locator('#password').fill('Correct horse battery 7 staple')
      await page.keyboard.press('Enter')
      await page.getByText(one.words.codeInvalid).waitFor()
      await fits()
    })
  })

  test.each(languages)('that set a password, and a dead link, in $locale', async (one) => {
    const links = [
      ['reset', await reset.link(), one.words.title],
      [
        'setup',
        await reset.link({ type: 'user.created' }, { kind: 'setup-link', purpose: 'created' }),
        one.words.setupTitle,
      ],
    ] as const
    await expectToFit(reset, one, async (page, fits) => {
      for (const [name, { id, token }, title] of links) {
        await page.goto(`/${name}/${id}#${token}`)
        await page.getByRole('heading', { name: title, exact: true }).waitFor()
        await page.locator('#password').fill('Half a passw')
        await fits()
      }
      await page.goto('/reset/cred_none#xyz')
      await page.locator('#password').fill('Correct horse battery 7 staple')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: one.words.invalidTitle }).waitFor()
      await fits()
    })
  })

  test.each(languages)('that reveal a password, in $locale', async (one) => {
    const planned = await reveal.plan()
    const token = await reveal.render(planned.messageId)
    await expectToFit(reveal, one, async (page, fits) => {
      await page.goto(`/reveal/${planned.id}#${token}`)
      await page.getByRole('heading', { name: one.words.revealTitle }).waitFor()
      await fits()
      await page.getByRole('button', { name: one.words.revealSubmit }).click()
      await page.getByRole('heading', { name: one.words.revealDoneTitle, level: 1 }).waitFor()
      await fits()
    })
  })
})
