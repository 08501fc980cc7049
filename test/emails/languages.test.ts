import { beforeAll, describe, expect, test } from 'vitest'
import { type Catalogue, loadCatalogues } from '../../emails/catalogue.ts'
import { moduleIds } from '../../emails/folder.ts'
import { pickLocale } from '../../emails/pick-locale.ts'
import {
  fill,
  loadPageLanguages,
  type PageLanguages,
  pickWords,
} from '../../src/pages/page-words.ts'

const FOLDER = new URL('../../emails/locales/', import.meta.url)
const TAGS = moduleIds(FOLDER)

/** Every language that is promised. */
const PROMISED =
  `ar cs da de el en es es-419 fa fi fil fr he hi hu id it ja ko ms nb nl pl pt pt-BR ro
  sk sv th tr uk vi zh-CN zh-HK zh-TW`.split(/\s+/)

let catalogues: ReadonlyMap<string, Catalogue>
let pages: PageLanguages
beforeAll(async () => {
  catalogues = await loadCatalogues(FOLDER)
  pages = await loadPageLanguages()
})

test('mails and pages speak the same languages', () => {
  expect(PROMISED).toHaveLength(35)
  expect(TAGS).toEqual(PROMISED)
  expect([...catalogues.keys()].toSorted()).toEqual(TAGS)
  expect([...pages.keys()].toSorted()).toEqual(TAGS)
})

test.each([
  ['iw', 'he'],
  ['he-IL', 'he'],
  ['fa-IR', 'fa'],
  ['fa-AF', 'fa'],
  ['uk-UA', 'uk'],
  ['el-GR', 'el'],
  ['hi-IN', 'hi'],
  ['hu-HU', 'hu'],
  ['sk-SK', 'sk'],
  ['nn', 'nb'],
  ['tl', 'fil'],
  ['in', 'id'],
])('whoever asks for %s gets %s, in mails and pages', (tag, locale) => {
  expect(pickLocale([{ tag, rule: 'event' }])).toEqual({ locale, rule: 'event' })
  expect(pickWords(pages, [tag]).locale).toBe(locale)
})

describe.each(TAGS)('%s', (tag) => {
  test('is written in the direction of its script, in mails and pages', () => {
    const { script = '' } = new Intl.Locale(tag).maximize()
    const direction = ['Arab', 'Hebr'].includes(script) ? 'rtl' : 'ltr'
    expect(catalogues.get(tag)?.direction).toBe(direction)
    expect(pages.get(tag)?.direction).toBe(direction)
  })

  test('is what whoever asks for it gets, in mails and pages', () => {
    for (const form of [tag, tag.toLowerCase(), `${tag.replaceAll('-', '_')}.UTF-8`]) {
      expect(pickLocale([{ tag: form, rule: 'event' }])).toEqual({ locale: tag, rule: 'event' })
      expect(pickWords(pages, [form]).locale).toBe(tag)
    }
  })

  test('writes numbers with the same digits in mails and pages', () => {
    const number = 1_234_567_890
    const mailed = new Intl.NumberFormat(tag, { useGrouping: false }).format(number)
    expect(fill('{count}', { count: number }, pages.get(tag))).toBe(mailed)
  })

  test('counts by plural categories of its own', () => {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
    for (const key of ['shared.minutes', 'shared.hours']) {
      const ast = catalogues.get(tag)?.messages.get(key)?.format.getAst() ?? []
      const forms = ast.flatMap((part) => ('options' in part ? Object.keys(part.options) : []))
      expect(forms).toContain('other')
      expect(categories).toEqual(expect.arrayContaining(forms.filter((one) => /^[a-z]/.test(one))))
    }
  })
})
