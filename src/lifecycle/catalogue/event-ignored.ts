import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const eventIgnored = defineLifecycleEvent({
  type: 'event.ignored',
  description: 'An event ended without anything to do; `code` says why.',
  tells: [
    { subject: 'event', state: 'ignored' },
    { subject: 'event', state: 'superseded' },
    { subject: 'event', state: 'no_address' },
    { subject: 'event', state: 'suppressed' },
  ],
})
