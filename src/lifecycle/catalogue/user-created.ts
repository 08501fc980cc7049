import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const userCreated = defineLifecycleEvent({
  type: 'user.created',
  description: 'A provider, an operator or an app told of a new user, and work on it began.',
  tells: [{ subject: 'event', state: 'working', kinds: ['user.created'] }],
})
