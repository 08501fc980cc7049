import type { SignedRequest, SignedSample } from '../events/provider.ts'

/** The request that a sample would be once it is posted. */
export function sampleRequest({ headers, body }: SignedSample, receivedAt: Date): SignedRequest {
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: Object.fromEntries(names),
    rawHeaders: Object.entries(headers).flat(),
    body,
    receivedAt,
  }
}
