import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const passwordChanged = defineLifecycleEvent({
  type: 'password.changed',
  description: 'A user chose a password, by a link, by a code or at login.',
  tells: [
    { subject: 'credential', state: 'used', kinds: ['reset-link', 'reset-code', 'setup-link'] },
    { subject: 'event', state: 'done', kinds: ['password.changed'] },
  ],
})
