import { Secret } from '../src/core/secret.ts'
import type { ProviderReset } from '../src/events/identity-event.ts'

/** The JSON that is sealed into `event.provider_reset`: `{url?, code?, expiresAt?}`. */
export function packProviderReset(reset: ProviderReset): Secret {
  return new Secret(
    JSON.stringify({
      url: reset.url?.reveal(),
      code: reset.code?.reveal(),
      expiresAt: reset.expiresAt?.toISOString(),
    }),
  )
}
