import type { FastifyRequest } from 'fastify'
import type { Brand, Source } from '../config/doorkey-config.ts'
import { Secret } from '../core/secret.ts'
import type { RunningSource } from '../sources.ts'
import { type CommonTraits, commonTraits } from './common-traits.ts'
import type { Html } from './html.ts'
import type { Page } from './layout.ts'
import { acceptedTags, loadPageLanguages, type PageWords, pickWords } from './page-words.ts'

/** Largest form of a page, in bytes. */
export const FORM_BYTES_MAX = 16 * 1_024
/** `Retry-After` while another change to the account is under way. */
export const BUSY_RETRY_SECONDS = '2'
/** Longest field for a token, which may be a pasted link. */
export const TOKEN_LENGTH_MAX = 4_096

/** In which words and under whose name a page is shown. */
export interface PageSetting {
  readonly locale: string
  readonly words: PageWords
  readonly brand?: Pick<Brand, 'name' | 'color'>
}

/** Whom a token shows a page to belong to. */
export interface PageOwner {
  readonly event: { readonly locale: string | null }
  readonly running: RunningSource
}

/** Chooses words and brand for a request. */
export interface PageSettings {
  /** What all sources have in common. */
  readonly common: CommonTraits
  /** While nobody knows whose page it is: the browser's language, and the brand where there is one. */
  ofStranger(request: FastifyRequest): PageSetting
  /** The browser's language before the source's; also for the URL of a source that there is none of. */
  ofSource(request: FastifyRequest, source: Source | undefined): PageSetting
  /** The user's own language before the browser's, and the source's last. */
  ofOwner(request: FastifyRequest, owner: PageOwner): PageSetting
}

/** Loads the words of every language. Throws `LOCALE_INVALID`. */
export async function loadPageSettings(
  sources: ReadonlyMap<string, Source>,
): Promise<PageSettings> {
  const languages = await loadPageLanguages()
  const common = commonTraits(sources)
  const accepted = ({ headers }: FastifyRequest) => acceptedTags(headers['accept-language'])
  return {
    common,
    ofStranger: (request) => ({
      ...(common.brand && { brand: common.brand }),
      ...pickWords(languages, accepted(request)),
    }),
    ofSource(request, source) {
      const tags = [...accepted(request), source?.locale]
      return { ...pickWords(languages, tags), ...(source && { brand: source.brand }) }
    },
    ofOwner(request, { event, running: { source } }) {
      const tags = [event.locale, ...accepted(request), source.locale]
      return { ...pickWords(languages, tags), brand: source.brand }
    },
  }
}

/** The token itself, or what follows the `#` of a pasted link. */
export function tokenIn(text: string): Secret {
  return new Secret(text.slice(text.lastIndexOf('#') + 1).trim())
}

/** A page in its setting. */
export function pageOf(setting: PageSetting, title: string, body: Html): Page {
  const { locale, words, brand } = setting
  return { locale, direction: words.direction, title, body, ...(brand && { brand }) }
}
