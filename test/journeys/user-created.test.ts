import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const LANGUAGES = [
  { tag: 'de-AT', locale: 'de', name: 'Jürgen Weiß', direction: 'ltr' },
  { tag: 'ja', locale: 'ja', name: '山田 花子', direction: 'ltr' },
  { tag: 'ar', locale: 'ar', name: 'ليلى حداد', direction: 'rtl' },
] as const

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`a created user, with the queue on ${name}`, () => {
    let system: System
    beforeAll(async () => {
      system = await startSystem({ queue: name })
    })
    afterAll(() => system.close())

    it('is mailed one password that opens the account and must be changed', async () => {
      const ada = newcomer({ name: 'Ada Lovelace', locale: 'en-GB' })
      const answer = await system.post('acme', ada)
      expect(answer).toMatchObject({ status: 202, outcome: 'accepted' })
      await system.settled()

      const mails = system.mailsTo(ada.email)
      expect(mails).toHaveLength(1)
      expect(mails[0]?.text).toContain('Ada Lovelace')
      expect(mails[0]?.secret).toMatch(/^\S{20}$/)
      expect(await system.verify('acme', ada.userId, mails[0]?.secret ?? '')).toBe('must_change')
      expect(await system.verify('acme', ada.userId, 'another-Password-1')).toBe('invalid')
      expect(await ledgerOf(system, answer.eventId)).toEqual({
        event: 'done',
        credential: 'used',
        message: 'accepted',
        template: 'password-issued',
        locale: 'en',
        locale_rule: 'event',
      })
    })

    it.each(LANGUAGES)('is written to in $locale, right to left where it is', async (language) => {
      const user = newcomer({ name: language.name, locale: language.tag })
      const answer = await system.post('demo', user)
      await system.settled()

      const [mail, ...others] = system.mailsTo(user.email)
      expect(others).toEqual([])
      expect(mail?.html).toMatch(new RegExp(`<html[^>]* lang="${language.locale}"`))
      expect(mail?.html).toMatch(new RegExp(`<html[^>]* dir="${language.direction}"`))
      expect(mail?.text).toContain(language.name)
      expect(await system.verify('demo', user.userId, mail?.secret ?? '')).toBe('must_change')
      const ledger = await ledgerOf(system, answer.eventId)
      expect(ledger).toMatchObject({ locale: language.locale, locale_rule: 'event' })
    })

    it('gets the source’s language where the event’s is none of ours', async () => {
      const user = newcomer({ locale: 'tlh' })
      const answer = await system.post('demo', user)
      await system.settled()
      expect(system.mailsTo(user.email)).toHaveLength(1)
      const ledger = await ledgerOf(system, answer.eventId)
      expect(ledger).toMatchObject({ locale: 'en', locale_rule: 'source' })
    })
  })
}

/** How an event, its credential and its message ended. */
async function ledgerOf({ store }: System, eventId = '') {
  return store.database
    .selectFrom('event')
    .innerJoin('credential', 'credential.event_id', 'event.id')
    .innerJoin('message', 'message.event_id', 'event.id')
    .select(['event.state as event', 'credential.state as credential', 'message.state as message'])
    .select(['message.template', 'message.locale', 'message.locale_rule'])
    .where('event.id', '=', eventId)
    .executeTakeFirstOrThrow()
}
