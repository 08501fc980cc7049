import { X509Certificate } from 'node:crypto'
import { AppError } from '../core/app-error.ts'

const KEPT_MAX = 16
const FETCHES_MAX = 4

/** Gives the text at a URL, bounded in size and time; rejects where there is none. */
export type FetchText = (url: string) => Promise<string>

/** Finds the certificate at a URL that was checked before. Throws `FEEDBACK_CERTIFICATE`. */
export type FindCertificate = (url: string) => Promise<X509Certificate>

/**
 * Fetches each certificate once: messages that come meanwhile wait for the same fetch. Forged URLs
 * cost at most four fetches at a time and push none out, since only what was found is kept.
 */
export function createSigningCertificates(fetchText: FetchText): FindCertificate {
  const kept = new Map<string, X509Certificate>()
  const fetches = new Map<string, Promise<X509Certificate>>()
  const load = async (url: string): Promise<X509Certificate> => {
    try {
      const certificate = new X509Certificate(await fetchText(url))
      const [oldest] = kept.keys()
      if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
      kept.set(url, certificate)
      return certificate
    } catch (cause) {
      throw unavailable('none', cause)
    } finally {
      fetches.delete(url)
    }
  }
  return async (url) => {
    const known = kept.get(url) ?? fetches.get(url)
    if (known) return known
    if (fetches.size >= FETCHES_MAX) throw unavailable('too many fetches at once')
    const fetching = load(url)
    fetches.set(url, fetching)
    return fetching
  }
}

function unavailable(got: string, cause?: unknown): AppError {
  return new AppError('FEEDBACK_CERTIFICATE', `sns: expected the certificate, got ${got}`, {
    cause,
  })
}
