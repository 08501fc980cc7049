import { defineConfig, env } from 'doorkey'
import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
import { ses } from 'doorkey/transports/ses'

// Nothing in it is for tests: endpoint, region and keys of SES come from the environment.
export default defineConfig({
  publicUrl: env('PUBLIC_URL'),
  sources: {
    acme: {
      provider: standardWebhooks({ secrets: [env('ACME_WEBHOOK_SECRET')] }),
      brand: { name: 'Acme' },
      from: 'Acme <no-reply@acme.example>',
    },
  },
  transport: ses(),
  feedback: { topics: ['arn:aws:sns:us-east-1:210987654321:mails'], confirm: false },
})
