import { AppError } from '../../core/app-error.ts'
import type { DirectoryUser } from '../directory.ts'

/** Leaves out what a vendor leaves empty. */
export function directoryUser(
  id: string,
  fields: {
    readonly email?: string | null | undefined
    readonly name?: string | null | undefined
    readonly locale?: string | null | undefined
  },
): DirectoryUser {
  const { email, locale } = fields
  const name = fields.name?.trim()
  return { id, ...(email && { email }), ...(name && { name }), ...(locale && { locale }) }
}

/** `Ada Lovelace` → `Ada`, `Lovelace`; one word stands for both where a vendor insists on two. */
export function splitName(name: string): { readonly first: string; readonly last: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { first, last: rest.join(' ') || first }
}

/** Which of several users, as vendors list them, is meant: the one whose address is just that. */
export function soleMatch<T extends DirectoryUser>(
  users: readonly T[],
  email: string,
): T | undefined {
  const same = users.filter((user) => user.email?.toLowerCase() === email.toLowerCase())
  return same.length === 1 ? same[0] : undefined
}

/** Gives `undefined` for `DIRECTORY_USER_NOT_FOUND`. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.code === 'DIRECTORY_USER_NOT_FOUND') return undefined
    throw error
  }
}
