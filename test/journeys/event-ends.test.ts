import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newcomer, signedPost, type SourceName } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

const SUPPRESSED = 'bounced@example.com'

/** Events that end without a credential: who posts what, and how it ends. */
const ENDS: readonly {
  readonly what: string
  readonly source: SourceName
  readonly content: object
  readonly state: string
  readonly code: string
}[] = [
  {
    what: 'a user who registered alone',
    source: 'demo',
    content: created({ email: 'self@example.com' }, { self_registered: true }),
    state: 'ignored',
    code: 'origin_self',
  },
  {
    what: 'a user who registered alone at Authgear',
    source: 'acme',
    content: authgearCreated('user'),
    state: 'ignored',
    code: 'origin_self',
  },
  {
    what: 'a user of whom the provider does not say who made them',
    source: 'acme',
    content: authgearCreated('system'),
    state: 'ignored',
    code: 'origin_unknown',
  },
  {
    what: 'a user who already has a password',
    source: 'demo',
    content: created({ email: 'has@example.com' }, { has_password: true }),
    state: 'ignored',
    code: 'has_password',
  },
  {
    what: 'a user without an address',
    source: 'demo',
    content: created({}),
    state: 'no_address',
    code: 'no_address',
  },
  {
    what: 'a user whose address cannot be mailed',
    source: 'demo',
    content: created({ email: 'ada@localhost' }),
    state: 'no_address',
    code: 'ADDRESS_INVALID',
  },
  {
    what: 'a user whose address is suppressed, in whatever case',
    source: 'demo',
    content: created({ email: 'Bounced@Example.com' }),
    state: 'suppressed',
    code: 'suppressed',
  },
  {
    what: 'a requested reset of a suppressed address',
    source: 'demo',
    content: { type: 'password.reset_requested', data: { user: userOf({ email: SUPPRESSED }) } },
    state: 'suppressed',
    code: 'suppressed',
  },
  {
    what: 'a type that nobody acts on',
    source: 'demo',
    content: { type: 'user.deleted', data: { user: userOf({ email: 'gone@example.com' }) } },
    state: 'ignored',
    code: 'not_acted_on',
  },
]

describe('an event that needs no credential', () => {
  beforeAll(async () => {
    await system.store.database
      .insertInto('suppression')
      .values({ address: SUPPRESSED, reason: 'hard bounce', created_at: new Date() })
      .execute()
  })

  it.each(ENDS)('ends $state ($code) for $what', async ({ source, content, state, code }) => {
    const before = system.ses.calls.length
    const answer = await system.postSigned(source, signedPost(source, content))
    expect(answer.status).toBe(202)
    await system.settled()
    expect(await eventOf(answer.eventId)).toMatchObject({ state, code, credential: null })
    expect(system.ses.calls.length).toBe(before)
  })

  it('says in words why each of them ended', async () => {
    const rows = await system.store.database
      .selectFrom('event')
      .select(['code', 'cause'])
      .where('state', '!=', 'done')
      .where('type', '!=', 'ignored')
      .execute()
    expect(rows.length).toBeGreaterThanOrEqual(ENDS.length - 1)
    for (const { cause } of rows) expect(cause).toMatch(/\w+ \w+/)
  })
})

describe('a user who was issued a password', () => {
  it('is not issued a second one by a second created event', async () => {
    const user = newcomer()
    await system.post('demo', user)
    await system.settled()
    const again = await system.post('demo', newcomer({ userId: user.userId }))
    await system.settled()

    expect(await eventOf(again.eventId)).toMatchObject({
      state: 'ignored',
      code: 'already_issued',
      credential: null,
    })
    const mails = system.mailsTo(user.email)
    expect(mails).toHaveLength(1)
    expect(await system.verify('demo', user.userId, mails[0]?.secret ?? '')).toBe('must_change')
  })

  it('is another user at another source', async () => {
    const user = newcomer()
    await system.post('demo', user)
    await system.post('acme', newcomer({ userId: user.userId }))
    await system.settled()
    const passwords = system.mailsTo(user.email).map(({ secret }) => secret ?? '')
    expect(new Set(passwords).size).toBe(2)
    const statuses = []
    for (const password of passwords) {
      statuses.push(await system.verify('demo', user.userId, password))
      statuses.push(await system.verify('acme', user.userId, password))
    }
    expect(statuses.toSorted()).toEqual(['invalid', 'invalid', 'must_change', 'must_change'])
  })
})

function userOf(more: object) {
  return { id: newcomer().userId, ...more }
}

function created(user: object, more: object = {}) {
  return { type: 'user.created', data: { user: userOf(user), ...more } }
}

function authgearCreated(triggeredBy: string) {
  const { eventId, userId, email } = newcomer()
  return {
    id: eventId,
    type: 'user.created',
    payload: { user: { id: userId, standard_attributes: { email } } },
    context: { timestamp: Math.floor(Date.now() / 1_000), triggered_by: triggeredBy },
  }
}

async function eventOf(id = '') {
  return system.store.database
    .selectFrom('event')
    .leftJoin('credential', 'credential.event_id', 'event.id')
    .select(['event.state', 'event.code', 'credential.id as credential'])
    .where('event.id', '=', id)
    .executeTakeFirstOrThrow()
}
