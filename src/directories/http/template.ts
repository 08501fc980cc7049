import { AppError } from '../../core/app-error.ts'
import type { Secret } from '../../core/secret.ts'
import type { DirectoryUser } from '../directory.ts'
import { type JsonBody, pathOf } from './directory-client.ts'

const PLACEHOLDER = /\{[A-Za-z]+\}/g

/** A JSON value of a configuration; texts may be placeholders. */
export type TemplateBody =
  | string
  | number
  | boolean
  | null
  | readonly TemplateBody[]
  | { readonly [key: string]: TemplateBody }

/** What stands for the placeholders of a body. */
export interface TemplateValues extends DirectoryUser {
  readonly password: Secret
  readonly mustChange: boolean
}

/** The placeholders in a path. */
export function placeholdersOfPath(path: string): readonly string[] {
  return path.match(PLACEHOLDER) ?? []
}

/**
 * The texts of a body that are placeholders, and those that only hold one, whole: they are not
 * replaced, so that no placeholder is called that.
 */
export function placeholdersOfBody(body: TemplateBody): readonly string[] {
  if (typeof body === 'string') return body.search(PLACEHOLDER) === -1 ? [] : [body]
  if (typeof body !== 'object' || body === null) return []
  const values: readonly TemplateBody[] = Array.isArray(body) ? body : Object.values(body)
  return values.flatMap(placeholdersOfBody)
}

/** Each value becomes one escaped part: no id can leave its place or begin a query. */
export function fillPath(template: string, user: DirectoryUser): string {
  const values = new Map([
    ['{userId}', user.id],
    ['{email}', user.email],
  ])
  return template.replaceAll(PLACEHOLDER, (name) =>
    pathOf(present(name, values.get(name))).slice(1),
  )
}

/** Values take the place of whole texts, so that none can end a JSON string. */
export function fillBody(template: TemplateBody, values: TemplateValues): JsonBody {
  if (typeof template === 'string') return fillText(template, values)
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((item) => fillBody(item, values))
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fillBody(value, values)]),
  )
}

function fillText(text: string, values: TemplateValues): JsonBody {
  if (text === '{password}') return values.password
  if (text === '{mustChange}') return values.mustChange
  if (text === '{userId}') return values.id
  if (text === '{email}') return present(text, values.email)
  return text
}

function present(name: string, value: string | undefined): string {
  if (value !== undefined) return value
  throw new AppError('DIRECTORY_USER_NOT_FOUND', `http: expected a user with ${name}, got none`)
}
