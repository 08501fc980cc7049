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
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const TYPED = 'A typed one for Ada, 7 words'

describe.runIf(hasBrowser())('the console’s forms for users in a browser', () => {
  let system: System
  let browser: Browser

  beforeAll(async () => {
    system = await startSystem({ queue: 'postgres', showPassword: true })
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
  }

  /** Arrows move among the choices; the one before *Generate* is to type. */
  async function typePassword(page: Page, password: string): Promise<void> {
    await tabTo(page, page.locator('[name=setup]:checked'))
    await page.keyboard.press('ArrowUp')
    expect(await page.getByLabel('Type a password').isChecked()).toBe(true)
    await tabTo(page, page.getByLabel('Password', { exact: true }))
    await page.keyboard.type(password)
  }

  test('make a user with a generated password, and lead to what becomes of the mail', async () => {
    const { email } = newcomer()
    await visit(async ({ page }) => {
      await signIn(page, '/console/users/new?source=demo')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByLabel('Name').fill('Ada Lovelace')
      await expectFineEverywhere(page, 'console-new-user')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByRole('heading', { name: 'What happened' }).waitFor()
      expect(page.url()).toContain('/console/events/evt_')
    })
    await system.settled()
    const [mail, ...others] = system.mailsTo(email)
    expect(others).toEqual([])
    expect(mail?.text).toContain('Ada Lovelace')
  })

  test('make one with a typed password without scripts, and replace it with another', async () => {
    const { email } = newcomer()
    await visit(
      async ({ page }) => {
        await signIn(page, '/console/users/new?source=demo')
        await page.getByLabel('Email', { exact: true }).fill(email)
        await page.getByLabel('Type a password').check()
        await page.getByLabel('Password', { exact: true }).fill(TYPED)
        await page.getByRole('button', { name: 'Create user' }).click()
        await page.getByRole('link', { name: 'Reset this user’s password' }).click()
        await page.getByLabel('Type a password').check()
        await page.getByLabel('Password', { exact: true }).fill(`${TYPED} more`)
        await page.getByRole('button', { name: 'Reset password' }).click()
        await page.getByRole('heading', { name: 'What happened' }).waitFor()
        expect(await page.content()).not.toContain(TYPED)
      },
      { javaScriptEnabled: false },
    )
    await system.settled()
    expect(system.mailsTo(email)).toEqual([])
    const { rows } = await system.store.pool.query<{ user_id: string }>(
      'SELECT user_id FROM builtin_user WHERE email = $1',
      [email],
    )
    const userId = rows[0]?.user_id ?? ''
    expect(await system.verify('demo', userId, TYPED)).toBe('invalid')
    expect(await system.verify('demo', userId, `${TYPED} more`)).toBe('must_change')
  })

  test.each([true, false])(
    'show a generated password in the field, scripts: %s',
    async (scripts) => {
      const { email } = newcomer()
      await visit(
        async ({ page }) => {
          await signIn(page, '/console/users/new?source=demo')
          await page.getByLabel('Email', { exact: true }).fill(email)
          await page.getByLabel('Type a password').check()
          const field = page.getByLabel('Password', { exact: true })
          await field.fill('half a thought')
          await page.getByRole('button', { name: 'Generate' }).click()
          await expect.poll(() => field.inputValue()).not.toBe('half a thought')
          const generated = await field.inputValue()
          expect(generated.length).toBeGreaterThanOrEqual(12)
          expect(await field.getAttribute('type')).toBe('text')
          expect(await page.getByLabel('Email', { exact: true }).inputValue()).toBe(email)
          if (scripts) await expectFineEverywhere(page, 'console-generated')
          // The Enter key creates the user; it does not generate another.
          await page.getByLabel('Email', { exact: true }).press('Enter')
          await page.getByRole('heading', { name: 'What happened' }).waitFor()
        },
        { javaScriptEnabled: scripts },
      )
      await system.settled()
      const { rows } = await system.store.pool.query(
        'SELECT 1 FROM builtin_user WHERE email = $1',
        [email],
      )
      expect(rows).toHaveLength(1)
    },
  )

  test('say at the field what is wrong, and keep what was typed but the password', async () => {
    await visit(async ({ page }) => {
      await signIn(page, '/console/users/new?source=demo')
      const email = page.getByLabel('Email', { exact: true })
      await email.fill('ada@localhost')
      await page.getByLabel('Type a password').check()
      const password = page.getByLabel('Password', { exact: true })
      await password.fill('short')
      await page.getByRole('button', { name: 'Create user' }).click()
      await page.getByRole('alert').waitFor()
      expect(await email.inputValue()).toBe('ada@localhost')
      expect(await password.inputValue()).toBe('')
      expect(await problemOf(email)).toMatch(/address/i)
      expect(await problemOf(password)).toContain('It needs at least 12 characters.')
      expect(await page.locator('[aria-invalid=true]').count()).toBe(2)
      await expectFineEverywhere(page, 'console-new-user-refused')
    })
  })

  test('say at the field that a language or a valid period is wrong', async () => {
    const { email } = newcomer()
    await visit(async ({ page }) => {
      await signIn(page, '/console/users/new?source=demo')
      await page.getByLabel('Email', { exact: true }).fill(email)
      const language = page.getByLabel('Language')
      await language.fill('no language')
      await page.getByText('Valid period').click()
      const [from, until] = [
        page.getByLabel('Valid from (UTC)'),
        page.getByLabel('Valid until (UTC)'),
      ]
      await from.fill('2027-03-02T10:00')
      await until.fill('2027-03-01T10:00')
      await page.getByRole('button', { name: 'Create user' }).click()
      const summary = page.getByRole('alert')
      await summary.getByText('Nothing was changed').waitFor()
      expect(await summary.locator('li').count()).toBe(2)
      expect(await problemOf(language)).toContain('no language tag')
      for (const end of [from, until]) {
        expect(await end.isVisible()).toBe(true)
        expect(await problemOf(end)).toBe('The account would end before it begins.')
      }
      expect(await page.locator('[aria-invalid=true]').count()).toBe(3)
      expect(await language.inputValue()).toBe('no language')
      expect(await from.inputValue()).toBe('2027-03-02T10:00')
      await expectFineEverywhere(page, 'console-new-user-fields-refused')
    })
    const { rows } = await system.store.pool.query('SELECT 1 FROM builtin_user WHERE email = $1', [
      email,
    ])
    expect(rows).toEqual([])
  })

  test('say once that who sees a password is recorded', async () => {
    await visit(async ({ page }) => {
      await signIn(page, '/console/users/new?source=demo')
      await page.getByRole('heading', { name: 'New user' }).waitFor()
      expect((await page.content()).match(/kept in the audit log/g)).toHaveLength(1)
    })
  })

  test('for a reset can be read and fit every window', async () => {
    const user = newcomer()
    await system.post('demo', user)
    await system.settled()
    await visit(async ({ page }) => {
      await signIn(page, `/console/users/${user.userId}/password?source=demo`)
      await page.getByRole('heading', { name: 'Reset a password' }).waitFor()
      await expectFineEverywhere(page, 'console-reset-password')
    })
  })

  test('are filled and sent by keyboard alone, and say what is wrong with a reset', async () => {
    const { email } = newcomer()
    await visit(async ({ page }) => {
      await signIn(page, '/console/users/new?source=demo')
      await page.getByRole('heading', { name: 'New user' }).waitFor()
      await tabTo(page, page.getByLabel('Email', { exact: true }))
      await page.keyboard.type(email)
      await typePassword(page, TYPED)
      await tabTo(page, page.getByRole('button', { name: 'Create user' }))
      await page.keyboard.press('Enter')
      const reset = page.getByRole('link', { name: 'Reset this user’s password' })
      await reset.waitFor()
      await tabTo(page, reset)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Reset a password' }).waitFor()
      await typePassword(page, 'short')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      const password = page.getByLabel('Password', { exact: true })
      expect(await problemOf(password)).toContain('It needs at least 12 characters.')
      expect(await page.locator('[aria-invalid=true]').count()).toBe(1)
      await expectFineEverywhere(page, 'console-reset-refused')
      await tabTo(page, password)
      await page.keyboard.type(`${TYPED} more`)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'What happened' }).waitFor()
    })
    await system.settled()
    const { rows } = await system.store.pool.query<{ user_id: string }>(
      'SELECT user_id FROM builtin_user WHERE email = $1',
      [email],
    )
    const userId = rows[0]?.user_id ?? ''
    expect(await system.verify('demo', userId, `${TYPED} more`)).toBe('must_change')
  })

  test('for a suppressed address: looked up, suppressed, lifted, in every window', async () => {
    const { email } = newcomer()
    await visit(async ({ page }) => {
      await signIn(page, '/console/suppressions')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.keyboard.press('Enter')
      await page.getByText('may be mailed.').waitFor()
      await expectFineEverywhere(page, 'console-mailable')
      await page.getByRole('button', { name: 'Suppress this address' }).click()
      await page.getByText('The address is suppressed.').waitFor()
      await expectFineEverywhere(page, 'console-suppressions')
      expect(page.url()).not.toContain('@')
      await page.getByRole('button', { name: /^Lift/ }).click()
      await page.getByText('may be mailed again').waitFor()
    })
  })
})
