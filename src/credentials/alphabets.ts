import type { CharacterClass } from './character-sets.ts'

/**
 * The characters of generated passwords. Left out: look-alikes (`0 O o`, `1 l I |`), and symbols
 * that mail clients mangle or link (`@ . : / < > & = + -` and quotes), that look like the text around
 * (`, ; ? ( )`), that are dead keys (`^ ~`) or that some directory does not count as one (`_`).
 * Symbols are also never first or last, where a reader would take them for punctuation.
 */
export const ALPHABETS: Readonly<Record<CharacterClass, string>> = {
  lower: 'abcdefghijkmnpqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digit: '23456789',
  symbol: '!#$%*',
}

/** What no generated password has, also where a policy names its characters one by one. */
const UNREADABLE = new Set('0Oo1lI|@.:/<>&"\'` ')

/** Those of `characters` that a mail carries unharmed and a reader cannot mistake. */
export function readable(characters: string): string {
  return Array.from(characters)
    .filter((character) => !UNREADABLE.has(character))
    .join('')
}
