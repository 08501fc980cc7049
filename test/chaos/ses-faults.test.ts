import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/core/error-codes.ts'
import type { MessageState } from '../../src/database/schema.ts'
import { SES_ERRORS, type SesFault } from '../../src/testing/ses-fault.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const WITHIN = { timeout: 30_000, interval: 10 }
const USERS = 3

/** What the ledger says while the fault lasts, and how many mails each user has in the end. */
interface Outcome {
  readonly state: MessageState
  readonly code: ErrorCode | null
  /** Those that SES kept while the fault lasted. */
  readonly kept: 0 | 1
  readonly mails: 0 | 1 | 2
}

const held = (code: ErrorCode): Outcome => ({ state: 'rendered', code, kept: 0, mails: 1 })
const REJECTED: Outcome = { state: 'failed', code: 'TRANSPORT_REJECTED', kept: 0, mails: 0 }
const ACCEPTED: Outcome = { state: 'accepted', code: null, kept: 1, mails: 1 }
/** Not taken, as it turns out; one send after the window is all. */
const UNKNOWN: Outcome = { state: 'unknown', code: 'TRANSPORT_UNKNOWN_OUTCOME', kept: 0, mails: 1 }
/** Taken, and told to nobody: the one case of a second mail. */
const LOST: Outcome = { ...UNKNOWN, kept: 1, mails: 2 }

const ERRORS: Readonly<Record<keyof typeof SES_ERRORS, Outcome>> = {
  AccessDenied: held('TRANSPORT_CREDENTIALS'),
  AccountSendingPausedException: held('TRANSPORT_ACCOUNT'),
  ConfigurationSetDoesNotExist: held('TRANSPORT_ACCOUNT'),
  ConfigurationSetSendingPausedException: held('TRANSPORT_ACCOUNT'),
  ExpiredToken: held('TRANSPORT_CREDENTIALS'),
  IncompleteSignature: held('TRANSPORT_CREDENTIALS'),
  InternalFailure: UNKNOWN,
  InvalidAction: REJECTED,
  InvalidClientTokenId: held('TRANSPORT_CREDENTIALS'),
  InvalidParameterValue: REJECTED,
  LimitExceededException: held('TRANSPORT_THROTTLED'),
  MailFromDomainNotVerifiedException: held('TRANSPORT_SENDER'),
  MessageRejected: REJECTED,
  MissingAuthenticationToken: held('TRANSPORT_CREDENTIALS'),
  OptInRequired: held('TRANSPORT_CREDENTIALS'),
  RequestExpired: held('TRANSPORT_CREDENTIALS'),
  RequestThrottled: held('TRANSPORT_THROTTLED'),
  RequestTimeout: held('TRANSPORT_UNREACHABLE'),
  RequestTimeTooSkewed: held('TRANSPORT_CREDENTIALS'),
  ServiceUnavailable: held('TRANSPORT_UNREACHABLE'),
  SignatureDoesNotMatch: held('TRANSPORT_CREDENTIALS'),
  Throttling: held('TRANSPORT_THROTTLED'),
  ThrottlingException: held('TRANSPORT_THROTTLED'),
  TooManyRequestsException: held('TRANSPORT_THROTTLED'),
  UnrecognizedClientException: held('TRANSPORT_CREDENTIALS'),
  ValidationError: REJECTED,
}

const [before, after] = ['before-accepting', 'after-accepting'] as const

const FAULTS: readonly (readonly [what: string, SesFault, Outcome])[] = [
  ...Object.entries(ERRORS).map(([code, outcome]) => {
    return [code, { kind: 'error', code }, outcome] as const
  }),
  ['a throttle', { kind: 'throttle' }, held('TRANSPORT_THROTTLED')],
  ['a used-up day', { kind: 'daily-quota' }, held('TRANSPORT_QUOTA')],
  ["a proxy's page", { kind: 'answer', status: 502, body: '<p>' }, UNKNOWN],
  ['a hang before accepting', { kind: 'hang', when: before }, UNKNOWN],
  ['a hang after accepting', { kind: 'hang', when: after }, LOST],
  ['a reset before accepting', { kind: 'reset', when: before }, UNKNOWN],
  ['a reset after accepting', { kind: 'reset', when: after }, LOST],
  ['an end before accepting', { kind: 'close', when: before }, UNKNOWN],
  ['an end after accepting', { kind: 'close', when: after }, LOST],
  ['a slow answer', { kind: 'slow', ms: 300 }, ACCEPTED],
]

describe('an SES that fails', () => {
  let system: System
  let rows = 0
  beforeAll(async () => {
    system = await startSystem({ queue: 'postgres' })
  })
  // A row that fails must not break the next one.
  afterEach(() => system.ses.reset())
  afterAll(() => system.close())

  it.each(FAULTS)('with %s loses no mail and doubles none', async (_, fault, outcome) => {
    const users = newcomers()
    const heal = system.ses.faults.always(fault)
    await post(system, users)
    await expectOutcome(system, users, outcome)
    heal()
    await expectEnd(system, users, outcome)
    rows += 1
  })

  it('and is killed before a call is as one out of reach', async () => {
    const users = newcomers()
    await system.ses.stop()
    await post(system, users)
    const outcome = held('TRANSPORT_UNREACHABLE')
    await expectOutcome(system, users, outcome)
    await system.ses.restart()
    await expectEnd(system, users, outcome)
    rows += 1
  })

  it.each([
    [before, UNKNOWN],
    [after, LOST],
  ] as const)('and is killed with mails in hand, %s', async (when, outcome) => {
    const users = newcomers()
    const heal = system.ses.faults.always({ kind: 'hang', when })
    const calls = system.ses.calls.length
    await post(system, users)
    await expect.poll(() => system.ses.calls.length, WITHIN).toBe(calls + USERS)
    await system.ses.stop()
    await expectOutcome(system, users, outcome)
    heal()
    await system.ses.restart()
    await expectEnd(system, users, outcome)
    rows += 1
  })

  it('has been seen in every way that the fake knows', () => {
    const kinds = new Set(FAULTS.map(([, { kind }]) => kind))
    expect(kinds.size).toBe(8)
    expect(rows).toBe(FAULTS.length + 3)
    expect(rows).toBe(Object.keys(SES_ERRORS).length + 13)
  })
})

type Users = readonly ReturnType<typeof newcomer>[]

const newcomers = (): Users => Array.from({ length: USERS }, () => newcomer())

async function post(system: System, users: Users): Promise<void> {
  for (const user of users) await system.post('demo', user)
}

/** Whoever finds a circuit open waits for it; the first one says why. */
async function expectOutcome(system: System, users: Users, outcome: Outcome): Promise<void> {
  const { state, code, kept } = outcome
  const said = async () => {
    const found = await messagesTo(system, users)
    const codes = new Set(found.map((message) => message.code))
    if (codes.has(code)) codes.delete('CIRCUIT_OPEN')
    return { states: found.map((message) => message.state), codes: [...codes] }
  }
  await expect.poll(said, WITHIN).toEqual({ states: users.map(() => state), codes: [code] })
  expect(mailsOf(system, users)).toEqual(users.map(() => kept))
}

/** Once SES is well again and every wait, the window of `unknown` too, is over. */
async function expectEnd(system: System, users: Users, outcome: Outcome): Promise<void> {
  await system.settled({ hurries: true })
  const open = system.store.database.selectFrom('circuit').select('key')
  await expect.poll(() => open.execute(), WITHIN).toEqual([])
  const { mails, state } = outcome
  const resends = state === 'unknown' ? 1 : 0
  const end = state === 'failed' ? 'failed' : 'accepted'
  expect(await messagesTo(system, users)).toMatchObject(
    users.map(() => ({ state: end, unknown_resends: resends })),
  )
  expect(mailsOf(system, users)).toEqual(users.map(() => mails))
  for (const { email } of users) {
    const calls = system.ses.calls.filter(({ destinations }) => destinations.includes(email))
    expect(calls.length).toBeGreaterThan(0)
    expect(new Set(calls.map(({ tags }) => tags['doorkey-message'])).size).toBe(1)
    expect(new Set(calls.map(({ raw }) => raw.toString('latin1'))).size).toBe(1)
  }
}

const mailsOf = ({ ses }: System, users: Users) =>
  users.map(({ email }) => ses.accepted(email).length)

const messagesTo = ({ store }: System, users: Users) =>
  store.database
    .selectFrom('message')
    .select(['state', 'code', 'unknown_resends'])
    .where(
      'to_address',
      'in',
      users.map(({ email }) => email),
    )
    .execute()
