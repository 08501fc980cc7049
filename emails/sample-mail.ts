import { forScheme } from './for-scheme.ts'
import type { EmailLibrary } from './read-emails.ts'
import type { MailBrand } from './render-request.ts'
import { renderParts } from './renderer.ts'
import { fullInput } from './sample.ts'

/** A mail to look at: which, in which language, and for whom. */
export interface SampleChoice {
  readonly template: string
  readonly locale: string
  readonly brand: MailBrand
  readonly templateFolders: readonly string[]
}

/** A mail with sample data, as its reader would see it. */
export interface SampleMail {
  readonly subject: string
  /** What mail clients show behind the subject. */
  readonly preheader: string
  readonly text: string
  /** The HTML part as a client with one colour scheme shows it. */
  readonly html: (scheme: 'light' | 'dark') => string
  readonly direction: 'ltr' | 'rtl'
  /** Where its HTML comes from, as faults name it. */
  readonly file: string
}

/** Fills a template with its sample; `undefined` for one that is faulty, or unknown as its language. */
export function sampleMail(
  library: EmailLibrary,
  { template, locale, brand, templateFolders }: SampleChoice,
): SampleMail | undefined {
  const compiled = library.find(template, templateFolders)
  const catalogue = library.catalogues.get(locale)
  if (!compiled || !catalogue) return undefined
  const parts = renderParts(compiled, catalogue, fullInput(compiled.template, brand))
  const { subject, preheader, text } = parts
  const { direction } = catalogue
  const html = (scheme: 'light' | 'dark'): string => forScheme(parts.html, scheme)
  return { subject, preheader, text, html, direction, file: compiled.file }
}
