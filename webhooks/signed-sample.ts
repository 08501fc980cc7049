import type { SignedSample } from '../src/events/provider.ts'

/** A sample of `value` as JSON, with the headers that `sign` gives for its bytes. */
export function signedSample(
  value: unknown,
  sign: (body: Buffer) => Readonly<Record<string, string>>,
): SignedSample {
  const body = Buffer.from(JSON.stringify(value))
  return { headers: { 'content-type': 'application/json', ...sign(body) }, body }
}
