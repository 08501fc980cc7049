import { defineConfig, env } from 'doorkey'
import { authgear } from 'doorkey/providers/authgear'
import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
import { ses } from 'doorkey/transports/ses'

/** The configuration of `npm start` and `npm run demo`. Copy it and make it yours. */
export default defineConfig({
  publicUrl: env('PUBLIC_URL'),
  sources: {
    acme: {
      provider: authgear({ secrets: [env('ACME_WEBHOOK_SECRET')] }),
      brand: { name: 'Acme', color: '#0f766e', supportEmail: 'help@acme.example' },
      from: 'Acme <no-reply@acme.example>',
    },
    demo: {
      provider: standardWebhooks({ secrets: [env('DEMO_WEBHOOK_SECRET')] }),
      brand: { name: 'Demo', color: '#4338ca', supportEmail: 'help@demo.example' },
      from: 'Demo <no-reply@demo.example>',
    },
  },
  transport: ses(),
})
