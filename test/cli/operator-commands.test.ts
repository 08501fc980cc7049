import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOP = fileURLToPath(new URL('../../', import.meta.url))
let system: System

beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

function doorkey(args: readonly string[], key = ADMIN_KEY) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args, '--url', system.app.url], {
      cwd: TOP,
      env: { DOORKEY_API_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

async function keyWith(scopes: string): Promise<string> {
  const made = await doorkey(['keys', 'create', '--name', scopes, '--scopes', scopes])
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toMatch(/^dk_[\w-]{43}\n$/)
  return made.out.trim()
}

describe('doorkey events', () => {
  test('says of an address why it got no mail, with the remedy, and never sends it in a URL', async () => {
    const key = await keyWith('read')
    const { email } = newcomer()
    system.ses.faults.next({ kind: 'error', code: 'MessageRejected' })
    await system.post('demo', newcomer({ email }))
    await system.settled()
    const shown = await doorkey(['events', 'show', '--email', email.toUpperCase()], key)
    expect(shown).toMatchObject({ code: 0, err: '' })
    expect(shown.out).toMatch(/^event {4}done$/m)
    expect(shown.out).toMatch(/^mail {5}failed {2}password-issued$/m)
    expect(shown.out).toMatch(/^ {9}TRANSPORT_REJECTED: ses: /m)
    expect(shown.out).toMatch(/^ {9}remedy: \w/m)
    expect(shown.out).toContain('Password set at the directory')
    expect(shown.out).not.toContain(email)
    expect(system.logLines.filter((line) => line.includes(email))).toEqual([])
    const [id = ''] = /evt_[\w-]+/.exec(shown.out) ?? []
    const json = await doorkey(['events', 'show', id, '--json'], key)
    expect(JSON.parse(json.out)).toMatchObject({ event: { id, state: 'done' } })
    const mail = /msg_[\w-]+/.exec(json.out)?.[0] ?? ''
    const message = await doorkey(['messages', 'show', mail], key)
    expect(message.out).toMatch(/^state +failed$/m)
    const failed = await doorkey(['messages', 'list', '--state', 'failed'], key)
    expect(failed.out).toContain(mail)
  })

  test('lists a page, and says how to go on', async () => {
    const key = await keyWith('read')
    for (let sent = 0; sent < 3; sent += 1) await system.post('demo', newcomer())
    const first = await doorkey(['events', 'list', '--limit', '2', '--source', 'demo'], key)
    const lines = first.out.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    const [, cursor = ''] = /^more: --cursor (\S+)$/.exec(lines[2] ?? '') ?? []
    const second = await doorkey(['events', 'list', '--limit', '1', '--cursor', cursor], key)
    const ids = [first.out, second.out].flatMap((text) => text.match(/evt_[\w-]+/g) ?? [])
    expect(new Set(ids).size).toBe(3)
    const none = await doorkey(['events', 'list', '--source', 'nowhere'], key)
    expect(none).toMatchObject({ code: 0, out: 'none\n' })
    await system.settled()
  })

  test('ends with 1 where Doorkey refuses, with 2 for a call that makes no sense', async () => {
    const key = await keyWith('verify')
    const refused = await doorkey(['events', 'list'], key)
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('forbidden: ')])
    const unknown = await doorkey(['events', 'show', 'evt_nobody'])
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('not_found')])
    const nobody = await doorkey(['events', 'show', '--email', 'nobody@example.com'])
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('no event')])
    const wrong = await doorkey(['events', 'list', '--state', 'broken'])
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('request_invalid')])
    for (const args of [
      ['events'],
      ['events', 'show'],
      ['messages', 'list', 'x'],
      ['keys', 'no'],
    ]) {
      expect((await doorkey(args)).code).toBe(2)
    }
  })
})

describe('doorkey keys', () => {
  test('lists keys with their use, and ends one only when told to', async () => {
    const key = await keyWith('read')
    await doorkey(['events', 'list'], key)
    const listed = await doorkey(['keys', 'list', '--json'])
    const { data }: { data: { id: string; lastUsedAt: string | null }[] } = JSON.parse(listed.out)
    const id = data[0]?.id ?? ''
    expect(data[0]?.lastUsedAt).not.toBeNull()
    expect(listed.out).not.toContain(key)
    const unsure = await doorkey(['keys', 'revoke', id])
    expect([unsure.code, unsure.err]).toEqual([2, expect.stringContaining('--yes')])
    expect((await doorkey(['events', 'list'], key)).code).toBe(0)
    const revoked = await doorkey(['keys', 'revoke', id, '--yes'])
    expect(revoked).toMatchObject({ code: 0, out: `revoked ${id} (read)\n` })
    expect((await doorkey(['events', 'list'], key)).code).toBe(1)
    const table = await doorkey(['keys', 'list'])
    expect(table.out).toMatch(new RegExp(`^${id} +revoked `, 'm'))
  })

  test('refuses scopes that do not exist before anything is sent', async () => {
    const wrong = await doorkey(['keys', 'create', '--name', 'x', '--scopes', 'root'])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('got root')])
  })
})
