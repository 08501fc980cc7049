import { randomBytes, randomUUID } from 'node:crypto'
import type { SampleEvent } from '../../events/provider.ts'

/** One event of the demo: which source posts it, and who it is about. */
export interface DemoEvent {
  readonly source: 'acme' | 'demo'
  readonly event: SampleEvent
}

const NEWCOMERS = [
  { source: 'acme', login: 'ada', name: 'Ada Lovelace', locale: 'en-GB' },
  { source: 'acme', login: 'juergen', name: 'Jürgen Weiß', locale: 'de-AT' },
  { source: 'demo', login: 'hanako', name: '山田 花子', locale: 'ja' },
  { source: 'demo', login: 'layla', name: 'ليلى حداد', locale: 'ar' },
] as const

/** New users for every run, since nobody is issued a first password twice. */
export function demoEvents(now: Date): {
  readonly created: readonly DemoEvent[]
  /** Comes when the first ones are done: one of the users has forgotten the password. */
  readonly reset: DemoEvent
} {
  const run = randomBytes(3).toString('hex')
  const events = NEWCOMERS.map(({ source, login, name, locale }): DemoEvent => {
    const event: SampleEvent = {
      type: 'user.created',
      eventId: randomUUID(),
      userId: `${login}-${run}`,
      email: `${login}.${run}@example.com`,
      name,
      locale,
      occurredAt: now,
    }
    return { source, event }
  })
  const forgetful = events.findLast(({ source }) => source === 'demo') ?? events[0]
  if (!forgetful) throw new Error('the demo needs somebody')
  const reset: SampleEvent = {
    ...forgetful.event,
    type: 'password.reset_requested',
    eventId: randomUUID(),
  }
  return { created: events, reset: { source: forgetful.source, event: reset } }
}
