import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'

/**
 * Compiles a reader of request bodies, or of another `part` of requests. It throws `REQUEST_INVALID` with the path and the rule of each
 * fault, and never with a value or an unknown name.
 */
export function bodyReader<Schema extends TSchema>(
  schema: Schema,
  part: 'body' | 'query' | 'path' = 'body',
): (body: unknown) => Static<Schema> {
  const compiled = Compile(schema)
  return (body) => {
    if (compiled.Check(body)) return body
    const faults = compiled
      .Errors(body)
      // One for each unknown name, which is the caller's own text; that there are any, the fault of
      // their object says.
      .filter((fault) => fault.keyword !== 'boolean')
      .map((fault) => `${fault.instancePath || '/'} ${fault.message}`)
    throw new AppError(
      'REQUEST_INVALID',
      `request: expected a valid ${part}, got ${faults.join('; ')}`,
    )
  }
}
