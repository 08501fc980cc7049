import { Secret } from '../../src/core/secret.ts'
import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'reveal-link': typeof revealLink
  }
}

/** A link that shows a password once: of a new account, or one that an administrator set. */
export const revealLink = defineTemplate({
  variables: {
    name: 'name',
    account: 'address',
    link: 'link',
    expiresAt: 'expiry',
    mustChange: 'fact',
    isReset: 'fact',
  },
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    link: new Secret('https://login.example.com/reveal/cred_0199#Wq8uB3nKz1RfHd6yTjVx0pLsGm4cEa7o'),
    expiresAt: new Date('2026-11-26T14:00:00Z'),
    mustChange: true,
    isReset: true,
  },
  text: `
{{text.intro}}

{{text.accountLabel}}
{{account}}

{{text.once}}

{{text.button}}:
{{link}}

<!-- when expiresAt -->
{{text.expiry}}

<!-- end -->
<!-- when mustChange -->
{{text.mustChange}}

<!-- end -->
{{text.care}}

<!-- when loginUrl -->
{{text.loginLabel}}
{{loginUrl}}

<!-- end -->
`,
})
