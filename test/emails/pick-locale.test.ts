import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moduleIds } from '../../emails/folder.ts'
import { pickLocale } from '../../emails/pick-locale.ts'

describe('pickLocale', () => {
  test.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de-Latn-CH-1996', 'de'],
    ['DE_at', 'de'],
    ['de_AT.UTF-8', 'de'],
    ['ar-EG', 'ar'],
    ['ja-JP-u-ca-japanese', 'ja'],
    ['en-GB', 'en'],
  ])('serves %s by %s', (tag, locale) => {
    expect(pickLocale([{ tag, rule: 'event' }])).toEqual({ locale, rule: 'event' })
  })

  test.each(['tlh', 'den', 'und', 'x-private', '', '../de', 'de/../../x', '*', 'not a tag'])(
    'passes over %j',
    (tag) => {
      expect(pickLocale([{ tag, rule: 'event' }])).toEqual({ locale: 'en', rule: 'default' })
    },
  )

  test('takes the first candidate that it can serve, and names its rule', () => {
    const candidates = [
      { tag: undefined, rule: 'event' },
      { tag: 'tlh', rule: 'event' },
      { tag: 'ja', rule: 'source' },
      { tag: 'de', rule: 'other' },
    ]
    expect(pickLocale(candidates)).toEqual({ locale: 'ja', rule: 'source' })
  })

  test('never throws and never leaves the languages there are', () => {
    const there = moduleIds(new URL('../../emails/locales/', import.meta.url))
    expect(there).toContain('en')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tag) => {
        expect(there).toContain(pickLocale([{ tag, rule: 'event' }]).locale)
      }),
    )
  })
})
