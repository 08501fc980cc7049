import { expect } from 'vitest'
import type { Needle } from '../support/canary.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, type System } from '../support/system.ts'
import { canary } from './canary-requests.ts'
import type { CanaryWatch } from './canary-watch.ts'

/** Passwords that an operator types, or has generated, for a new user and for one that is there. */
export async function askForUsers(system: System, watch: CanaryWatch): Promise<readonly Needle[]> {
  const [created, next, refused] = ['typed', 'typed-again', 'refused'].map(canary)
  const { email } = newcomer()
  const ask = async (path: string, fields: Readonly<Record<string, unknown>>, status: number) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` }
    const answer = await watch.ask(path, { method: 'POST', headers, body: JSON.stringify(fields) })
    expect(answer).toMatchObject({ status })
    return answer.text
  }
  const user = { source: 'demo', email, mustChange: true }
  const { userId }: { readonly userId: string } = JSON.parse(
    await ask('/v1/users', { ...user, password: created, sendPassword: true }, 202),
  )
  await system.settled()
  expect(await system.verify('demo', userId, String(created))).toBe('must_change')

  const path = `/v1/users/${encodeURIComponent(userId)}/password?source=demo`
  await ask(path, { password: next, sendPassword: false, mustChange: true }, 202)
  await system.settled()
  expect(await system.verify('demo', userId, String(next))).toBe('must_change')
  await ask(path, { password: 'generate', sendPassword: true, mustChange: true }, 202)
  await system.settled()
  await ask('/v1/users', { source: 'demo', email: 'no address', password: refused }, 400)

  const mails = system.mailsTo(email)
  const [first, second, ...others] = mails.map(({ secret }) => secret)
  expect(others).toEqual([])
  expect(first).toBe(created)
  expect(await system.verify('demo', userId, second ?? '')).toBe('must_change')
  return [
    { what: 'typed password', value: created ?? '' },
    { what: 'typed password of a reset', value: next ?? '' },
    { what: 'password of a refused request', value: refused ?? '' },
    { what: 'password generated for an operator', value: second ?? '' },
  ]
}
