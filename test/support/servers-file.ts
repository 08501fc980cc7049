import { fileURLToPath } from 'node:url'

/** What this run of the tests talked to; `null` where nothing was found. */
export interface Servers {
  readonly postgres: string
  readonly redis: string | null
  readonly chromium: string | null
  readonly spamAssassin: string | null
}

/** Written when the run starts; read by the summary and by CI. */
export const SERVERS_FILE = fileURLToPath(
  new URL('../../node_modules/.cache/doorkey/test-servers.json', import.meta.url),
)
