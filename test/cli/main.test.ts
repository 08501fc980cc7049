import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOP = fileURLToPath(new URL('../../', import.meta.url))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `doorkey` in an environment of nothing but `environment`. */
function doorkey(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: TOP, env: environment }
    execFile(process.execPath, [MAIN, ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

describe('doorkey', () => {
  it('lists its commands, each with help and an example', async () => {
    const { code, out } = await doorkey(['--help'])
    expect(code).toBe(0)
    const commands = [...out.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? '')
    expect(commands).toEqual(expect.arrayContaining(['start', 'demo', 'migrate', 'simulate']))
    const helps = await Promise.all(commands.map((command) => doorkey([command, '--help'])))
    for (const [index, help] of helps.entries()) {
      expect(help.code).toBe(0)
      expect(help.out).toMatch(/^usage: /)
      expect(help.out).toContain(commands[index])
    }
  })

  it.each([
    [['nonsense'], 'expected a command, got nonsense'],
    [['start', '--only', 'receiver,cellar'], '--only: expected some of receiver'],
    [['start', '--workers', 'mails'], '--workers: expected some of passwords'],
    [['start', '--loud'], "Unknown option '--loud'"],
  ])('refuses %j with exit code 2 and says what it expected', async (args, message) => {
    const { code, err } = await doorkey(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(err).toContain('usage: ')
  })

  it('refuses to simulate what the source does not send', async () => {
    const environment = {
      PUBLIC_URL: 'http://127.0.0.1:1',
      ACME_WEBHOOK_SECRET: 'a-secret-of-the-test',
      DEMO_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    }
    const unknownType = await doorkey(['simulate', 'acme', 'user.deleted'], environment)
    expect(unknownType.code).toBe(2)
    expect(unknownType.err).toContain('expected one of user.created')
    const unknownSource = await doorkey(['simulate', 'nowhere', 'user.created'], environment)
    expect(unknownSource.code).toBe(2)
    expect(unknownSource.err).toContain('expected a source out of acme, demo, got nowhere')
  })

  it('lists every missing setting with exit code 1 and a remedy', async () => {
    const { code, err } = await doorkey(['start'])
    expect(code).toBe(1)
    for (const name of ['DATABASE_URL', 'DOORKEY_KEYS', 'PUBLIC_URL', 'ACME_WEBHOOK_SECRET']) {
      expect(err).toContain(`${name}: expected`)
    }
    expect(err).toContain('remedy: ')
  })

  it('never starts embedded servers in production', async () => {
    const { code, err } = await doorkey(['start'], {
      DOORKEY_EMBEDDED: '1',
      NODE_ENV: 'production',
    })
    expect(code).toBe(1)
    expect(err).toContain('expected DOORKEY_EMBEDDED to be unset with NODE_ENV=production')
  })
})
