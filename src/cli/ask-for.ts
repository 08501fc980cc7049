import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'
import { askOperatorApi } from './operator-api.ts'

/**
 * What `/v1` answered, in the shape that it promises. A refusal is printed, and gives `undefined`.
 * Throws `DOORKEY_UNREACHABLE`.
 */
export async function askFor<Schema extends TSchema>(
  schema: Schema,
  ask: Parameters<typeof askOperatorApi>[0],
): Promise<Static<Schema> | undefined> {
  const { status, json, body, text } = await askOperatorApi(ask)
  if (status >= 400) {
    const { code = String(status), message = text } = body?.error ?? {}
    console.error(`${code}: ${message}`)
    return undefined
  }
  if (Compile(schema).Check(json)) return json
  throw new AppError('DOORKEY_UNREACHABLE', 'cli: expected an answer of this version, got another')
}

/** `path?name=value` of what was given. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, value)
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}
