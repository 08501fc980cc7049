import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchLocale } from '../../src/core/match-locale.ts'

const AVAILABLE = [
  'de',
  'en',
  'es',
  'es-419',
  'fil',
  'he',
  'hi',
  'id',
  'ms',
  'nb',
  'pt',
  'pt-BR',
  'zh-CN',
  'zh-HK',
  'zh-TW',
]

describe('a language is served by', () => {
  test.each([
    ['zh', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh_CN.UTF-8', 'zh-CN'],
    ['cmn-Hans-CN', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-TW', 'zh-TW'],
    ['ZH_tw', 'zh-TW'],
    ['zh-Hant-US', 'zh-TW'],
    ['zh-HK', 'zh-HK'],
    ['zh-Hant-HK', 'zh-HK'],
    ['zh-MO', 'zh-HK'],
    ['zh-Hant-MO', 'zh-HK'],
    ['yue-Hant-HK', 'zh-HK'],
    ['yue', 'zh-HK'],
  ])('its script first, then its place: %s by %s', (tag, locale) => {
    expect(matchLocale(tag, AVAILABLE)).toBe(locale)
  })

  test.each(['zh-Hans-HK', 'zh-Hans-MO', 'zh-Hans-TW'])(
    'the same script even where its place writes another: %s',
    (tag) => {
      expect(matchLocale(tag, AVAILABLE)).toBe('zh-CN')
    },
  )

  test.each([
    ['tl', 'fil'],
    ['tl-PH', 'fil'],
    ['in', 'id'],
    ['in_ID', 'id'],
    ['iw', 'he'],
    ['iw-IL', 'he'],
    ['zsm', 'ms'],
    ['no', 'nb'],
    ['no-NO', 'nb'],
    ['nn-NO', 'nb'],
    ['nb-NO', 'nb'],
  ])('the tag it has today: %s by %s', (tag, locale) => {
    expect(matchLocale(tag, AVAILABLE)).toBe(locale)
  })

  test.each([
    ['es', 'es'],
    ['es-ES', 'es'],
    ['es-MX', 'es-419'],
    ['es-US', 'es-419'],
    ['es-GQ', 'es'],
    ['pt', 'pt'],
    ['pt-AO', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-BR-u-ca-buddhist', 'pt-BR'],
    ['de-Latn-CH-1996', 'de'],
    ['hi-Deva-IN', 'hi'],
  ])('the place whose usage it follows: %s by %s', (tag, locale) => {
    expect(matchLocale(tag, AVAILABLE)).toBe(locale)
  })

  test('another place’s words where there are none of its own', () => {
    expect(matchLocale('pt', ['pt-BR'])).toBe('pt-BR')
    expect(matchLocale('zh-TW', ['zh-HK', 'zh-CN'])).toBeUndefined()
  })

  test.each(['', 'und', 'und-HK', '*', 'x-private', 'den', '../de', 'de/../x', 'zh-Latn', 'tlh'])(
    'nothing: %j',
    (tag) => {
      expect(matchLocale(tag, AVAILABLE)).toBeUndefined()
    },
  )

  test('nothing but what there is, whatever was asked for', () => {
    const tags = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/),
    )
    fc.assert(
      fc.property(tags, (tag) => {
        expect([undefined, ...AVAILABLE]).toContain(matchLocale(tag, AVAILABLE))
      }),
    )
  })
})
