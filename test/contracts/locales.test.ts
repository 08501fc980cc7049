import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Catalogue, loadCatalogues } from '../../emails/catalogue.ts'

const FOLDER = new URL('../../emails/locales/', import.meta.url)
const TAGS = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))

let catalogues: ReadonlyMap<string, Catalogue>
beforeAll(async () => {
  catalogues = await loadCatalogues(FOLDER)
})

test('every locale file is loaded under its name', () => {
  expect(TAGS.length).toBeGreaterThanOrEqual(4)
  expect([...catalogues.keys()].toSorted()).toEqual(TAGS.toSorted())
})

describe.each(TAGS)('%s', (tag) => {
  const catalogue = () => {
    const found = catalogues.get(tag)
    if (!found) throw new Error(`expected the locale ${tag}`)
    return found
  }

  test('is a canonical tag that Intl knows', () => {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag])
    expect(Intl.DateTimeFormat.supportedLocalesOf(tag)).toEqual([tag])
  })

  test('has every key and argument of English, with words of its own', () => {
    const english = catalogues.get('en')
    const keys = [...(english?.messages.keys() ?? [])]
    expect(keys.length).toBeGreaterThan(30)
    expect([...catalogue().messages.keys()].toSorted()).toEqual(keys.toSorted())
    const sameWords = keys.filter((key) => {
      const [own, theirs] = [catalogue(), english].map((one) => one?.messages.get(key))
      return (
        tag !== 'en' &&
        JSON.stringify(own?.format.getAst()) === JSON.stringify(theirs?.format.getAst())
      )
    })
    // A label may be the same word in both: "Code" is German, "Account" Filipino.
    expect(sameWords.filter((key) => !key.endsWith('Label'))).toEqual([])
  })

  test('counts in every plural form without a gap', () => {
    const counts = [1, 2, 3, 5, 11, 20, 72, 100, 720]
    for (const key of ['shared.hours', 'shared.minutes']) {
      const forms = counts.map((count) => catalogue().messages.get(key)?.format.format({ count }))
      expect(new Set(forms).size).toBe(counts.length)
    }
  })

  test('dates a moment in UTC, by its own calendar, and says so', () => {
    const moment = new Date('2026-11-26T23:30:00Z')
    const date = catalogue().formatDate(moment)
    expect(date).toMatch(/\p{Nd}{2}[:.]\p{Nd}{2}\u00a0UTC/u)
    const calendar = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', dateStyle: 'long' })
    const parts = calendar.formatToParts(moment).filter(({ type }) => /^(day|year)$/.test(type))
    expect(parts).toHaveLength(2)
    for (const { value } of parts) expect(date).toContain(value)
  })
})
