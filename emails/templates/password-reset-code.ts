import { Secret } from '../../src/core/secret.ts'
import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'password-reset-code': typeof passwordResetCode
  }
}

/** A code of ours or the provider’s, to be typed where the reset was asked for. */
export const passwordResetCode = defineTemplate({
  variables: { name: 'name', account: 'address', code: 'secret', expiresAt: 'expiry' },
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    code: new Secret('482915'),
    expiresAt: new Date('2026-11-23T14:05:00Z'),
  },
  forms: {
    'a provider’s code': { code: new Secret('ABC 123') },
    'a provider’s code whose end is not known': { code: new Secret('ABC 123'), expiresAt: null },
  },
  text: `
{{text.intro}}

{{account}}

{{text.codeLabel}}
{{code}}

<!-- when expiresAt -->
{{text.expiry}}

<!-- end -->
{{text.care}}

{{text.notYou}}
`,
})
