declare global {
  // ECMAScript 2026, in Node 24; TypeScript's library does not know it yet.
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown
    rawJSON(text: string): unknown
  }
}

/** Only where so many digits follow each other can there be an integer that a number would change. */
const MANY_DIGITS = /\d{16}/
const LARGE_INTEGER = /^-?\d{16,100}$/

/**
 * Parses JSON so that it can be sent back as it was: an integer that no number holds becomes a
 * `bigint`. Throws a `SyntaxError`, which quotes the text.
 */
export function parseExactJson(text: string): unknown {
  if (!MANY_DIGITS.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value, { source = '' }) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) && LARGE_INTEGER.test(source)
      ? BigInt(source)
      : value,
  )
}

/** What `JSON.stringify` writes as the integer itself; by itself it refuses a `bigint`. */
export function rawInteger(value: bigint): unknown {
  return JSON.rawJSON(String(value))
}
