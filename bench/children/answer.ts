import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

/** What the parent asks. */
export const QUESTION = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  input: Type.Unknown(),
})

/** What the child replies; `fault` instead of `output` when it failed. */
export const REPLY = Type.Object({
  id: Type.Integer(),
  output: Type.Optional(Type.Unknown()),
  fault: Type.Optional(Type.String()),
})

type Handlers = Readonly<Record<string, (input: unknown) => Promise<unknown>>>

/** In a child process: answers the parent's questions by name, and ends when the parent is gone. */
export function answer(handlers: Handlers): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message) => void reply(handlers, message))
}

async function reply(handlers: Handlers, message: unknown): Promise<void> {
  const { id, name, input } = checked(QUESTION, message)
  try {
    const handler = handlers[name]
    if (!handler)
      throw new Error(`expected one of ${Object.keys(handlers).join(', ')}, got ${name}`)
    process.send?.({ id, output: await handler(input) })
  } catch (error) {
    process.send?.({ id, fault: error instanceof Error ? error.message : 'an unknown fault' })
  }
}

/** `value` as `schema` describes it; throws when it is not. */
export function checked<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (Value.Check(schema, value)) return value
  throw new Error('bench: expected a message of the agreed shape, got another')
}
