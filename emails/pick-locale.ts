import { moduleIds } from './folder.ts'

const LOCALES = new URL('./locales/', import.meta.url)

/** A language that somebody asked for, and the rule that brought it up: `event`, `source`… */
export interface LocaleCandidate {
  readonly tag: string | null | undefined
  readonly rule: string
}

/**
 * The first candidate that a locale file can serve, by BCP 47 lookup (RFC 4647, 3.4): `de-AT` is
 * served by `de`. Malformed tags are passed over. Without any, `en` by the rule `default`.
 */
export function pickLocale(
  candidates: readonly LocaleCandidate[],
  available: readonly string[] = moduleIds(LOCALES),
): { readonly locale: string; readonly rule: string } {
  for (const { tag, rule } of candidates) {
    const locale = lookUp(tag ?? '', available)
    if (locale !== undefined) return { locale, rule }
  }
  return { locale: 'en', rule: 'default' }
}

function lookUp(tag: string, available: readonly string[]): string | undefined {
  const subtags = canonical(tag)?.split('-') ?? []
  while (subtags.length > 0) {
    const wanted = subtags.join('-')
    if (available.includes(wanted)) return wanted
    subtags.pop()
  }
  return undefined
}

/** Also reads the POSIX form `de_AT.UTF-8`, which many directories store. */
function canonical(tag: string): string | undefined {
  const [language = ''] = tag.trim().split(/[.@]/)
  try {
    return Intl.getCanonicalLocales(language.replaceAll('_', '-'))[0]
  } catch {
    // RangeError: not a language tag, so nobody can have meant one of ours.
    return undefined
  }
}
