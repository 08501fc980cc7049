import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { standardWebhooks } from '../../webhooks/providers/standard-webhooks.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOP = fileURLToPath(new URL('../../', import.meta.url))
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const AT = '2026-11-23T12:00:00Z'

const folder = mkdtempSync(join(tmpdir(), 'doorkey-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))
const bodyFile = join(folder, 'body.json')
const headersFile = join(folder, 'headers.txt')
let headers = ''

beforeAll(async () => {
  const provider = standardWebhooks({ secrets: [new Secret(SECRET)] })
  const sample = await provider.sample({
    type: 'user.created',
    eventId: 'msg_1',
    userId: 'u_1',
    email: 'canary@example.com',
    occurredAt: new Date(AT),
  })
  headers = Object.entries(sample.headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
  writeFileSync(headersFile, headers)
  writeFileSync(bodyFile, sample.body)
})

/** `doorkey verify` in an environment of nothing but the secrets of the sources. */
function verify(args: readonly string[], input = '') {
  const env = {
    PUBLIC_URL: 'http://127.0.0.1:1',
    ACME_WEBHOOK_SECRET: 'a-secret-of-the-test',
    DEMO_WEBHOOK_SECRET: SECRET,
  }
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'verify', ...args], { cwd: TOP, env })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.stdin.end(input)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe('doorkey verify', () => {
  test('0: passes a captured request, headers from standard input, and masks the address', async () => {
    const args = ['--source', 'demo', '--headers', '-', '--body', bodyFile, '--at', AT]
    const { code, out } = await verify(args, headers)
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'passed   method: POST',
      'passed   content type: as expected',
      expect.stringMatching(/^passed {3}size: \d+ bytes$/),
      'passed   check of the URL: not one',
      'passed   signature: right',
      'passed   shape: readable',
      'event    user.created, user.created, msg_1, 2026-11-23T12:00:00.000Z, invited, has none, u_1, c…@example.com',
      '',
    ])
  })

  test('1: says which step refuses it, with cause and remedy, as JSON too', async () => {
    const args = ['--source', 'acme', '--headers', headersFile, '--body', bodyFile]
    const [asText, asJson] = await Promise.all([verify(args), verify([...args, '--json'])])
    expect([asText.code, asJson.code]).toEqual([1, 1])
    expect(asText.out).toMatch(/^REFUSED {2}signature: SIGNATURE_MISSING, authgear: expected one/m)
    expect(asText.out).toMatch(/^ {9}remedy: Turn on signing/m)
    expect(JSON.parse(asJson.out)).toMatchObject({
      accepted: false,
      steps: expect.arrayContaining([
        expect.objectContaining({ step: 'signature', passed: false, code: 'SIGNATURE_MISSING' }),
      ]),
      events: [],
    })
    expect(asText.out + asJson.out).not.toMatch(/canary|whsec_|a-secret/)
  })

  test('2: a call that makes no sense', async () => {
    const calls = await Promise.all([
      verify(['--source', 'nowhere', '--headers', headersFile]),
      verify(['--source', 'demo']),
      verify(['--source', 'demo', '--headers', '/nowhere']),
      verify(['--source', 'demo', '--headers', headersFile, '--at', 'noon']),
    ])
    expect(calls.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    const messages = ['got nowhere', 'or -, got none', 'can be read', 'got noon']
    for (const [index, { err }] of calls.entries()) expect(err).toContain(messages[index])
  })
})
