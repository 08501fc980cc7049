import { Type } from 'typebox'

/** What `bench/children/load.ts` replies to `closedLoop`. */
export const CLOSED_LOOP = Type.Object({
  answered: Type.Integer(),
  refused: Type.Integer(),
  startedAtMs: Type.Number(),
  endedAtMs: Type.Number(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
})

/** What it replies to `openLoop`. */
export const OPEN_LOOP = Type.Object({
  refused: Type.Integer(),
  dueAtMs: Type.Array(Type.Number()),
  answerMs: Type.Array(Type.Number()),
})

/** What servers reply to `start`. */
export const STARTED = Type.Object({ port: Type.Integer() })

/** What the SES stub replies to `until`. */
export const MAILS = Type.Array(Type.Object({ to: Type.String(), atMs: Type.Number() }))
