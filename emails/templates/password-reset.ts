import { Secret } from '../../src/core/secret.ts'
import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'password-reset': typeof passwordReset
  }
}

const PROVIDER_LINK = 'https://id.example.com/recover?ticket=mGq7RwXbN4ksZp&lang=en#top'

/** A link to set a new password: to our reset page, or the one that the provider made. */
export const passwordReset = defineTemplate({
  variables: {
    name: 'name',
    account: 'address',
    link: 'link',
    expiresAt: 'expiry',
    isSingleUse: 'fact',
  },
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    link: new Secret('https://login.example.com/reset/cred_0199#Yk3vT0qzJ6dXw2bR8sLhNf5uPaEc7mGo'),
    expiresAt: new Date('2026-11-23T14:20:00Z'),
    isSingleUse: true,
  },
  forms: {
    'a provider’s link': { link: new Secret(PROVIDER_LINK), isSingleUse: false },
    'a provider’s link whose end is not known': {
      link: new Secret(PROVIDER_LINK),
      expiresAt: null,
      isSingleUse: false,
    },
  },
  text: `
{{text.intro}}

{{account}}

{{text.button}}:
{{link}}

<!-- when expiresAt -->
{{text.expiry}}

<!-- end -->
<!-- when isSingleUse -->
{{text.singleUse}}

<!-- end -->
{{text.notYou}}
`,
})
