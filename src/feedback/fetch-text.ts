import { AppError } from '../core/app-error.ts'

const TIMEOUT_MS = 5_000
const BYTES_MAX = 64 * 1_024

/**
 * What a GET of `url` answers with 200: at most 64 KiB within five seconds, no redirects followed.
 * Throws `FEEDBACK_CERTIFICATE`, without the URL, whose query may hold a token.
 */
export async function fetchText(url: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { redirect: 'error', signal })
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > BYTES_MAX) throw unexpected('a larger one')
      chunks.push(chunk)
    }
    if (response.status !== 200) throw unexpected(`status ${response.status}`)
    return Buffer.concat(chunks).toString('utf8')
  } catch (cause) {
    throw cause instanceof AppError ? cause : unexpected('none', cause)
  }
}

function unexpected(got: string, cause?: unknown): AppError {
  return new AppError('FEEDBACK_CERTIFICATE', `sns: expected an answer of 64 KiB, got ${got}`, {
    cause,
  })
}
