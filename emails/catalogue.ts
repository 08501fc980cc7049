import { IntlMessageFormat } from 'intl-messageformat'
import { AppError } from '../src/core/app-error.ts'
import { timeFormat } from '../src/core/time-format.ts'
import type { ReportFault } from './email-faults.ts'
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

/**
 * Every sound language of a folder, by tag; what is wrong with the others goes to `report` as
 * `LOCALE_INVALID` (and is thrown without one), naming file and key. With a `revision`, files are read anew.
 */
export async function loadCatalogues(
  directory: URL,
  report: ReportFault = raise,
  revision?: number,
): Promise<ReadonlyMap<string, Catalogue>> {
  const faulty = new Set<string>()
  const reportOf = (id: string) => (error: unknown) => {
    faulty.add(id)
    report(error, { locale: id })
  }
  const loaded = new Map<string, Catalogue>()
  for (const id of moduleIds(directory)) {
    const locale = await readLocale(directory, id, revision).catch(reportOf(id))
    if (locale) loaded.set(id, parseLocale(locale, reportOf(id)))
  }
  const english = loaded.get('en')
  if (!english) {
    reportOf('en')(new AppError('LOCALE_INVALID', 'locales/en.ts: expected a locale, got none'))
    return new Map()
  }
  for (const catalogue of loaded.values()) {
    compare(catalogue, english, reportOf(catalogue.tag))
    checkFormats(catalogue, reportOf(catalogue.tag))
  }
  return new Map([...loaded].filter(([id]) => !faulty.has(id)))
}

function raise(error: unknown): never {
  throw error
}

async function readLocale(directory: URL, id: string, revision?: number): Promise<LocaleShape> {
  const exported = await moduleExports(directory, id, revision).catch((cause: unknown) => {
    throw invalid(id, 'a module that loads', cause instanceof Error ? cause.message : 'another')
  })
  const locale = exported.find(isLocaleShape)
  if (locale?.tag !== id) throw invalid(id, `a locale with the tag ${id}`, locale?.tag ?? 'none')
  return locale
}

type ReportError = (error: AppError) => void

function parseLocale(locale: LocaleShape, report: ReportError): Catalogue {
  const { tag, direction } = locale
  const messages = new Map<string, Message>()
  for (const [group, texts] of Object.entries(locale.messages)) {
    for (const [key, text] of Object.entries(texts)) {
      const message = parseMessage(tag, `${group}.${key}`, text)
      if (message instanceof AppError) report(message)
      else messages.set(`${group}.${key}`, message)
    }
  }
  const { format: formatDate } = timeFormat(tag)
  return { tag, direction, messages, formatDate }
}

function parseMessage(id: string, key: string, text: string): Message | AppError {
  try {
    const format = new IntlMessageFormat(text, id, undefined, { ignoreTag: true })
    if (text.trim() === '') throw new Error('got an empty text')
    return { format, arguments: argumentsOf(format.getAst()) }
  } catch (cause) {
    return unreadable(id, key, cause)
  }
}

function unreadable(id: string, key: string, cause: unknown): AppError {
  const got = cause instanceof Error ? cause.message : 'another'
  const message = `locales/${id}.ts: ${key}: expected ICU text, ${got}`
  return new AppError('LOCALE_INVALID', message, { cause })
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

function compare({ tag, messages }: Catalogue, english: Catalogue, report: ReportError): void {
  for (const key of english.messages.keys()) {
    if (!messages.has(key)) report(invalid(tag, `the key ${key}`, 'none'))
  }
  for (const [key, message] of messages) {
    const original = english.messages.get(key)
    if (!original) {
      report(invalid(tag, 'only keys of en.ts', key))
      continue
    }
    const [expected, got] = [original, message].map(argumentNames)
    if (expected === got) continue
    report(invalid(tag, `${key} with the arguments ${expected}`, `${got}`))
  }
}

/** What decides between texts is tried with facts, and with counts that plurals tell apart. */
const CHOICES = ['true', 'false', 0, 1, 2, 3, 5, 11, 21, 100]

function checkFormats({ tag, messages }: Catalogue, report: ReportError): void {
  for (const [key, { format, arguments: used }] of messages) {
    try {
      for (const choice of CHOICES) {
        const values = used.map(({ name, use }) => [name, use === 'chosen' ? choice : 'x'] as const)
        if (String(format.format(Object.fromEntries(values))).trim() !== '') continue
        throw new Error(`got an empty text for ${choice}`)
      }
    } catch (cause) {
      report(unreadable(tag, key, cause))
    }
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
