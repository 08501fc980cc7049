import { AppError } from '../../core/app-error.ts'
import type { Origin } from '../../events/identity-event.ts'
import type { CreatedUser, DirectoryUser } from '../directory.ts'
import type { JsonBody } from './directory-client.ts'

/** The parts of a user as an answer has them; what is no text, or empty, counts as absent. */
export interface UserParts {
  readonly id: unknown
  readonly email?: unknown
  /** Joined with a space: one display name, or given and family name. */
  readonly name?: readonly unknown[]
  readonly locale?: unknown
}

/** A user out of what an answer says of them. Throws `DIRECTORY_UNEXPECTED` without an id. */
export function readUser(directoryId: string, parts: UserParts): DirectoryUser {
  const id = readId(directoryId, parts.id)
  const { email, locale } = parts
  const name = (parts.name ?? []).filter(isText).join(' ')
  return {
    id,
    ...(isText(email) && { email }),
    ...(name !== '' && { name }),
    ...(isText(locale) && { locale }),
  }
}

/** An id out of an answer. Throws `DIRECTORY_UNEXPECTED` where it is none. */
export function readId(directoryId: string, value: unknown): string {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  const id = isNumber ? String(value) : value
  if (isText(id)) return id
  throw unexpected(directoryId, 'an id', 'none')
}

/**
 * A user with when they were made: a text, or a number of milliseconds. Throws
 * `DIRECTORY_UNEXPECTED` without a readable time.
 */
export function readCreatedUser(
  directoryId: string,
  user: DirectoryUser,
  created: { readonly at: unknown; readonly origin?: Origin; readonly hasPassword?: boolean },
): CreatedUser {
  const { at, origin = 'unknown', hasPassword = false } = created
  const createdAt = new Date(typeof at === 'string' || typeof at === 'number' ? at : Number.NaN)
  if (Number.isNaN(createdAt.getTime())) throw unexpected(directoryId, 'a time', 'none')
  return { ...user, createdAt, origin, hasPassword }
}

/** `json` where it is a list. Throws `DIRECTORY_UNEXPECTED` otherwise. */
export function readList(directoryId: string, json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json
  throw unexpected(directoryId, 'a list', 'none')
}

/** What an answer held, for being sent back as it was; `undefined` where it is no JSON value. */
export function readJson(value: unknown): JsonBody | undefined {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => readJson(item) ?? null)
  if (typeof value !== 'object') return undefined
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readJson(item)]))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function unexpected(directoryId: string, expected: string, got: string): AppError {
  return new AppError(
    'DIRECTORY_UNEXPECTED',
    `${directoryId}: expected ${expected} in its answer, got ${got}`,
  )
}
