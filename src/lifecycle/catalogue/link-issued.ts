import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const linkIssued = defineLifecycleEvent({
  type: 'link.issued',
  description:
    'A link or code for choosing a password was made, or a provider’s own was taken over.',
  tells: [
    {
      subject: 'credential',
      state: 'set',
      kinds: ['reset-link', 'reset-code', 'setup-link', 'provider-reset'],
    },
  ],
})
