import { Type } from 'typebox'
import { runClosedLoop } from '../load/closed-loop.ts'
import { runOpenLoop } from '../load/open-loop.ts'
import { makeRequests } from '../load/requests.ts'
import { answer, checked } from './answer.ts'

const PREPARE = Type.Object({
  sources: Type.Array(Type.String()),
  first: Type.Integer(),
  count: Type.Integer(),
  secret: Type.String(),
})
const CLOSED = Type.Object({
  port: Type.Integer(),
  connections: Type.Integer(),
  durationMs: Type.Number(),
})
const OPEN = Type.Object({
  port: Type.Integer(),
  connections: Type.Integer(),
  perSecond: Type.Number(),
})

let requests: readonly Buffer[] = []

answer({
  async prepare(input) {
    requests = makeRequests(checked(PREPARE, input))
    return null
  },
  closedLoop: (input) => runClosedLoop({ ...checked(CLOSED, input), requests }),
  openLoop: (input) => runOpenLoop({ ...checked(OPEN, input), requests }),
})
