import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  problemOf,
  tabTo,
  type Visit,
  type VisitOptions,
  visitWith,
} from '../support/browser.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

describe.runIf(hasBrowser())('the console’s gallery of mails in a browser', () => {
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

  const visit = (
    act: (visit: Visit) => Promise<void>,
    options: Omit<VisitOptions, 'origin'> = {},
  ): Promise<void> => visitWith(browser, { origin: system.app.url, ...options }, act)

  async function signIn(page: Page, path: string): Promise<void> {
    await page.goto(path)
    await page.getByLabel('Operator key').fill(ADMIN_KEY)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Templates' }).waitFor()
  }
  const mail = (page: Page) => page.frameLocator('iframe')

  test('is read, fits every window, and is reached by keyboard', async () => {
    await visit(async ({ page }) => {
      await signIn(page, '/console/templates?template=password-issued')
      await mail(page).getByText('t7Rk-Wm4x-Hc9P-vDn3q').waitFor()
      expect(await page.locator('pre').textContent()).toContain('t7Rk-Wm4x-Hc9P-vDn3q')
      await expectFineEverywhere(page, 'console-templates')
      for (const label of ['Source', 'Template', 'Language', 'Scheme', 'Width']) {
        await tabTo(page, page.getByLabel(label, { exact: true }))
      }
      await tabTo(page, page.getByRole('button', { name: 'Show' }))
    })
  })

  test('shows a choice without scripts, at an address that leads there again', async () => {
    await visit(
      async ({ page }) => {
        await signIn(page, '/console/templates')
        await page.getByLabel('Source').selectOption('demo')
        await page.getByLabel('Template').selectOption('password-reset')
        await page.getByLabel('Language').selectOption('ar')
        await page.getByLabel('Scheme').selectOption('dark')
        await page.getByLabel('Width').selectOption('320')
        await page.getByRole('button', { name: 'Show' }).click()
        await page.waitForURL(/source=demo&template=password-reset&locale=ar&scheme=dark&width=320/)
        await mail(page).locator('html[lang="ar"][dir="rtl"]').waitFor()
        expect(await page.locator('pre').getAttribute('dir')).toBe('rtl')
        expect(await page.getByLabel('Language').inputValue()).toBe('ar')
        expect((await page.locator('iframe').boundingBox())?.width).toBe(320)
        await page.reload()
        await mail(page).locator('html[lang="ar"]').waitFor()
      },
      { javaScriptEnabled: false },
    )
  })

  test('in Arabic, dark and narrow, fits every window', async () => {
    await visit(async ({ page }) => {
      await signIn(page, '/console/templates?locale=ar&scheme=dark&width=320')
      await mail(page).locator('html[dir="rtl"]').waitFor()
      await expectFineEverywhere(page, 'console-templates-arabic')
    })
  })

  test('says what is unknown, and still offers the choice', async () => {
    await visit(async ({ page }) => {
      await signIn(page, '/console/templates?locale=nowhere')
      await page.getByRole('alert').waitFor()
      const problem = await problemOf(page.getByLabel('Language'))
      expect(problem).toBe('There are no mails in this language.')
      await expectFineEverywhere(page, 'console-templates-unknown')
      await page.getByRole('button', { name: 'Show' }).click()
      await page.locator('iframe').waitFor()
    })
  })

  test('a mail that got past every check runs no script and leads nowhere', async () => {
    // The browser is expected to complain, so nobody asks whether it did not.
    const context = await browser.newContext({ baseURL: system.app.url })
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    await page.route('**/console/templates/mail?*', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replace('</body>', `${HOSTILE}</body>`)
      await route.fulfill({ response, body })
    })
    await signIn(page, '/console/templates?template=setup-link')
    await mail(page).locator('#end').waitFor()
    await mail(page).locator('#out').click()
    await expect.poll(() => said.join()).toMatch(/violates[^]*frame-src/)
    expect(said.join()).toMatch(/Blocked script execution/)
    expect(await page.title()).toContain('Templates')
    expect(page.url()).toContain('/console/templates?template=setup-link')
    await context.close()
  })
})

const HOSTILE = `<script>top.document.title = document.title = 'ran'</script>
<img src="x" onerror="top.document.title = 'ran'"><p id="end">end</p>
<a id="out" href="https://elsewhere.test/">out</a>`
