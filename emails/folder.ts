import { readdirSync } from 'node:fs'

/** The ids that a folder's modules have: `password-issued.ts` is `password-issued`. Sorted. */
export function moduleIds(directory: URL): string[] {
  return readdirSync(directory)
    .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => file.slice(0, -3))
    .toSorted()
}

/**
 * Every value that the module `<id>` of a folder exports. A module is read once in a process; with a
 * `revision` it is read once more for each.
 */
export async function moduleExports(
  directory: URL,
  id: string,
  revision?: number,
): Promise<unknown[]> {
  // Sources run as `.ts`; the packed form holds `.js`. This file's own name says which.
  const extension = new URL(import.meta.url).pathname.slice(-3)
  const file = new URL(`${id}${extension}`, directory)
  if (revision !== undefined) file.search = String(revision)
  const module: unknown = await import(file.href)
  return typeof module === 'object' && module !== null ? Object.values(module) : []
}
