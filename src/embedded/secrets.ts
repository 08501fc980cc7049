import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that embedded mode writes is in here. */
export const EMBEDDED_DIRECTORY = '.doorkey'

const FILE = join(EMBEDDED_DIRECTORY, 'secrets.json')

/** The keys and secrets that embedded mode made before; none where it never ran. */
export function embeddedSecrets(): Readonly<Record<string, string>> {
  if (!existsSync(FILE)) return {}
  const kept: Record<string, string> = JSON.parse(readFileSync(FILE, 'utf8'))
  return kept
}

/** Made once and kept (0600), so that what was sealed yesterday opens today. */
export function makeEmbeddedSecrets(): Readonly<Record<string, string>> {
  if (existsSync(FILE)) return embeddedSecrets()
  const made = {
    DOORKEY_KEYS: `embedded:${randomBytes(32).toString('base64')}`,
    DOORKEY_ADMIN_KEY: `dk_${randomBytes(24).toString('base64url')}`,
    ACME_WEBHOOK_SECRET: randomBytes(24).toString('base64url'),
    DEMO_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  }
  writeFileSync(FILE, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}
