import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Needle } from '../support/canary.ts'
import { signedPost } from '../support/signed-posts.ts'
import { ADMIN_KEY } from '../support/system.ts'
import type { CanaryWatch } from './canary-watch.ts'

/** Long, random, and without a hexadecimal digit: nothing else looks like it. */
export const canary = (what: string): string =>
  `canary-${what}-${randomUUID().replace(/[0-9a-f]/g, (hex) => 'ghijkmnpqrstvwxy'.charAt(parseInt(hex, 16)))}`

/** Secrets in requests that are refused or go astray. */
export async function askWrongly(watch: CanaryWatch): Promise<readonly Needle[]> {
  const [body, password, key, path] = ['body', 'guess', 'key', 'path'].map(canary)
  const json = { 'content-type': 'application/json' }
  const operator = { ...json, authorization: `Bearer ${ADMIN_KEY}` }
  const invalid = signedPost('demo', { type: 'user.created', data: { user: body } })
  const broken = { ...json, authorization: `Bearer dk_${key}` }
  const verify = '/v1/credentials/verify'
  const guess = JSON.stringify({ source: 'demo', userId: 'nobody', password })
  const wrong: readonly [string, RequestInit, number][] = [
    ['/webhooks/demo', { method: 'POST', headers: json, body: `{"code":"${body}"}` }, 401],
    ['/webhooks/demo', { method: 'POST', ...invalid }, 400],
    [verify, { method: 'POST', headers: operator, body: guess }, 200],
    [verify, { method: 'POST', headers: operator, body: `{"password":"${password}` }, 400],
    [verify, { method: 'POST', headers: operator, body: `{"${password}":1}` }, 400],
    [verify, { method: 'POST', headers: broken, body: guess }, 401],
    [`/reset/${path}?code=${path}`, {}, 200],
    [`/${path}`, {}, 404],
  ]
  for (const [url, init, status] of wrong) {
    expect(await watch.ask(url, init)).toMatchObject({ status })
  }
  return [body, password, key, path].map((value, index) => {
    return { what: `wrong request ${index}`, value: value ?? '' }
  })
}
