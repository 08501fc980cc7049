import type { EventStory } from './ledger-view.ts'

/** One thing that happened. */
export interface TimelineEntry {
  readonly at: Date
  readonly what: string
  /** A state or an outcome, shown as a badge. */
  readonly state?: string
  /** Code and cause, where something went wrong. */
  readonly code?: string | null
  readonly cause?: string | null
}

/** All moments that the ledger knows of one event, oldest first. */
export function timelineOf(story: EventStory): readonly TimelineEntry[] {
  const entries = [...eventEntries(story), ...credentialEntries(story), ...messageEntries(story)]
  return [...entries, ...attemptEntries(story)].toSorted(
    (left, right) => left.at.getTime() - right.at.getTime(),
  )
}

function eventEntries({ event }: EventStory): readonly TimelineEntry[] {
  const { state, code, cause } = event
  return [
    ...moment(event.received_at, { what: `Event received from ${event.provider}` }),
    ...moment(event.settled_at, { what: 'Event ended', state, code, cause }),
  ]
}

function credentialEntries({ credentials }: EventStory): readonly TimelineEntry[] {
  return credentials.flatMap(
    ({ kind, issued_at: issued, set_at: set, used_at: used, opened_at: opened }) => [
      ...moment(issued, { what: `Credential issued: ${kind}` }),
      ...moment(set, {
        what: kind === 'password' ? 'Password set at the directory' : 'Link active',
      }),
      ...moment(opened, { what: 'Password shown by its link', state: 'opened' }),
      ...moment(used, { what: 'Credential used by the user', state: 'used' }),
    ],
  )
}

function messageEntries({ messages }: EventStory): readonly TimelineEntry[] {
  return messages.flatMap(({ template, state, code, cause, ...at }) => [
    ...moment(at.planned_at, { what: `Mail planned: ${template}` }),
    ...moment(at.rendered_at, { what: `Mail rendered: ${template}` }),
    ...moment(at.unknown_since, { what: `Mail without an answer: ${template}`, state: 'unknown' }),
    ...moment(at.accepted_at, { what: `Mail accepted: ${template}`, state: 'accepted' }),
    ...moment(at.settled_at, { what: `Mail ended: ${template}`, state, code, cause }),
  ])
}

function attemptEntries({ attempts }: EventStory): readonly TimelineEntry[] {
  const names = {
    'set-password': 'Directory call',
    'end-sessions': 'Sessions ended',
    'send-email': 'Send',
  } as const
  return attempts.map(({ kind, started_at: at, finished_at: end, outcome: state, code, cause }) => {
    const took = end ? ` (${end.getTime() - at.getTime()} ms)` : ''
    return { at, what: `${names[kind]}${took}`, state, code, cause }
  })
}

function moment(at: Date | null, entry: Omit<TimelineEntry, 'at'>): readonly TimelineEntry[] {
  return at ? [{ at, ...entry }] : []
}
