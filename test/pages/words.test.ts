import { beforeAll, describe, expect, test } from 'vitest'
import {
  acceptedTags,
  loadPageLanguages,
  type PageLanguages,
  pickWords,
} from '../../src/pages/page-words.ts'

let languages: PageLanguages

beforeAll(async () => {
  languages = await loadPageLanguages()
})

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()

describe('the words of the pages', () => {
  test('have the keys and placeholders of English in every language, and none is empty', () => {
    const english = Object.entries(languages.get('en') ?? {})
    expect(english.length).toBeGreaterThan(20)
    expect([...languages.keys()]).toEqual(expect.arrayContaining(['en', 'de', 'ja', 'ar']))
    for (const words of languages.values()) {
      const { digits, ...said } = words
      expect(digits?.length ?? 10).toBe(10)
      expect(Object.keys(said).toSorted()).toEqual(english.map(([key]) => key).toSorted())
      const texts = new Map<string, string>(Object.entries(words))
      for (const [key, text] of english) {
        expect(texts.get(key)?.trim()).toBeTruthy()
        expect(placeholders(texts.get(key) ?? '')).toEqual(placeholders(text))
      }
    }
  })

  test('are another language’s, not a copy of the English', () => {
    const english = Object.entries(languages.get('en') ?? {})
    const others = [...languages].filter(([tag]) => tag !== 'en')
    expect(others.length).toBeGreaterThan(2)
    for (const [tag, words] of others) {
      const texts = new Map<string, string>(Object.entries(words))
      const same = english.filter(([key, text]) => key !== 'direction' && texts.get(key) === text)
      // One word may be the same in both, such as "Links"; a sentence is not.
      expect({ tag, same: same.filter(([, text]) => text.includes(' ')) }).toEqual({
        tag,
        same: [],
      })
    }
  })
})

describe('the language of a page', () => {
  test.each([
    [['de-AT'], 'de'],
    [['DE_de'], 'de'],
    [['tlh', null, undefined, 'ja'], 'ja'],
    [['tlh', '', '../../etc'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (tags, locale) => {
    expect(pickWords(languages, tags).locale).toBe(locale)
  })

  test.each([
    ['de;q=0.5, ja, ar;q=0.9', ['ja', 'ar', 'de']],
    ['en;q=0, *;q=0.1, de;q=x', []],
    [undefined, []],
    ['<script>, de', ['de']],
  ])('is asked for by `%s`', (header, tags) => {
    expect(acceptedTags(header)).toEqual(tags)
  })

  test('is looked for among the first 20 of a long header', () => {
    expect(acceptedTags(Array.from({ length: 5_000 }, () => 'xx').join(','))).toHaveLength(20)
  })
})
