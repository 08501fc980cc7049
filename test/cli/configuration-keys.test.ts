import { expect, test } from 'vitest'
import { configurationKeys, keysOf } from '../../src/cli/configuration-keys.ts'

const SOURCE = `
export interface Input {
  /** What it is. 1–5, default 2. */
  readonly count?: number
  readonly nested?: {
    /**
     * Two lines
     * of text.
     */
    readonly inner: 'a' | 'b'
  }
}
`

test('reads the keys of an interface with their texts, those of nested objects by path', () => {
  expect(keysOf('Input', SOURCE)).toEqual([
    { name: 'count', type: 'number', isOptional: true, about: 'What it is. 1–5, default 2.' },
    { name: 'nested.inner', type: "'a' | 'b'", isOptional: false, about: 'Two lines of text.' },
  ])
})

test('a key without a text, and an interface that is not there, stop the generation', () => {
  expect(() => keysOf('Input', SOURCE.replace('/** What', '// '))).toThrow('a text for count')
  expect(() => keysOf('Other', SOURCE)).toThrow('expected keys in Other')
})

test('the page lists what a source may say', () => {
  const page = configurationKeys()
  for (const key of ['onReset', 'deliver', 'users.showPassword', 'minLength', 'loginUrl']) {
    expect(page).toContain(`| \`${key}\` |`)
  }
})
