import { rm } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPreview, type Preview } from '../../src/cli/templates/preview.ts'
import { expectFineEverywhere, hasBrowser, launchBrowser, visitWith } from '../support/browser.ts'
import { ourLayout, ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'

const TOP = new URL('../../', import.meta.url).pathname
const CONFIG = `
import { defineConfig, env } from '${TOP}src/index.ts'
import { standardWebhooks } from '${TOP}webhooks/providers/standard-webhooks.ts'
import { ses } from '${TOP}emails/transports/ses.ts'
const source = (name, more) => ({
  provider: standardWebhooks({ secrets: [env('SECRET_NOT_SET')] }),
  brand: { name, color: '#7c2d12', logoUrl: 'https://' + name + '.test/logo.png' },
  from: 'A <a@a.test>',
  ...more,
})
export default defineConfig({
  publicUrl: 'https://doorkey.test',
  sources: { own: source('own', { emails: { templates: 'mails' } }), ours: source('ours') },
  transport: ses(),
})
`

describe.runIf(hasBrowser())('the gallery of mails in a browser', () => {
  let folder: OwnFolder
  let preview: Preview
  let browser: Browser

  const write = async (line: string) =>
    folder.write('mails/setup-link.mjml', await ourMjml('setup-link', line))
  beforeAll(async () => {
    folder = await ownFolder()
    await write('')
    await folder.write('doorkey.config.ts', CONFIG)
    preview = await openPreview({ port: 0, configFile: `${folder.path}/doorkey.config.ts` })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await preview.close()
    await folder.remove()
  })

  const visit = (act: (page: Page) => Promise<void>): Promise<void> =>
    visitWith(browser, { origin: preview.url }, ({ page }) => act(page))
  const mail = (page: Page, scheme: 'light' | 'dark') =>
    page.frameLocator(`iframe[title$=", ${scheme}"] >> nth=0`)

  test('shows a mail in both schemes and as text, and asks nobody else', async () => {
    await visit(async (page) => {
      await page.goto('/?template=password-issued&locale=en&source=own')
      for (const scheme of ['light', 'dark'] as const) {
        await mail(page, scheme).getByText('t7Rk-Wm4x-Hc9P-vDn3q').waitFor()
        const ask = (expression: string) => askIn(page, scheme, expression)
        expect(await ask("getComputedStyle(document.querySelector('.secret td')).color")).toBe(
          scheme === 'dark' ? 'rgb(255, 255, 255)' : 'rgb(11, 18, 32)',
        )
        expect(await ask("document.querySelector('img[alt=own]').naturalWidth")).toBeGreaterThan(0)
      }
      expect(await page.locator('pre').textContent()).toContain('t7Rk-Wm4x-Hc9P-vDn3q')
      await expectFineEverywhere(page, 'templates-preview')
    })
  })

  test('shows every language at once, and another by a choice in the list', async () => {
    await visit(async (page) => {
      await page.goto('/')
      const languages = await page.getByLabel('Language').locator('option').count()
      await page.getByLabel('Language').selectOption('all')
      await page.waitForURL(/locale=all/)
      expect(await page.locator('section').count()).toBe(languages - 1)
      expect(await page.locator('iframe').count()).toBe(2 * (languages - 1))
      await page.getByLabel('Language').selectOption('ar')
      await page.waitForURL(/locale=ar/)
      await mail(page, 'dark').locator('html[lang="ar"][dir="rtl"]').waitFor()
      expect(await page.locator('pre').getAttribute('dir')).toBe('rtl')
    })
  })

  test('follows a template as it is saved, with its faults, for its source alone', async () => {
    await visit(async (page) => {
      const isListening = page.waitForResponse(/\/changes$/)
      await page.goto('/?template=setup-link&locale=en&source=own')
      await isListening
      const again = page.waitForResponse(/\/changes$/)
      await write('<mj-text css-class="ink">Fresh words</mj-text>')
      await mail(page, 'light').getByText('Fresh words').waitFor()
      await again

      const third = page.waitForResponse(/\/changes$/)
      await write('<mj-text>lost')
      const alert = page.getByRole('alert')
      await alert.getByText('expected </mj-text>, got the end of the file').waitFor()
      expect(await alert.textContent()).toMatch(/mails\/setup-link\.mjml:\d+/)
      await third
      await write('')
      await mail(page, 'light').locator('.button').waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)

      await page.goto('/?template=setup-link&locale=en&source=ours')
      expect(await page.locator('.file').textContent()).toBe('templates/setup-link.mjml')
    })
  })

  test('follows a layout as it is saved, in every template of its source', async () => {
    await visit(async (page) => {
      const isListening = page.waitForResponse(/\/changes$/)
      await page.goto('/?template=password-issued&locale=en&source=own')
      await isListening
      const content = '<!-- content -->'
      const more = '<mj-text css-class="ink">Fresh frame</mj-text>'
      const again = page.waitForResponse(/\/changes$/)
      const layout = await ourLayout('layout.mjml', content, `${content}${more}`)
      await folder.write('mails/layout.mjml', layout)
      await mail(page, 'light').getByText('Fresh frame').waitFor()
      await again

      await folder.write('mails/layout.mjml', await ourLayout('layout.mjml', content, ''))
      const alert = page.getByRole('alert')
      await alert.getByText('expected <!-- content --> once, got none').waitFor()
      expect(await alert.textContent()).toMatch(/mails\/layout\.mjml:1/)
      const listensElsewhere = page.waitForResponse(/\/changes$/)
      await page.goto('/?template=password-issued&locale=en&source=ours')
      await mail(page, 'light').getByText('t7Rk-Wm4x-Hc9P-vDn3q').waitFor()
      await listensElsewhere
      const isGone = page.getByRole('alert').waitFor({ state: 'detached' })
      await rm(`${folder.path}/mails/layout.mjml`)
      await isGone
    })
  })

  test('leads nowhere from a mail', async () => {
    await visit(async (page) => {
      await page.goto('/?template=setup-link&locale=en&source=ours')
      const response = await page.request.get(`${preview.url}/mail?template=setup-link&locale=en`)
      expect(response.headers()['content-security-policy']).toMatch(
        /default-src 'none'.*; sandbox$/,
      )
      expect(await page.locator('iframe').first().getAttribute('sandbox')).toBe('')
    })
  })
})

/** By the debugger, since a mail in the gallery runs no script. */
function askIn(page: Page, scheme: string, expression: string): Promise<unknown> {
  const frame = page.frames().find((one) => one.url().endsWith(`scheme=${scheme}`))
  if (!frame) throw new Error(`expected a frame for ${scheme}`)
  return frame.evaluate(expression)
}
