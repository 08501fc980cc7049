import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const revealOpened = defineLifecycleEvent({
  type: 'reveal.opened',
  description: 'A user opened the link that shows a password.',
  tells: [{ subject: 'reveal', state: 'opened' }],
})
