import { readdir } from 'node:fs/promises'
import { AppError } from '../core/app-error.ts'
import { matchLocale } from '../core/match-locale.ts'

/** Everything that the pages for end users say, in one language. Words in braces are filled in. */
export interface PageWords {
  readonly direction: 'ltr' | 'rtl'
  /** The language's own digits, 0 to 9, where mails are written with them too. */
  readonly digits?: string
  readonly title: string
  readonly intro: string
  readonly token: string
  readonly tokenHint: string
  readonly password: string
  readonly passwordHint: string
  readonly rulesTitle: string
  /** `{min}` */
  readonly ruleLength: string
  readonly lowerRule: string
  readonly upperRule: string
  readonly digitRule: string
  readonly symbolRule: string
  /** `{rules}` */
  readonly rulesOpen: string
  readonly rulesMet: string
  readonly strength: string
  readonly strengthWeak: string
  readonly strengthFair: string
  readonly strengthGood: string
  readonly strengthStrong: string
  readonly copy: string
  readonly copied: string
  readonly copyByHand: string
  readonly show: string
  readonly hide: string
  readonly submit: string
  readonly refused: string
  /** `{min}` */
  readonly tooShort: string
  /** `{max}` */
  readonly tooLong: string
  readonly lowerMissing: string
  readonly upperMissing: string
  readonly digitMissing: string
  readonly symbolMissing: string
  /** `{of}` */
  readonly oneOfMissing: string
  /** `{of}` */
  readonly notAllowed: string
  /** `{max}` */
  readonly tooManyAlike: string
  readonly tooWeak: string
  readonly reused: string
  readonly breached: string
  /** `{word}` */
  readonly wordExcluded: string
  readonly ownName: string
  readonly directoryRefused: string
  readonly busy: string
  readonly failed: string
  readonly doneTitle: string
  /** `{brand}` */
  readonly done: string
  readonly doneMail: string
  readonly login: string
  readonly forgotTitle: string
  readonly forgotIntro: string
  readonly email: string
  readonly forgotSubmit: string
  readonly addressInvalid: string
  readonly sentTitle: string
  /** The same whether or not anybody has the address. */
  readonly sent: string
  readonly sentLink: string
  /** Stands after `sent`, and alone once a code was refused. */
  readonly sentCode: string
  readonly code: string
  readonly codeHint: string
  readonly codeInvalid: string
  readonly codeAgain: string
  readonly tryAgain: string
  readonly invalidTitle: string
  readonly invalid: string
  readonly setupTitle: string
  readonly setupIntro: string
  readonly setupDoneTitle: string
  /** `{brand}` */
  readonly setupDone: string
  readonly setupNoMail: string
  readonly revealTitle: string
  readonly revealIntro: string
  readonly revealSubmit: string
  readonly revealFailed: string
  readonly revealDoneTitle: string
  /** `{brand}` */
  readonly revealDone: string
  readonly revealMustChange: string
  /** `{time}` */
  readonly revealExpiry: string
  /** `{minutes}` */
  readonly revealOnce: string
  /** `{time}` */
  readonly revealOpened: string
  readonly deadEnd: string
  readonly renewHint: string
  readonly renew: string
  readonly renewTitle: string
  readonly renewDone: string
}

/** The words of every language, by BCP 47 tag. */
export type PageLanguages = ReadonlyMap<string, PageWords>

const FOLDER = new URL('./words/', import.meta.url)
const FALLBACK = 'en'
/** Languages looked at in one header. */
const TAGS_MAX = 20

/** Loads each file of `words/`: one file a language, named by its tag. Throws `LOCALE_INVALID`. */
export async function loadPageLanguages(): Promise<PageLanguages> {
  const files = (await readdir(FOLDER)).filter((file) => /^[A-Za-z0-9-]+\.[jt]s$/.test(file))
  const languages = new Map<string, PageWords>()
  for (const file of files.toSorted()) {
    const loaded: { readonly words?: unknown } = await import(new URL(file, FOLDER).href)
    if (!isPageWords(loaded.words)) {
      throw new AppError('LOCALE_INVALID', `pages: expected \`words\` in words/${file}, got none`)
    }
    languages.set(file.slice(0, -3), loaded.words)
  }
  return languages
}

/** The compiler checks each file against `PageWords`; this only finds a file without words. */
function isPageWords(words: unknown): words is PageWords {
  return typeof words === 'object' && words !== null && 'title' in words && 'direction' in words
}

/** The first of `tags` that there are words for, as `matchLocale` says; English otherwise. */
export function pickWords(
  languages: PageLanguages,
  tags: readonly (string | null | undefined)[],
): { readonly locale: string; readonly words: PageWords } {
  const available = [...languages.keys()]
  for (const tag of [...tags, FALLBACK]) {
    const locale = matchLocale(tag ?? '', available)
    const words = languages.get(locale ?? '')
    if (locale !== undefined && words) return { locale, words }
  }
  throw new AppError('LOCALE_INVALID', `pages: expected words/${FALLBACK}, got no such file`)
}

/** The tags of an `Accept-Language` header, the most wanted first. */
export function acceptedTags(header: string | undefined): readonly string[] {
  const ranges = (header ?? '').split(',', TAGS_MAX).map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
  })
  return ranges
    .filter(({ tag, quality }) => /^[A-Za-z0-9-]{1,35}$/.test(tag) && quality > 0)
    .toSorted((left, right) => right.quality - left.quality)
    .map(({ tag }) => tag)
}

/** `text` with each `{name}` replaced; numbers in the digits of `words`. */
export function fill(
  text: string,
  values: Readonly<Record<string, string | number>>,
  { digits }: Pick<PageWords, 'digits'> = {},
): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (typeof value !== 'number') return value ?? placeholder
    return String(value).replace(/\d/g, (digit) => digits?.[Number(digit)] ?? digit)
  })
}
