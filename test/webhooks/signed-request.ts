import type { SignedRequest } from '../../src/events/provider.ts'

/** A POST as Node would hand it over; `headers` may name the same header twice. */
export function signedRequest(
  body: Buffer | string,
  headers: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  receivedAt: Date = new Date(),
): SignedRequest {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  const joined: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    joined[key] = joined[key] === undefined ? value : `${joined[key]}, ${value}`
  }
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: joined,
    rawHeaders: pairs.flat(),
    body: Buffer.from(body),
    receivedAt,
  }
}

/** A GET such as those that check a URL; `path` may carry a query. */
export function getRequest(path: string, headers: Readonly<Record<string, string>>): SignedRequest {
  const { searchParams: query } = new URL(path, 'https://doorkey.test')
  return { ...signedRequest('', headers), method: 'GET', query }
}

/** The code of the `AppError` that `act` throws, or rejects with. */
export async function codeFrom(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
  return 'nothing thrown'
}

/** The code of the `AppError` that `act` throws. */
export function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
  return 'nothing thrown'
}
