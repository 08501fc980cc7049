import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TemplateId } from '../../emails/template.ts'
import { Secret } from '../../src/core/secret.ts'
import type { CredentialFacts } from '../../src/messages/message-facts.ts'
import { type ClaimedMessage, createMessageStore } from '../../src/messages/message-store.ts'
import { mailRequest } from '../../workers/render-email/mail-request.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { testSource } from '../support/sources.ts'

const TOKEN = new Secret('a-token_of-a-page')
const EXPIRES_AT = new Date('2026-11-26T14:00:00Z')

const clock = createTestClock(new Date('2026-11-23T14:00:00Z'))
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** A message of a password that was set, as `render-email` claims it. */
async function claimed(purpose: CredentialFacts['purpose']): Promise<ClaimedMessage> {
  const eventId = await insertEvent(database.database, clock.now())
  const row = { event_id: eventId, purpose, kind: 'password', must_change: true } as const
  const credentialId = await insertCredential(database.database, clock.now(), {
    ...row,
    expires_at: EXPIRES_AT,
  })
  const id = await insertMessage(database.database, clock.now(), {
    event_id: eventId,
    credential_id: credentialId,
    state: 'planned',
  })
  const found = await createMessageStore({ ...database, clock }).claimPlanned({ id, run: 0 })
  if (!found) throw new Error('expected the planned message, got none')
  return found
}

/** What a mail is filled with, after some facts of its credential are replaced. */
function variablesOf(
  { message, facts }: ClaimedMessage,
  template: TemplateId,
  more: Partial<CredentialFacts> = {},
) {
  const { credential } = facts
  if (!credential) throw new Error('expected the facts of a credential, got none')
  return mailRequest({
    message,
    template,
    facts: { ...facts, credential: { ...credential, ...more } },
    secret: TOKEN,
    source: testSource(),
    publicUrl: 'https://doorkey.test',
    now: clock.now(),
  }).variables
}

const READER = { name: 'Ada Lovelace', account: 'ada@example.com' }
const linkTo = (page: string, { facts }: ClaimedMessage) =>
  new Secret(`https://doorkey.test/${page}/${facts.credential?.id}#a-token_of-a-page`)
/** Two secrets are equal to a matcher whatever they hold. */
const opened = (variables: object) =>
  Object.entries(variables).map(([name, value]) => [
    name,
    value instanceof Secret ? value.reveal() : value,
  ])
const expectVariables = (got: object, expected: object) =>
  expect(Object.fromEntries(opened(got))).toEqual(Object.fromEntries(opened(expected)))

describe.each([
  ['created', false],
  ['reset', true],
] as const)('of a credential whose purpose is %s', (purpose, isReset) => {
  let message: ClaimedMessage
  beforeAll(async () => {
    message = await claimed(purpose)
  })

  test('reveal-link leads to the page that shows the password', () => {
    expectVariables(variablesOf(message, 'reveal-link'), {
      ...READER,
      link: linkTo('reveal', message),
      expiresAt: EXPIRES_AT,
      mustChange: true,
      isReset,
    })
  })

  test('setup-link leads to the page that takes a password of their own', () => {
    expectVariables(variablesOf(message, 'setup-link', { kind: 'setup-link' }), {
      ...READER,
      link: linkTo('setup', message),
      expiresAt: EXPIRES_AT,
      isRenewed: isReset,
    })
  })
})

describe('a mail names', () => {
  let message: ClaimedMessage
  beforeAll(async () => {
    message = await claimed('reset')
  })

  test.each(['password-issued', 'password-reset-password'] as const)(
    'in %s an expiry and a change only where they are enforced',
    (template) => {
      const password = { ...READER, password: TOKEN }
      expectVariables(variablesOf(message, template), {
        ...password,
        expiresAt: EXPIRES_AT,
        mustChange: true,
      })
      const lasting = { expiry_enforced: false, must_change: false }
      expectVariables(variablesOf(message, template, lasting), {
        ...password,
        expiresAt: null,
        mustChange: false,
      })
    },
  )

  test('the expiry of a link that shows a password, even where the password lasts', () => {
    const variables = variablesOf(message, 'reveal-link', { expiry_enforced: false })
    expect(variables).toMatchObject({ expiresAt: EXPIRES_AT })
  })

  test.each(['reset-code', 'provider-reset'] as const)('the code of a %s as it is', (kind) => {
    const code = { ...READER, code: TOKEN }
    expectVariables(variablesOf(message, 'password-reset-code', { kind }), {
      ...code,
      expiresAt: EXPIRES_AT,
    })
    const unbounded = { kind, expiry_enforced: false }
    expectVariables(variablesOf(message, 'password-reset-code', unbounded), {
      ...code,
      expiresAt: null,
    })
  })

  test('single use of our own reset link, and passes on a provider’s as it is', () => {
    expectVariables(variablesOf(message, 'password-reset', { kind: 'reset-link' }), {
      ...READER,
      link: linkTo('reset', message),
      expiresAt: EXPIRES_AT,
      isSingleUse: true,
    })
    expectVariables(variablesOf(message, 'password-reset', { kind: 'provider-reset' }), {
      ...READER,
      link: TOKEN,
      expiresAt: EXPIRES_AT,
      isSingleUse: false,
    })
  })
})
