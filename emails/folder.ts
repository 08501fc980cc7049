import { readdirSync } from 'node:fs'

/** The ids that a folder's modules have: `password-issued.ts` is `password-issued`. Sorted. */
export function moduleIds(directory: URL): string[] {
  return readdirSync(directory)
    .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => file.slice(0, -3))
    .toSorted()
}

/** Every value that the module `<id>` of a folder exports. */
export async function moduleExports(directory: URL, id: string): Promise<unknown[]> {
  // Sources run as `.ts`; the packed form holds `.js`. This file's own name says which.
  const extension = import.meta.url.slice(-3)
  const module: unknown = await import(new URL(`${id}${extension}`, directory).href)
  return typeof module === 'object' && module !== null ? Object.values(module) : []
}
