import { Secret } from '../../src/core/secret.ts'
import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'password-reset-password': typeof passwordResetPassword
  }
}

/** A password that an administrator set in place of the old one. */
export const passwordResetPassword = defineTemplate({
  variables: {
    name: 'name',
    account: 'address',
    password: 'secret',
    expiresAt: 'expiry',
    mustChange: 'fact',
  },
  facts: ({ expiresAt, mustChange }) => ({ isTemporary: mustChange || expiresAt !== null }),
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    password: new Secret('t7Rk-Wm4x-Hc9P-vDn3q'),
    expiresAt: new Date('2026-11-26T14:00:00Z'),
    mustChange: true,
  },
  text: `
{{text.intro}}

{{text.accountLabel}}
{{account}}

{{text.passwordLabel}}
{{password}}

<!-- when expiresAt -->
{{text.expiry}}

<!-- end -->
<!-- when mustChange -->
{{text.mustChange}}

<!-- end -->
<!-- when loginUrl -->
{{text.button}}:
{{loginUrl}}

<!-- end -->
{{text.care}}
`,
})
