import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const TYPED = 'c4nary-typed-By-an-operator'

interface Taken {
  readonly userId: string
  readonly eventId: string
  readonly messageId: string | null
}

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a user made over the API, with the queue on ${name}`, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({ queue: name })
    })
    afterAll(() => system.close())

    async function post(path: string, body: object) {
      const response = await fetch(`${system.app.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
        body: JSON.stringify({
          password: 'generate',
          sendPassword: true,
          mustChange: true,
          ...body,
        }),
      })
      const taken: Taken = JSON.parse(await response.text())
      return { status: response.status, ...taken }
    }

    it('gets the mail that was promised, with the password that opens, and no second one by the provider', async () => {
      const { email } = newcomer()
      const made = await post('/v1/users', { source: 'demo', email, name: 'Ada', locale: 'de' })
      expect(made.status).toBe(202)
      await system.settled()
      const [mail, ...others] = system.mailsTo(email)
      expect(others).toEqual([])
      expect(await system.verify('demo', made.userId, mail?.secret ?? '')).toBe('must_change')
      const message = await system.store.database
        .selectFrom('message')
        .select(['state', 'locale'])
        .where('id', '=', made.messageId ?? '')
        .executeTakeFirstOrThrow()
      expect(message).toEqual({ state: 'accepted', locale: 'de' })

      const echo = await system.post('demo', newcomer({ userId: made.userId, email }))
      await system.settled()
      const event = await system.store.database
        .selectFrom('event')
        .select(['state', 'code'])
        .where('id', '=', echo.eventId ?? '')
        .executeTakeFirstOrThrow()
      expect(event).toEqual({ state: 'ignored', code: 'own_creation' })
      expect(system.mailsTo(email)).toHaveLength(1)
      expect(await system.verify('demo', made.userId, mail?.secret ?? '')).toBe('must_change')
    })

    it('gets what an operator typed, and later what was generated for a reset', async () => {
      const { email } = newcomer()
      const made = await post('/v1/users', { source: 'demo', email, password: TYPED })
      await system.settled()
      expect(system.mailsTo(email)[0]?.secret).toBe(TYPED)
      expect(await system.verify('demo', made.userId, TYPED)).toBe('must_change')
      const reset = await post(`/v1/users/${made.userId}/password?source=demo`, {})
      expect(reset).toMatchObject({ status: 202, userId: made.userId })
      await system.settled()
      const mails = system.mailsTo(email)
      expect(mails).toHaveLength(2)
      expect(await system.verify('demo', made.userId, mails[1]?.secret ?? '')).toBe('must_change')
      expect(await system.verify('demo', made.userId, TYPED)).toBe('invalid')
    })

    it('is finished by upkeep when the process is gone between the commit and the first turn', async () => {
      const { email } = newcomer()
      const { eventId, messageId } = await system.app.foundation.accountRequests.open({
        act: 'create-user',
        source: 'demo',
        key: `left-behind-${email}`,
        requestedBy: 'admin',
        user: { id: null, email },
        delivery: 'password',
        password: new Secret(TYPED),
        mustChange: true,
        namesMessage: true,
      })
      await system.settled()
      expect(system.mailsTo(email).map(({ secret }) => secret)).toEqual([TYPED])
      const message = await system.store.database
        .selectFrom('message')
        .select(['id', 'state'])
        .where('event_id', '=', eventId)
        .executeTakeFirstOrThrow()
      expect(message).toEqual({ id: messageId, state: 'accepted' })
    })

    it('leaves what was typed in no log line and in no row', async () => {
      const { rows } = await system.store.pool.query<{ text: string }>(
        `SELECT (SELECT coalesce(string_agg(r::text, ' '), '') FROM account_request r)
          || (SELECT coalesce(string_agg(c::text, ' '), '') FROM credential c)
          || (SELECT coalesce(string_agg(e::text, ' '), '') FROM event e)
          || (SELECT coalesce(string_agg(a::text, ' '), '') FROM audit a) AS text`,
      )
      const text = rows[0]?.text ?? ''
      expect(text).toContain('user.create')
      expect(text).not.toContain(TYPED)
      const audit = await system.store.database.selectFrom('audit').selectAll().execute()
      expect(audit.length).toBeGreaterThanOrEqual(3)
      expect(JSON.stringify(audit)).not.toMatch(/"subject":"(?!.…)[^"]*@/)
      expect(system.logLines.length).toBeGreaterThan(10)
      expect(system.logLines.join('\n')).not.toContain(TYPED)
      expect(await system.app.foundation.audit.verify()).toMatchObject({ isWhole: true })
    })
  })
}
