import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postSample } from '../../src/cli/post-sample.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import type { SampleEvent } from '../../src/events/provider.ts'
import { openSubject, PROVIDER_IDS } from '../contracts/provider-subjects.ts'
import { DIRECTORY_IDS, startStandIn } from '../support/directory-contract.ts'
import type { StandIn } from '../support/directory-fixture.ts'
import { startSystem, type System } from '../support/system.ts'

/** A provider, and the directory of the same vendor where there is one. */
interface Pair {
  readonly name: string
  readonly provider: string
  readonly directory: string
}

const PAIRS: readonly Pair[] = [
  ...PROVIDER_IDS.map((id) => ({
    name: id,
    provider: id,
    directory: DIRECTORY_IDS.includes(id) ? id : 'builtin',
  })),
  ...DIRECTORY_IDS.filter((id) => !PROVIDER_IDS.includes(id)).map((id) => ({
    name: `by-${id}`,
    provider: 'standard-webhooks',
    directory: id,
  })),
]

const SUBJECTS = await Promise.all(
  PAIRS.map(async (pair) => {
    const { keySets, make } = await openSubject(pair.provider)
    return { ...pair, keySets, made: make('current') }
  }),
)

const standIns = new Map<string, StandIn>()
const hasher = createPasswordHasher()
let system: System

beforeAll(async () => {
  system = await startSystem({
    queue: 'postgres',
    more: async (database) => {
      const sources = SUBJECTS.map(async ({ name, directory, made }) => {
        const tools = { source: name, database, hasher, clock: systemClock }
        const standIn = await startStandIn(directory, tools)
        standIns.set(name, standIn)
        return [
          name,
          {
            provider: made,
            directory: standIn.factory,
            // Some vendors do not say who made a user, and not every directory forces a change.
            issueTo: 'everyone',
            allowLastingPassword: true,
          },
        ] as const
      })
      return Object.fromEntries(await Promise.all(sources))
    },
  })
})

afterAll(async () => {
  await system?.close()
  for (const standIn of standIns.values()) await standIn.close()
  await Promise.all(SUBJECTS.map(({ keySets }) => keySets.close()))
})

test('every provider and every directory takes part', () => {
  expect(PAIRS.length).toBeGreaterThanOrEqual(PROVIDER_IDS.length)
  expect(new Set(PAIRS.map(({ directory }) => directory))).toEqual(new Set(DIRECTORY_IDS))
  for (const { name, made } of SUBJECTS) expect([name, made.sampleTypes]).not.toEqual([name, []])
})

async function simulate(name: string, type: SampleEvent['type']) {
  const subject = SUBJECTS.find((one) => one.name === name)
  const standIn = standIns.get(name)
  if (!subject || !standIn) throw new Error(`expected a source ${name}`)
  const email = `${randomUUID()}@example.com`
  const userId = await standIn.addUser({ email, name: 'Ada Lovelace' })
  const answer = await postSample(system.app.url, name, subject.made, {
    type,
    eventId: randomUUID(),
    userId,
    email,
    name: 'Ada Lovelace',
    locale: 'de',
    occurredAt: new Date(),
  })
  expect(answer.status).toBe(subject.made.successStatus ?? 202)
  await system.settled()
  const [mail, ...others] = system.mailsTo(email)
  expect(others).toEqual([])
  return { email, userId, standIn, mail }
}

const sampling = (type: SampleEvent['type']) =>
  SUBJECTS.filter(({ made }) => made.sampleTypes.includes(type))

describe.each(sampling('user.created'))('a user whom $name reports as created', ({ name }) => {
  test('is mailed a password that opens the account there', async () => {
    const { mail, standIn, userId } = await simulate(name, 'user.created')
    expect(mail?.secret).toMatch(/^\S{20}$/)
    expect(await standIn.opens(userId, mail?.secret ?? '')).toBe(true)
  })
})

describe.each(sampling('password.reset_requested'))('a reset that $name reports', ({ name }) => {
  test('leads to a password of the user’s own choice there, or passes on the vendor’s link', async () => {
    const { email, mail, standIn, userId } = await simulate(name, 'password.reset_requested')
    const link = mail?.links.find((one) => one.includes('/reset/'))
    // Without a link of ours, the vendor's own link or code is in the mail, and nothing else happens.
    expect(link !== undefined || mail?.secret !== undefined || mail?.links.length).toBeTruthy()
    if (link === undefined) return
    const chosen = `My-own-${randomUUID()}`
    expect(await system.choose(link, chosen)).toBe(200)
    await system.settled()
    expect(await standIn.opens(userId, chosen)).toBe(true)
    expect(system.mailsTo(email)).toHaveLength(2)
  })
})
