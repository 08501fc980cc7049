import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOP = fileURLToPath(new URL('../../', import.meta.url))
const TYPED = 'c4nary-typed-By-an-operator'
let system: System

beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

/** `doorkey users …` with an environment of the key alone. */
function users(
  args: readonly string[],
  input = '',
  environment = { DOORKEY_ADMIN_KEY: ADMIN_KEY },
) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'users', ...args, '--url', system.app.url], {
      cwd: TOP,
      env: environment,
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

describe('doorkey users', () => {
  test('creates a user with a password from standard input, and resets it to a generated one', async () => {
    const { email } = newcomer()
    const asked = ['create', '--source', 'demo', '--email', email, '--password-stdin', '--json']
    const made = await users(asked, `${TYPED}\nand a second line`)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).not.toContain(TYPED)
    const answer: { userId: string; messageId: null } = JSON.parse(made.out)
    expect(answer).toMatchObject({ messageId: null, state: 'done' })
    expect(await system.verify('demo', answer.userId, TYPED)).toBe('must_change')
    const reset = await users([
      'reset-password',
      answer.userId,
      '--source',
      'demo',
      '--generate',
      '--send',
      '--no-must-change',
    ])
    expect(reset).toMatchObject({ code: 0, err: '' })
    expect(reset.out).toContain(answer.userId)
    expect(reset.out).toMatch(/^state {6}done$/m)
    await system.settled()
    const [mail] = system.mailsTo(email)
    expect(await system.verify('demo', answer.userId, mail?.secret ?? '')).toBe('ok')
  })

  test('says every refusal in words and ends with 1', async () => {
    const { email } = newcomer()
    const refused = await users([
      'create',
      '--source',
      'demo',
      '--email',
      email,
      '--generate',
      '--show',
    ])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('show_not_allowed: ')
    const lost = await users(['create', '--source', 'demo', '--email', 'no', '--generate'])
    expect(lost.code).toBe(1)
    expect(lost.err.trim().split('\n')).toEqual([
      expect.stringMatching(/^password_would_be_lost: /),
      expect.stringMatching(/^address_invalid: /),
    ])
  })

  test.each([
    [['create', '--source', 'demo', '--email', 'a@example.com'], 'expected one of --generate'],
    [['create', '--source', 'demo', '--generate', '--send'], '--email: expected an address'],
    [['create', 'u_1', '--source', 'demo', '--generate'], 'expected options only'],
    [['reset-password', '--source', 'demo', '--generate'], 'expected the id of one user'],
    [['create', '--source', 'demo', '--password', TYPED], "Unknown option '--password'"],
    [['create', '--source', 'demo', '--email', 'a@example.com', '--password-stdin'], 'got none'],
    [['delete'], 'expected create or reset-password'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, err } = await users(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(err).not.toContain(TYPED)
  })
})
