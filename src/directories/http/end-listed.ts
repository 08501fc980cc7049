import { AppError, toAppError } from '../../core/app-error.ts'
import type { DirectoryCall, DirectoryClient } from './directory-client.ts'
import { unlessMissing } from './user-fields.ts'

/** So many pages are read at most; what is on them is ended all the same. */
const PAGES_MAX = 10
/** The user waits, and vendors limit rates. */
const ENDED_AT_ONCE = 5

/** What a directory lists and ends only one by one: a user's sessions, or their grants. */
export interface SessionList {
  /** A cursor is what the page before gave as `next`. */
  readonly read: (cursor: string | undefined) => Omit<DirectoryCall, 'signal'>
  /** The ids on a page. `next` begins the following page; absent: there is none. */
  readonly page: (
    json: unknown,
    cursor: string | undefined,
  ) => { readonly ids: readonly string[]; readonly next?: string | undefined }
  /** 404 is success: it has ended by itself. */
  readonly end: (id: string) => Omit<DirectoryCall, 'signal'>
}

/**
 * Ends all that `list` has. One that cannot be ended keeps none of the others open: the first failure
 * is thrown after the last one. Throws `DIRECTORY_UNEXPECTED` where there are more pages than are read.
 */
export async function endListed(
  directoryId: string,
  client: DirectoryClient,
  list: SessionList,
  signal: AbortSignal,
): Promise<void> {
  const { ids, isWhole } = await readIds(client, list, signal)
  let failure: AppError | undefined
  const endOne = async (id: string) => {
    try {
      await unlessMissing(client.call({ ...list.end(id), signal }))
    } catch (thrown) {
      failure ??= toAppError(thrown)
    }
  }
  for (let at = 0; at < ids.length; at += ENDED_AT_ONCE) {
    await Promise.all(ids.slice(at, at + ENDED_AT_ONCE).map(endOne))
  }
  if (failure) throw failure
  if (isWhole) return
  throw new AppError(
    'DIRECTORY_UNEXPECTED',
    `${directoryId}: expected at most ${PAGES_MAX} pages of sessions, got more`,
  )
}

/** All pages before the first end, which would move those behind it. */
async function readIds(client: DirectoryClient, { read, page }: SessionList, signal: AbortSignal) {
  const ids = new Set<string>()
  let cursor: string | undefined
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const { json } = await client.call({ ...read(cursor), signal })
    const { ids: found, next } = page(json, cursor)
    for (const id of found) ids.add(id)
    if (next === undefined || next === cursor) return { ids: [...ids], isWhole: true }
    cursor = next
  }
  return { ids: [...ids], isWhole: false }
}
