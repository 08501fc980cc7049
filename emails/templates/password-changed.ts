import { defineTemplate } from '../template.ts'

declare module '../template.ts' {
  interface Templates {
    'password-changed': typeof passwordChanged
  }
}

/** Tells the owner that the password was changed; holds no secret and no link to act on. */
export const passwordChanged = defineTemplate({
  variables: { name: 'name', account: 'address', changedAt: 'moment' },
  sample: {
    name: 'Ada Lovelace',
    account: 'ada@example.com',
    changedAt: new Date('2026-11-23T14:12:00Z'),
  },
  text: `
{{text.intro}}

{{account}}
{{changedAt}}

{{text.itWasYou}}

<!-- when supportEmail -->
{{text.notYouSupport}}
<!-- end -->
<!-- unless supportEmail -->
{{text.notYou}}
<!-- end -->
`,
})
