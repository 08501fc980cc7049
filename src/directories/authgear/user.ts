import { type Static, Type } from 'typebox'
import type { DirectoryUser } from '../directory.ts'
import { directoryUser } from '../http/user-fields.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
/** What is asked of a user, and in which words. */
export const User = Type.Object({
  id: Type.String({ minLength: 1 }),
  standardAttributes: Type.Object({ email: Text, name: Text, locale: Text }),
})
export const USER = 'id standardAttributes'

/** A user as we know them: with the bare id, as in Authgear's webhooks. */
export function toUser({ id, standardAttributes }: Static<typeof User>): DirectoryUser {
  return directoryUser(localId(id), standardAttributes)
}

/** Relay's ids: base64url without padding of `Type:id`. */
export function nodeId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url')
}

/** What `nodeId` was made from. */
export function localId(id: string): string {
  return Buffer.from(id, 'base64url')
    .toString('utf8')
    .replace(/^[^:]*:/, '')
}
