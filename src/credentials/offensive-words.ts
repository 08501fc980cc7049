import type { WordFilter } from './word-filter.ts'

/**
 * Fragments that nobody should find in a password from us, in English, German and romanised Japanese.
 * Curated by hand. None has an `o`: no alphabet of ours does. Short ones cost the most passwords;
 * what the filter costs in all is counted with everything else (`countPasswords`).
 */
const FRAGMENTS = `
  anal anus arse bitch chink clit crap cum cunt damn dick dyke fag fuck fuk hitler jizz kike kill
  kkk nazi nigg paki penis piss pube pussy rape semen sex shit slut spic suck tits turd twat vagin
  wank arsch fick hure nutte scheis wichs chikan merd puta
`

/** How digits and symbols are read as letters. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '!': 'i',
  $: 's',
  '@': 'a',
  '|': 'i',
  '+': 't',
}

/** Kept out of passwords of single characters, also as `5h!7` and the like. */
export const OFFENSIVE: WordFilter = {
  words: FRAGMENTS.trim().split(/\s+/),
  fold: (character) => LEET[character] ?? character.toLowerCase(),
}
