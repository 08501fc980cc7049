import { IntlMessageFormat } from 'intl-messageformat'
import { AppError } from '../src/core/app-error.ts'
import { timeFormat } from '../src/core/time-format.ts'
import { moduleExports, moduleIds } from './folder.ts'
import type { LocaleShape } from './locale.ts'

/** An ICU argument: `shown` stands in the text, `chosen` decides between texts. */
export interface MessageArgument {
  readonly name: string
  readonly use: 'shown' | 'chosen'
}

export interface Message {
  readonly format: IntlMessageFormat
  readonly arguments: readonly MessageArgument[]
}

/** One language, parsed. */
export interface Catalogue {
  readonly tag: string
  readonly direction: 'ltr' | 'rtl'
  /** By `group.key`, such as `shared.greeting`. */
  readonly messages: ReadonlyMap<string, Message>
  readonly formatDate: (date: Date) => string
}

/** Every language of a folder, by tag. Throws `LOCALE_INVALID` naming file and key. */
export async function loadCatalogues(directory: URL): Promise<ReadonlyMap<string, Catalogue>> {
  const ids = moduleIds(directory)
  const loaded = await Promise.all(ids.map((id) => loadCatalogue(directory, id)))
  const catalogues = new Map(loaded.map((catalogue) => [catalogue.tag, catalogue]))
  const english = catalogues.get('en')
  if (!english) throw new AppError('LOCALE_INVALID', 'locales: expected en.ts, got none')
  for (const catalogue of loaded) compare(catalogue, english)
  return catalogues
}

async function loadCatalogue(directory: URL, id: string): Promise<Catalogue> {
  const locale = (await moduleExports(directory, id)).find(isLocaleShape)
  if (locale?.tag !== id) {
    throw invalid(id, `a locale with the tag ${id}`, locale?.tag ?? 'none')
  }
  const messages = new Map<string, Message>()
  for (const [group, texts] of Object.entries(locale.messages)) {
    for (const [key, text] of Object.entries(texts)) {
      messages.set(`${group}.${key}`, parseMessage(id, `${group}.${key}`, text))
    }
  }
  const { format: formatDate } = timeFormat(id)
  return { tag: id, direction: locale.direction, messages, formatDate }
}

function parseMessage(id: string, key: string, text: string): Message {
  try {
    const format = new IntlMessageFormat(text, id, undefined, { ignoreTag: true })
    if (text.trim() === '') throw new Error('got an empty text')
    return { format, arguments: argumentsOf(format.getAst()) }
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : 'another'
    throw new AppError('LOCALE_INVALID', `locales/${id}.ts: ${key}: expected ICU text, ${got}`, {
      cause,
    })
  }
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

function argumentsOf(elements: Elements): MessageArgument[] {
  return elements.flatMap((element): MessageArgument[] => {
    if ('options' in element) {
      const branches = Object.values(element.options)
      return [
        { name: element.value, use: 'chosen' },
        ...branches.flatMap((branch) => argumentsOf(branch.value)),
      ]
    }
    // Of the elements without branches, 0 is a literal and 7 the `#` of a plural.
    if ([0, 7].includes(element.type) || !('value' in element)) return []
    return [{ name: element.value, use: 'shown' }]
  })
}

function compare(catalogue: Catalogue, english: Catalogue): void {
  const { tag, messages } = catalogue
  for (const key of english.messages.keys()) {
    if (!messages.has(key)) throw invalid(tag, `the key ${key}`, 'none')
  }
  for (const [key, message] of messages) {
    const original = english.messages.get(key)
    if (!original) throw invalid(tag, 'only keys of en.ts', key)
    const [expected, got] = [original, message].map(argumentNames)
    if (expected !== got) throw invalid(tag, `${key} with the arguments ${expected}`, `${got}`)
  }
}

function argumentNames(message: Message): string {
  return (
    [...new Set(message.arguments.map(({ name }) => `{${name}}`))].toSorted().join(' ') || 'none'
  )
}

function invalid(id: string, expected: string, got: string): AppError {
  return new AppError('LOCALE_INVALID', `locales/${id}.ts: expected ${expected}, got ${got}`)
}

function isLocaleShape(value: unknown): value is LocaleShape {
  if (typeof value !== 'object' || value === null) return false
  if (!('tag' in value && 'direction' in value && 'messages' in value)) return false
  const { tag, direction, messages } = value
  if (typeof tag !== 'string' || (direction !== 'ltr' && direction !== 'rtl')) return false
  if (typeof messages !== 'object' || messages === null) return false
  return Object.values(messages).every(
    (group: unknown) =>
      typeof group === 'object' &&
      group !== null &&
      Object.values(group).every((text) => typeof text === 'string'),
  )
}
