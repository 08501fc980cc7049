import { Secret } from '../core/secret.ts'
import type { ProviderReset } from '../events/identity-event.ts'
import type { Sealer } from './sealer.ts'

/** A provider's own link or code, as it is handed on. */
export interface OpenedProviderReset {
  /** The link where there is one, else the code. */
  readonly secret: Secret
  readonly isCode: boolean
  readonly expiresAt?: Date
}

/** Seals what a provider issued, for `event.provider_reset`. */
export function sealProviderReset(sealer: Sealer, eventId: string, reset: ProviderReset): string {
  const { url, code, expiresAt } = reset
  const plain = { url: url?.reveal(), code: code?.reveal(), expiresAt: expiresAt?.toISOString() }
  return sealer.seal(new Secret(JSON.stringify(plain)), context(eventId))
}

/** The reverse. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`. */
export function openProviderReset(
  sealer: Sealer,
  eventId: string,
  sealed: string,
): OpenedProviderReset {
  const opened: unknown = JSON.parse(sealer.open(sealed, context(eventId)).reveal())
  const fields = new Map(Object.entries(opened ?? {}))
  const text = (name: string): string | undefined => {
    const value: unknown = fields.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const [url, code, expiresAt] = [text('url'), text('code'), text('expiresAt')]
  return {
    secret: new Secret(url ?? code ?? ''),
    isCode: url === undefined,
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
  }
}

function context(eventId: string): string {
  return `event.provider_reset:${eventId}`
}
