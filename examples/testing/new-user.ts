// A whole Doorkey with a configuration of yours, against an Amazon SES that fails as told:
//
//   DATABASE_URL=postgres://… node --test examples/testing/new-user.ts
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type FakeSes, startFakeSes } from 'doorkey/testing'

// In a project of yours: `node_modules/doorkey/bin/doorkey.js`.
const DOORKEY = fileURLToPath(new URL('../../bin/doorkey.js', import.meta.url))
const CONFIG = fileURLToPath(new URL('doorkey.config.ts', import.meta.url))

void test('a new user is mailed once although SES throttles, and a bounce is heard of', async () => {
  const ses = await startFakeSes({ topic: 'arn:aws:sns:us-east-1:210987654321:mails' })
  const environment = await environmentFor(ses)
  await run(environment, 'migrate')
  const doorkey = spawn(process.execPath, [DOORKEY, 'start', '--config', CONFIG], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await startedUrl(doorkey)
    ses.faults.next({ kind: 'throttle' })
    const options = ['--email', 'ada@example.com', '--url', url, '--config', CONFIG]
    await run(environment, 'simulate', 'acme', 'user.created', ...options)

    const [mail] = await ses.whenAccepted(1, 'ada@example.com')
    assert.ok(mail)
    assert.equal(ses.calls.length, 2)
    assert.equal(mail.source, 'no-reply@acme.example')
    assert.match(mail.text, /password/i)

    const bounce = { type: 'Bounce', bounceType: 'Permanent', mail } as const
    const answers = await ses.feedback(`${url}/feedback/ses`, [bounce], { copies: 2 })
    assert.deepEqual(
      answers.map(({ body }) => body),
      ['{"status":"settled"}', '{"status":"unchanged"}'],
    )
  } finally {
    doorkey.kill()
    await once(doorkey, 'exit')
    await ses.close()
  }
})

async function environmentFor(ses: FakeSes): Promise<Record<string, string>> {
  return {
    ...(await ses.sns.environment()),
    DATABASE_URL: process.env['DATABASE_URL'] ?? '',
    PORT: '0',
    PUBLIC_URL: 'https://keys.acme.example',
    DOORKEY_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    ACME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    AWS_ENDPOINT_URL_SES: ses.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}

async function run(env: Record<string, string>, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [DOORKEY, ...args], { env })
}

/** Where it listens, by the line in its log that says that everything runs. */
async function startedUrl({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout)
  for await (const line of createInterface({ input: stdout })) {
    const url = line.includes('"msg":"started"') && /"url":"([^"]+)"/.exec(line)?.[1]
    if (url) {
      // What follows is read and dropped, so that the log never blocks.
      stdout.resume()
      return url
    }
  }
  throw new Error('doorkey: expected a start, got its end')
}
