import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { expect, inject } from 'vitest'

/** Screenshots of the last run, for people to look at; not in the repository. */
const SCREENSHOTS = fileURLToPath(new URL('../../.screenshots/', import.meta.url))
/** WCAG 2.2, levels A and AA, and what axe calls best practice. */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The narrowest phone (WCAG 1.4.10), a common one, a tablet, a desk. */
const WIDTHS = [320, 360, 768, 1440] as const
const SCHEMES = ['light', 'dark'] as const

const HEIGHT = 740
/** No graphics card, and no traffic of the browser's own. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
]
const WAIT_MS = 15_000
/** More than any page has. */
const TAB_STOPS_MAX = 40

/** False where the run found no Chromium: the tests are then skipped, and the summary says so. */
export const hasBrowser = (): boolean => inject('chromiumPath') !== ''

/** One for a test file. It reaches no network but this machine. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject('chromiumPath'),
    // Root cannot start the sandbox, and CI is root.
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET] : QUIET,
  })
}

/** One person at one page, and what the browser said about it. */
export interface Visit {
  readonly page: Page
  /** What was refused by the page's policy, broke in a script, or asked another server. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

export type VisitOptions = Pick<
  BrowserContextOptions,
  'javaScriptEnabled' | 'locale' | 'permissions'
> & { readonly origin: string }

/** Lets `act` use a page, then asserts that the browser had nothing to complain about. */
export async function visitWith(
  browser: Browser,
  options: VisitOptions,
  act: (visit: Visit) => Promise<void>,
): Promise<void> {
  const visit = await openVisit(browser, options)
  try {
    await act(visit)
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
}

/** A fresh profile whose page may talk to `origin` alone; whatever else it wants is a fault. */
async function openVisit(browser: Browser, { origin, ...options }: VisitOptions): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en',
    // Nothing is half-way between two colours when a test looks at it.
    reducedMotion: 'reduce',
    viewport: { width: 360, height: HEIGHT },
    ...options,
  })
  // Sooner than the test's own, so that a failure names what it waited for.
  context.setDefaultTimeout(WAIT_MS)
  const faults: string[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request to ${request.url()}`)
  })
  context.on('weberror', (error) => faults.push(`script: ${error.error().message}`))
  context.on('console', (message) => {
    // A page that answers 4xx is reported too; its test looks at the status itself.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded')
    if (message.type() === 'error' && !isStatus) faults.push(`console: ${message.text()}`)
  })
  const page = await context.newPage()
  return { page, faults, close: () => context.close() }
}

/** Serves every page without its scripts, so that a test's own can still look at it. */
export async function dropScripts(page: Page): Promise<void> {
  await page.route('**', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(/<script[^>]*>[^]*?<\/script>/g, '')
    await route.fulfill({ response, body })
  })
}

/** Asserts that axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // By the debugger, which stands above the page's policy.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const violations = await page.evaluate<readonly string[]>(`
    axe.run(document, { runOnly: ${JSON.stringify(AXE_TAGS)} }).then((found) => {
      if (found.passes.length === 0) throw new Error('axe: expected rules that apply, got none')
      return found.violations.map(({ id, nodes }) => id + ': ' + nodes.map((one) => one.html))
    })`)
  expect(violations).toEqual([])
}

/** Asserts that the page fits its window, and that nothing in it sticks out. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const root = 'document.documentElement'
  const needed = await page.evaluate<number>(`${root}.scrollWidth`)
  const given = await page.evaluate<number>(`${root}.clientWidth`)
  expect(given).toBe(page.viewportSize()?.width)
  expect(needed).toBeLessThanOrEqual(given)
}

/** Looks at the page in every scheme and width: accessible, no wider than its window, and drawn. */
export async function expectFineEverywhere(page: Page, name: string): Promise<void> {
  let looks = 0
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT })
      await expectNoSidewaysScroll(page)
      await takeScreenshot(page, `${name}-${colorScheme}-${width}`)
      looks += 1
    }
    await expectAccessible(page)
  }
  expect(looks).toBe(SCHEMES.length * WIDTHS.length)
}

/** Asserts that the page fits the narrowest window. */
export async function expectFitsNarrowest(page: Page): Promise<void> {
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT })
  await expectNoSidewaysScroll(page)
}

/** Asserts that `field` is marked as wrong; gives what a screen reader says of it first. */
export async function problemOf(field: Locator): Promise<string> {
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  const [id] = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
  return (await field.page().locator(`[id="${id}"]`).innerText()).trim()
}

/** Fills fields by their ids, whatever the language, and sends the form of the last one. */
export async function submit(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value)
  await page.keyboard.press('Enter')
}

/** Presses Tab until `target` has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < TAB_STOPS_MAX; stops += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((one) => one.matches(':focus'))) return
  }
  throw new Error(`expected Tab to reach ${String(target)}, got none of ${TAB_STOPS_MAX} stops`)
}

/** Presses Tab until `last` has the focus; gives what it led to, by label or text, in order. */
export async function tabStops(page: Page, last: string): Promise<readonly string[]> {
  const stops: string[] = []
  while (stops.at(-1) !== last && stops.length < TAB_STOPS_MAX) {
    await page.keyboard.press('Tab')
    stops.push(await page.evaluate<string>(NAME_OF_FOCUSED))
  }
  return stops
}

const NAME_OF_FOCUSED = `(({ labels, ariaLabel, innerText }) =>
  (labels?.[0]?.innerText ?? ariaLabel ?? innerText).trim())(document.activeElement)`

async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({
    path: join(SCREENSHOTS, `${name}.png`),
    fullPage: true,
    animations: 'disabled',
  })
}
