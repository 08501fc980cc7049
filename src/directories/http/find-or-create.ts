import type { DirectoryUser } from '../directory.ts'

/**
 * Makes `createUser` idempotent: who has the address already is given, also where somebody else
 * makes them at the same moment, or where the answer to our own call was lost.
 */
export async function findOrCreate(
  find: () => Promise<DirectoryUser | undefined>,
  create: () => Promise<DirectoryUser>,
): Promise<DirectoryUser> {
  const known = await find()
  if (known) return known
  try {
    return await create()
  } catch (error) {
    const made = await find().catch(() => undefined)
    if (made) return made
    throw error
  }
}
