import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  dropScripts,
  expectAccessible,
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { createKitServer, GENERATED, type KitServer } from './kit-server.ts'

describe.runIf(hasBrowser())('the parts of the pages in a browser', () => {
  let server: KitServer
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    server = await createKitServer()
    origin = await server.app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.app.close()
  })

  const visit = (
    act: (visit: Visit) => Promise<void>,
    options: Omit<VisitOptions, 'origin'> = {},
  ): Promise<void> => visitWith(browser, { origin, ...options }, act)

  const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Password' })
  const met = (page: Page): Promise<string[]> => page.locator('.rules .is-met').allTextContents()

  describe('a new password', () => {
    test('ticks each rule as it is met, counting characters as people do', async () => {
      await visit(async ({ page }) => {
        await page.goto('/operator')
        expect(await met(page)).toEqual([])
        // Eleven characters in 22 UTF-16 units: still one too few.
        await field(page).fill('🔑'.repeat(11))
        expect(await met(page)).toEqual(['A special character'])
        await field(page).fill('🔑'.repeat(12))
        expect(await met(page)).toEqual(['12 characters or more', 'A special character'])
        await field(page).fill('Äß٣-')
        expect(await met(page)).toEqual([
          'A lower-case letter',
          'An upper-case letter',
          'A digit',
          'A special character',
        ])
      })
    })

    test('tells a screen reader what is still needed once the typing pauses', async () => {
      await visit(async ({ page }) => {
        await page.goto('/operator')
        await field(page).fill('long enough a text')
        const status = page.locator('.rules [role=status]')
        await status.getByText('Still needed: An upper-case letter; A digit.').waitFor()
        await field(page).fill('Long enough a text 1')
        await status.getByText('It has all that is needed.').waitFor()
        expect(await met(page)).toHaveLength(5)
      })
    })

    test.each([
      ['password1234', 'weak'],
      ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
      ['abcdefghijklmnopqrst', 'weak'],
      ['Password123!Password123!', 'weak'],
      ['tr0ub4dor&3', 'fair'],
      ['wandering otter lamp', 'good'],
      [GENERATED, 'strong'],
    ])('of %j is called %s', async (password, strength) => {
      await visit(async ({ page }) => {
        await page.goto('/operator')
        await field(page).fill(password)
        expect(await page.locator('.strength [role=status]').textContent()).toBe(
          `Strength: ${strength}`,
        )
      })
    })

    test('tells password managers its rules', async () => {
      await visit(async ({ page }) => {
        await page.goto('/operator')
        expect(await field(page).getAttribute('autocomplete')).toBe('new-password')
        expect(await field(page).getAttribute('passwordrules')).toContain('minlength: 12;')
      })
    })
  })

  describe('Generate', () => {
    test('is answered by the server, shows the password and lets it be copied', async () => {
      await visit(
        async ({ page }) => {
          await page.goto('/operator')
          await page.getByLabel('Name').fill('Ada')
          await page.getByRole('button', { name: 'Generate' }).click()
          await page.getByRole('button', { name: 'Copy' }).waitFor()
          expect(server.forms.at(-1)).toMatchObject({ generate: '1', name: 'Ada' })
          expect(await field(page).inputValue()).toBe(GENERATED)
          expect(await field(page).getAttribute('type')).toBe('text')
          await page.getByRole('button', { name: 'Copy' }).click()
          await page.getByRole('status').getByText('Copied').waitFor()
          expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(GENERATED)
          await expectFineEverywhere(page, 'kit-generated')
        },
        { permissions: ['clipboard-read', 'clipboard-write'] },
      )
    })

    test('is not what the Enter key means', async () => {
      await visit(async ({ page }) => {
        await page.goto('/operator')
        await field(page).fill('Long enough a text 1')
        const sent = page.waitForRequest((request) => request.method() === 'POST')
        await page.getByLabel('Email').press('Enter')
        expect((await sent).postData()).not.toContain('generate')
      })
    })
  })

  describe('a secret', () => {
    test('is left selected, with advice, where the clipboard is not to be had', async () => {
      await visit(async ({ page }) => {
        await page.addInitScript(
          `Object.defineProperty(navigator, 'clipboard', { value: undefined })`,
        )
        await page.goto('/reveal')
        await page.getByRole('button', { name: 'Copy' }).click()
        await page.getByText('It is selected: press Ctrl+C or ⌘C.').waitFor()
        expect(await page.evaluate<string>('String(getSelection())')).toBe(GENERATED)
      })
    })

    test('is selected whole by one click', async () => {
      await visit(async ({ page }) => {
        await page.goto('/reveal')
        await page.locator('#secret').click()
        expect(await page.evaluate<string>('String(getSelection())')).toBe(GENERATED)
      })
    })
  })

  test('a code may be pasted with blanks, and nothing but six digits is sent', async () => {
    await visit(async ({ page }) => {
      await page.goto('/code')
      const code = page.getByLabel('Code')
      const isValid = () => code.evaluate((input) => input.matches(':valid'))
      for (const typed of ['12345', '1234567', 'abcdef', '']) {
        await code.fill(typed)
        expect(await isValid()).toBe(false)
      }
      for (const typed of [' 123 456 ', '١٢٣٤٥٦', '۱۲۳۴۵۶']) {
        await code.fill(typed)
        expect(await isValid()).toBe(true)
      }
      expect(await code.getAttribute('inputmode')).toBe('numeric')
      expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
    })
  })

  test('updates can be paused, and stay so', async () => {
    await visit(async ({ page }) => {
      await page.goto('/reveal')
      await page.getByRole('button', { name: 'Pause' }).press('Enter')
      await page.getByRole('button', { name: 'Resume' }).waitFor()
      const again = page.waitForRequest('**/reveal')
      await page.getByRole('link', { name: 'Refresh' }).click()
      expect((await again).method()).toBe('GET')
      await page.getByRole('button', { name: 'Resume' }).waitFor()
    })
  })

  test('a person who wants no motion sees none', async () => {
    await visit(async ({ page }) => {
      await page.goto('/operator')
      const moving = () =>
        page.evaluate<number>(`[...document.querySelectorAll('*')].filter((one) => {
          const { transitionDuration, animationName } = getComputedStyle(one)
          return transitionDuration !== '0s' || animationName !== 'none'
        }).length`)
      expect(await moving()).toBe(0)
      await page.emulateMedia({ reducedMotion: 'no-preference' })
      expect(await moving()).toBeGreaterThan(0)
    })
  })

  test.each(['operator', 'reveal', 'code'])(
    'the page `%s` can be read and fits every window, in either direction',
    async (name) => {
      for (const locale of ['en', 'ar']) {
        await visit(
          async ({ page }) => {
            await page.goto(`/${name}`)
            await expectFineEverywhere(page, `kit-${name}-${locale}`)
          },
          { locale },
        )
      }
    },
  )

  test('the page `operator` can be read and fits every window without scripts', async () => {
    await visit(async ({ page }) => {
      await dropScripts(page)
      await page.goto('/operator')
      expect(await page.locator('button:not([aria-hidden]):visible').allTextContents()).toEqual([
        'Generate',
        'Create user',
      ])
      await expectFineEverywhere(page, 'kit-operator-no-scripts')
    })
  })

  test.each(['ffffff', '000000', 'ffee00', '777777', 'ff0055'])(
    'a brand in #%s can be read in light and dark',
    async (color) => {
      await visit(async ({ page }) => {
        await page.goto(`/operator?brand=%23${color}`)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await expectAccessible(page)
        }
      })
    },
  )
})
