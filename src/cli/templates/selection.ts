import { EXAMPLE_SOURCE, type EmailSource } from './email-sources.ts'
import type { PreviewState } from './preview.ts'

/** Every language at once. */
export const ALL_LOCALES = 'all'
const FIRST_LOCALE = 'en'

/** What the gallery was asked to show; what makes no sense becomes the first of its kind. */
export interface Selection {
  readonly template: string
  /** A tag, or `all`. */
  readonly locale: string
  readonly scheme: 'light' | 'dark'
  readonly source: EmailSource
}

export function readSelection(
  query: URLSearchParams,
  { library, sources }: PreviewState,
): Selection {
  const { templates, catalogues } = library
  const asked = (name: string) => query.get(name) ?? ''
  const locale = asked('locale')
  return {
    template: templates.find((id) => id === asked('template')) ?? templates[0] ?? '',
    locale: locale === ALL_LOCALES || catalogues.has(locale) ? locale : FIRST_LOCALE,
    scheme: asked('scheme') === 'dark' ? 'dark' : 'light',
    source: sources.find(({ name }) => name === asked('source')) ?? sources[0] ?? EXAMPLE_SOURCE,
  }
}

/** The query of a selection, without its scheme. */
export function queryOf({ template, locale, source }: Omit<Selection, 'scheme'>): string {
  return `?${new URLSearchParams({ template, locale, source: source.name }).toString()}`
}
