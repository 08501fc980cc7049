import { type Static, Type } from 'typebox'
import type { DirectoryUser } from '../directory.ts'
import { directoryUser } from '../http/user-fields.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** What of a `UserRepresentation` is read. */
export const User = Type.Object({
  id: Type.String({ minLength: 1 }),
  email: Text,
  firstName: Text,
  lastName: Text,
  attributes: Type.Optional(
    Type.Union([Type.Record(Type.String(), Type.Array(Type.String())), Type.Null()]),
  ),
})

export function toUser({ id, email, firstName, lastName, attributes }: Static<typeof User>) {
  const user: DirectoryUser = directoryUser(id, {
    email,
    name: `${firstName ?? ''} ${lastName ?? ''}`,
    locale: attributes?.['locale']?.[0],
  })
  return user
}
