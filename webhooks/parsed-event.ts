import { AppError } from '../src/core/app-error.ts'
import type { IdentityEvent, ParsedEvent } from '../src/events/identity-event.ts'

const LENGTHS_MAX = {
  dedupeKey: 255,
  providerType: 100,
  'user.id': 255,
  'user.email': 320,
  'user.name': 1_000,
  'user.locale': 100,
} as const

/** The texts of an event, by their place in it. */
export type TextPath = keyof typeof LENGTHS_MAX

interface UserTexts {
  readonly email?: string | null | undefined
  readonly name?: string | null | undefined
  readonly locale?: string | null | undefined
}

/**
 * A user whose blank texts count as absent; the others are trimmed and otherwise kept as given. A
 * name or locale that cannot be stored is left out: no mail should fail for want of a greeting.
 */
export function identityUser(id: string, texts: UserTexts): IdentityEvent['user'] {
  const email = texts.email?.trim()
  const name = storable('user.name', texts.name?.trim())
  const locale = storable('user.locale', texts.locale?.trim())
  return { id, ...(email && { email }), ...(name && { name }), ...(locale && { locale }) }
}

function storable(path: TextPath, text: string | undefined): string | undefined {
  return text !== undefined && isStorable(path, text) ? text : undefined
}

/** Whether `checkParsedEvent` would take `text` at `path`. */
export function isStorable(path: TextPath, text: string): boolean {
  return text.length <= LENGTHS_MAX[path] && isUnicode(text)
}

/**
 * Throws `BODY_INVALID` for texts that Postgres would refuse (NUL, half a surrogate pair) or that
 * are too long: one such row would fail the whole group that it is stored with.
 */
export function checkParsedEvent(who: string, event: ParsedEvent): void {
  for (const [path, text] of textsOf(event)) {
    if (text === undefined) continue
    const lengthMax = LENGTHS_MAX[path]
    if (text.length > lengthMax) {
      throw new AppError(
        'BODY_INVALID',
        `${who}: expected at most ${lengthMax} characters in ${path}, got ${text.length}`,
      )
    }
    if (!isUnicode(text)) {
      throw new AppError(
        'BODY_INVALID',
        `${who}: expected Unicode text without NUL in ${path}, got other characters`,
      )
    }
  }
}

function isUnicode(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function textsOf(event: ParsedEvent): readonly (readonly [TextPath, string | undefined])[] {
  const common = [
    ['dedupeKey', event.dedupeKey],
    ['providerType', event.providerType],
  ] as const
  if (event.type === 'ignored') return common
  const { user } = event
  return [
    ...common,
    ['user.id', user.id],
    ['user.email', user.email],
    ['user.name', user.name],
    ['user.locale', user.locale],
  ]
}
