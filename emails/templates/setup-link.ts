import { Secret } from '../../src/core/secret.ts'
import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'setup-link': typeof setupLink
  }
}

/** A link to choose the first password, or one in place of a link that no longer works. */
export const setupLink = defineTemplate({
  variables: {
    name: 'name',
    account: 'address',
    link: 'link',
    expiresAt: 'expiry',
    isRenewed: 'fact',
  },
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    link: new Secret('https://login.example.com/setup/cred_0199#Jt5xM9cQe2ZrUw7aNkSb1vHyFg6dPo3i'),
    expiresAt: new Date('2026-11-26T14:00:00Z'),
    isRenewed: true,
  },
  text: `
{{text.intro}}

{{text.accountLabel}}
{{account}}

{{text.button}}:
{{link}}

<!-- when expiresAt -->
{{text.expiry}}

<!-- end -->
{{text.singleUse}}

{{text.care}}

<!-- when isRenewed -->
{{text.notYou}}

<!-- end -->
`,
})
