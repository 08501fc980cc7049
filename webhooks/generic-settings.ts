import { AppError } from '../src/core/app-error.ts'
import type { Secret } from '../src/core/secret.ts'
import type { Origin } from '../src/events/identity-event.ts'
import { isPointer } from './json-pointer.ts'
import type { HmacBodyScheme } from './signatures/hmac-body.ts'

/** Where something stands in the body, each as a JSON Pointer (RFC 6901) such as `/data/user/id`. */
export interface GenericPaths {
  readonly type: string
  readonly userId: string
  readonly email?: string
  readonly name?: string
  readonly locale?: string
  /** The same over the sender's retries. Without it the same body is the same event. */
  readonly eventId?: string
  /** An ISO 8601 text, or a number of seconds or milliseconds since 1970. */
  readonly time?: string
}

export interface GenericHmacSettings {
  /** Used as UTF-8 text. */
  readonly secrets: readonly Secret[]
  /** That carries the signature. */
  readonly header: string
  /** Default `sha256`. */
  readonly algorithm?: HmacBodyScheme['algorithm']
  /** Default `hex`. */
  readonly encoding?: HmacBodyScheme['encoding']
  /** Before the signature, such as `sha256=`. */
  readonly prefix?: string
  readonly paths: GenericPaths
  /** The types that tell of a created user. */
  readonly created?: readonly string[]
  /** The types that tell of a requested reset: asked for, not done. */
  readonly resetRequested?: readonly string[]
  /** Of every created user, where the sender tells of one kind only. Default `unknown`. */
  readonly origin?: Origin
}

const ALGORITHMS = ['sha256', 'sha1', 'sha512'] as const
const ENCODINGS = ['hex', 'base64'] as const
const ORIGINS = ['invited', 'self', 'unknown'] as const
const PATHS = ['type', 'userId', 'email', 'name', 'locale', 'eventId', 'time'] as const
const NEEDED: ReadonlySet<string> = new Set(['type', 'userId'])
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const PREFIX = /^[!-~]{0,50}$/
const TYPES_MAX = 50

/** Throws `CONFIG_INVALID`, naming the first setting at fault by its path. */
export function checkGenericSettings(who: string, settings: GenericHmacSettings): void {
  const { header, algorithm, encoding, prefix, origin } = settings
  const expect = (isRight: boolean, what: string, path: string): void => {
    if (isRight) return
    throw new AppError('CONFIG_INVALID', `${who}: expected ${what} at ${path}, got something else`)
  }
  expect(HEADER.test(header), "a header's name", 'header')
  expect(isOneOf(ALGORITHMS, algorithm), ALGORITHMS.join(', '), 'algorithm')
  expect(isOneOf(ENCODINGS, encoding), ENCODINGS.join(' or '), 'encoding')
  expect(prefix === undefined || PREFIX.test(prefix), 'visible characters', 'prefix')
  expect(isOneOf(ORIGINS, origin), ORIGINS.join(', '), 'origin')
  for (const name of PATHS) {
    const pointer = settings.paths[name]
    const isAbsent = pointer === undefined && !NEEDED.has(name)
    expect(isAbsent || isPointer(pointer), 'a JSON Pointer such as /data/id', `paths/${name}`)
  }
  checkTypes(settings, expect)
}

function checkTypes(
  { created = [], resetRequested = [] }: GenericHmacSettings,
  expect: (isRight: boolean, what: string, path: string) => void,
): void {
  const areTypes = (types: readonly string[]): boolean =>
    Array.isArray(types) && types.length <= TYPES_MAX && types.every((type) => type !== '')
  expect(areTypes(created), `up to ${TYPES_MAX} types`, 'created')
  expect(areTypes(resetRequested), `up to ${TYPES_MAX} types`, 'resetRequested')
  expect(created.length + resetRequested.length > 0, 'at least one type', 'created')
  const isTwice = created.some((type) => resetRequested.includes(type))
  expect(!isTwice, 'types that are not in created too', 'resetRequested')
}

function isOneOf(names: readonly string[], name: string | undefined): boolean {
  return name === undefined || names.includes(name)
}
