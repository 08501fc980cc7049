import { defineConfig, env } from 'doorkey'
import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
import { ses } from 'doorkey/transports/ses'
import { httpDirectory } from '../http-directory.ts'
import { BUILTIN_SOURCE, HTTP_SOURCE } from '../measure/sources.ts'

const source = {
  provider: standardWebhooks({ secrets: [env('BENCH_WEBHOOK_SECRET')] }),
  brand: { name: 'Bench', color: '#0f766e', supportEmail: 'help@bench.example' },
  from: 'Bench <no-reply@bench.example>',
}

/** One source for each kind of directory. */
export default defineConfig({
  publicUrl: env('PUBLIC_URL'),
  sources: {
    [BUILTIN_SOURCE]: source,
    [HTTP_SOURCE]: { ...source, directory: httpDirectory(env('BENCH_DIRECTORY_URL')) },
  },
  transport: ses(),
})
