import { matchLocale } from '../src/core/match-locale.ts'
import { moduleIds } from './folder.ts'

const LOCALES = new URL('./locales/', import.meta.url)

/** A language that somebody asked for, and the rule that brought it up: `event`, `source`… */
export interface LocaleCandidate {
  readonly tag: string | null | undefined
  readonly rule: string
}

/**
 * The first candidate that a locale file can serve, as `matchLocale` says: `de-AT` is served by `de`.
 * Malformed tags are passed over. Without any, `en` by the rule `default`.
 */
export function pickLocale(
  candidates: readonly LocaleCandidate[],
  available: readonly string[] = moduleIds(LOCALES),
): { readonly locale: string; readonly rule: string } {
  for (const { tag, rule } of candidates) {
    const locale = matchLocale(tag ?? '', available)
    if (locale !== undefined) return { locale, rule }
  }
  return { locale: 'en', rule: 'default' }
}
