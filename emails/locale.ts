/** What a locale file holds; `locales/en.ts` fixes which messages there are. */
export interface LocaleShape {
  /** BCP 47, and the file's name. */
  readonly tag: string
  readonly direction: 'ltr' | 'rtl'
  /** ICU MessageFormat: `shared`, and one group for each template. */
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>
}
