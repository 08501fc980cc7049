import { AppError } from '../src/core/app-error.ts'

const PROBLEMS_MAX = 5

/** What a compiled typebox schema offers; the shape is checked and nothing is converted. */
interface Shape<T> {
  Check(value: unknown): value is T
  Errors(value: unknown): readonly { readonly instancePath: string; readonly message: string }[]
}

/** Parses raw bytes as UTF-8 JSON. Throws `BODY_INVALID`, which never quotes the body. */
export function readJson(who: string, body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    // The cause is left out: JSON.parse quotes what it could not read.
    throw new AppError(
      'BODY_INVALID',
      `${who}: expected UTF-8 JSON, got ${body.length} bytes of something else`,
    )
  }
}

/** `value` as `T`. Throws `BODY_INVALID` with the paths at fault and never a value. */
export function checkShape<T>(who: string, shape: Shape<T>, value: unknown): T {
  if (shape.Check(value)) return value
  const problems = shape
    .Errors(value)
    .slice(0, PROBLEMS_MAX)
    .map((problem) => `${problem.instancePath || '/'} ${problem.message}`)
  throw new AppError('BODY_INVALID', `${who}: expected another shape, got: ${problems.join('; ')}`)
}
