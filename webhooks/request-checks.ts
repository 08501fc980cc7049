import { AppError } from '../src/core/app-error.ts'
import type { Provider } from '../src/events/provider.ts'

const METHODS_DEFAULT = ['POST'] as const
const CONTENT_TYPES_DEFAULT = ['application/json'] as const
const BODY_BYTES_MAX_DEFAULT = 256 * 1_024

/** The methods that a provider posts with. */
export function methodsOf(provider: Provider): readonly string[] {
  return provider.methods ?? METHODS_DEFAULT
}

/** The most bytes that a provider's body may have. */
export function bodyBytesMaxOf(provider: Provider): number {
  return provider.bodyBytesMax ?? BODY_BYTES_MAX_DEFAULT
}

/** Throws `METHOD_NOT_ALLOWED`. */
export function checkMethod(provider: Provider, method: string): void {
  const allowed = methodsOf(provider)
  if (allowed.includes(method)) return
  throw new AppError(
    'METHOD_NOT_ALLOWED',
    `${provider.id}: expected ${allowed.join(' or ')}, got ${method}`,
  )
}

/** Throws `CONTENT_TYPE_UNSUPPORTED`; parameters such as `charset` make no difference. */
export function checkContentType(
  provider: Provider,
  method: string,
  contentType: string | undefined,
): void {
  if (method === 'GET') return
  const allowed = provider.contentTypes ?? CONTENT_TYPES_DEFAULT
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (allowed.includes(mediaType)) return
  throw new AppError(
    'CONTENT_TYPE_UNSUPPORTED',
    `${provider.id}: expected content type ${allowed.join(' or ')}, got another or none`,
  )
}

/** Throws `BODY_TOO_LARGE`. */
export function checkSize(provider: Provider, body: Buffer): void {
  const bytesMax = bodyBytesMaxOf(provider)
  if (body.length <= bytesMax) return
  throw new AppError(
    'BODY_TOO_LARGE',
    `${provider.id}: expected at most ${bytesMax} bytes, got ${body.length}`,
  )
}
