import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerConsole } from '../../src/console/console.ts'
import { Secret } from '../../src/core/secret.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { createHttpServer } from '../../src/http/server.ts'
import {
  dropScripts,
  expectFineEverywhere,
  hasBrowser,
  launchBrowser,
  tabTo,
  visitWith,
} from '../support/browser.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { NO_OTHERS } from '../support/operator-api.ts'
import { NO_MAILS, NO_SUPPRESSIONS, NO_USERS } from '../support/no-users.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'

const KEY = 'dk_console-operator-key'

describe.runIf(hasBrowser())('the console in a browser', () => {
  let store: TestDatabase
  let app: FastifyInstance
  let browser: Browser
  let origin: string
  let eventId: string

  beforeAll(async () => {
    store = await createTestDatabase()
    app = consoleOn(store)
    origin = await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
    eventId = await fillLedger(store)
  })
  afterAll(async () => {
    await browser.close()
    await app.close()
    await store.close()
  })

  async function signIn(page: Page): Promise<void> {
    await page.goto(`/console/events/${eventId}`)
    await page.getByLabel('Operator key').fill(KEY)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'user.created' }).waitFor()
  }

  test('is opened, walked through and left by keyboard alone', async () => {
    await visitWith(browser, { origin }, async ({ page }) => {
      await page.goto('/console')
      await page.locator('#key:focus').waitFor()
      await page.keyboard.type(KEY)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
      await tabTo(page, page.locator(`a[href$='/console/events/${eventId}']`))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'user.created' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
      expect(await page.context().cookies()).toEqual([])
    })
  })

  test('works without scripts', async () => {
    await visitWith(browser, { origin, javaScriptEnabled: false }, async ({ page }) => {
      await signIn(page)
      await page.getByRole('link', { name: 'Overview' }).click()
      await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
      expect(await page.getByRole('row').count()).toBeGreaterThan(5)
    })
  })

  test('says that a key is wrong, and takes the right one then', async () => {
    await visitWith(browser, { origin }, async ({ page }) => {
      await page.goto('/console')
      await page.getByLabel('Operator key').fill('dk_wrong')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      expect(await page.getByLabel('Operator key').getAttribute('aria-invalid')).toBe('true')
      await expectFineEverywhere(page, 'console-wrong-key')
      await signIn(page)
    })
  })

  test('can be read and fits every window', async () => {
    await visitWith(browser, { origin }, async ({ page }) => {
      await page.goto('/console')
      await expectFineEverywhere(page, 'console-sign-in')
      await signIn(page)
      await expectFineEverywhere(page, 'console-event')
      await page.goto('/console')
      await expectFineEverywhere(page, 'console-overview')
      await page.goto('/console/events/evt_none')
      await expectFineEverywhere(page, 'console-no-event')
    })
  })

  test('can be read and fits every window without scripts', async () => {
    await visitWith(browser, { origin }, async ({ page }) => {
      await dropScripts(page)
      await page.goto('/console')
      await expectFineEverywhere(page, 'console-no-scripts')
    })
  })
})

function consoleOn({ database }: TestDatabase): FastifyInstance {
  const clock = createTestClock()
  const app = createHttpServer({ log: pino({ level: 'silent' }), clock, trustProxy: false })
  registerConsole(app, {
    database,
    clock,
    sealer: createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }]),
    throttle: createThrottle({ database, clock }),
    adminKey: new Secret(KEY),
    ...NO_OTHERS,
    publicUrl: 'http://127.0.0.1',
    users: NO_USERS,
    suppressions: NO_SUPPRESSIONS,
    gallery: NO_MAILS,
  })
  return app
}

/** Some of each state, with the long words of a real ledger; gives the id of one whole story. */
async function fillLedger({ database }: TestDatabase): Promise<string> {
  const now = new Date('2026-11-23T12:00:00Z')
  await insertEvent(database, now, { state: 'working', email: null })
  await insertEvent(database, now, { state: 'superseded', email: 'x'.repeat(60) + '@example.com' })
  await insertEvent(database, now, {
    state: 'failed',
    code: 'DIRECTORY_UNREACHABLE',
    cause: `keycloak: expected an answer from https://${'very-long-name.'.repeat(6)}example, got none`,
  })
  const delivered = await insertEvent(database, now)
  await insertMessage(database, now, { event_id: delivered, state: 'delivered' })
  const id = await insertEvent(database, now, { type: 'user.created', settled_at: now })
  const credential = await insertCredential(database, now, { event_id: id, kind: 'password' })
  await insertMessage(database, now, {
    event_id: id,
    credential_id: credential,
    template: 'password-issued',
    state: 'failed',
    code: 'TRANSPORT_CREDENTIALS',
    cause: 'ses: expected 200, got 403',
    settled_at: now,
  })
  await insertMessage(database, now, { event_id: id, state: 'unknown', unknown_since: now })
  return id
}
