import { expect, it } from 'vitest'
import { nextState } from '../../src/feedback/next-state.ts'

const KINDS = ['sent', 'delayed', 'delivered', 'bounced', 'complained', 'rejected'] as const
const TAKEN = ['accepted', 'accepted', 'delivered', 'bounced', 'complained', 'failed'] as const
const none = undefined

it.each([
  ['rendered', TAKEN],
  ['sending', TAKEN],
  ['unknown', TAKEN],
  ['held', TAKEN],
  ['accepted', [none, 'accepted', 'delivered', 'bounced', 'complained', 'failed']],
  ['delivered', [none, none, none, 'bounced', 'complained', none]],
  ['bounced', [none, none, none, 'bounced', 'complained', none]],
  ['complained', [none, none, none, none, none, none]],
  ['planned', [none, none, none, none, none, none]],
  ['failed', [none, none, none, none, none, none]],
  ['suppressed', [none, none, none, none, none, none]],
] as const)('%s becomes what feedback of each kind makes of it', (state, expected) => {
  const message = { state, code: null }
  expect(KINDS.map((kind) => nextState(message, { kind, code: codeOf(kind) }))).toEqual(expected)
})

it('a repeated bounce or delay changes nothing, an automatic answer undoes no delivery', () => {
  const bounced = { state: 'bounced', code: 'bounce_permanent' } as const
  expect(nextState(bounced, { kind: 'bounced', code: 'bounce_permanent' })).toBeUndefined()
  const delayed = { state: 'accepted', code: 'delivery_delayed' } as const
  expect(nextState(delayed, { kind: 'delayed', code: 'delivery_delayed' })).toBeUndefined()
  const delivered = { state: 'delivered', code: null } as const
  expect(nextState(delivered, { kind: 'bounced', code: 'bounce_general' })).toBeUndefined()
})

function codeOf(kind: (typeof KINDS)[number]): string | null {
  if (kind === 'bounced') return 'bounce_permanent'
  return kind === 'delayed' ? 'delivery_delayed' : null
}
