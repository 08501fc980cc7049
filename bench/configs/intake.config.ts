import { defineConfig, env } from 'doorkey'
import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
import { ses } from 'doorkey/transports/ses'
import { INTAKE_SOURCES } from '../measure/sources.ts'

const source = {
  provider: standardWebhooks({ secrets: [env('BENCH_WEBHOOK_SECRET')] }),
  brand: { name: 'Bench' },
  from: 'no-reply@bench.example',
}

/** Many sources on one receiver; nothing is sent. */
export default defineConfig({
  publicUrl: env('PUBLIC_URL'),
  sources: Object.fromEntries(INTAKE_SOURCES.map((name) => [name, source])),
  transport: ses(),
})
