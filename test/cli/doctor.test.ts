import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type FakeSes, startFakeSes } from '../../src/testing/fake-ses.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorServer,
} from '../support/vendor-server.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOP = fileURLToPath(new URL('../../', import.meta.url))
// Below the checkout, so that the files can import `doorkey` by its name.
const IGNORED = fileURLToPath(new URL('../../.doorkey/', import.meta.url))
mkdirSync(IGNORED, { recursive: true, mode: 0o700 })
const FOLDER = mkdtempSync(join(IGNORED, 'doctor-test-'))
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let authgear: VendorServer
let answer: VendorAnswer
beforeAll(async () => {
  authgear = await startVendorServer(() => answer)
})
afterAll(async () => {
  await authgear.close()
  rmSync(FOLDER, { recursive: true })
})

/** A source `acme` from Authgear to Authgear, and a source `other` on the built-in directory. */
function configFile(acme: string): string {
  const file = join(FOLDER, `config-${Math.random()}.ts`)
  writeFileSync(
    file,
    `import { defineConfig, env } from 'doorkey'
     import { authgear } from 'doorkey/providers/authgear'
     import { genericHmac } from 'doorkey/providers/generic-hmac'
     import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
     import { authgearDirectory } from 'doorkey/directories/authgear'
     import { ses } from 'doorkey/transports/ses'
     const mail = { brand: { name: 'Acme' }, from: 'Acme <no-reply@acme.example>' }
     const directory = authgearDirectory({ endpoint: '${authgear.url}', projectId: 'acme', keyId: 'k',
       privateKey: env('AUTHGEAR_KEY') })
     export default defineConfig({
       publicUrl: env('PUBLIC_URL'),
       sources: {
         acme: { provider: authgear({ secrets: [env('HOOK_SECRET')] }), directory, ...mail, ${acme} },
         other: { provider: standardWebhooks({ secrets: [env('OTHER_SECRET')] }), ...mail },
       },
       transport: ses({ region: 'eu-west-1' }),
     })`,
  )
  return file
}

async function doctor(
  acme: string,
  more: Record<string, string> = {},
  which = ['--source', 'acme'],
) {
  const args = ['doctor', ...which, '--json', '--config', configFile(acme)]
  const env = {
    PUBLIC_URL: 'https://keys.example.com',
    HOOK_SECRET: 'c4nary-hook-secret',
    OTHER_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    AUTHGEAR_KEY: PEM,
    ...more,
  }
  const { code, out } = await doorkey(args, env)
  const findings: Record<string, unknown>[] = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  const of = (check: string) => findings.filter((finding) => finding['check'] === check)
  return { code, out, findings, of }
}

function doorkey(args: readonly string[], env: Record<string, string>) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: TOP, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

describe('doorkey doctor', () => {
  test('a source in order ends with 0, and nothing was changed at its directory', async () => {
    answer = { status: 200, json: { data: { users: { edges: [] } } } }
    const before = authgear.calls.length
    const { code, findings } = await doctor('reconcile: true')
    expect(code).toBe(0)
    expect(findings.map(({ source, check, status }) => [source, check, status])).toEqual([
      ['acme', 'configuration', 'ok'],
      ['acme', 'signing', 'ok'],
      ['acme', 'directory', 'ok'],
      ['acme', 'origin', 'ok'],
      ['acme', 'retries', 'ok'],
    ])
    const bodies = authgear.calls.slice(before).map(({ body }) => JSON.stringify(body))
    expect(bodies).toEqual([expect.stringContaining('query { users')])
  })

  test('credentials that are refused end with 1, with a remedy', async () => {
    answer = { status: 403 }
    const { code, of } = await doctor('')
    expect(code).toBe(1)
    expect(of('directory')).toMatchObject([
      {
        status: 'failed',
        detail: expect.stringContaining('(DIRECTORY_CREDENTIALS)'),
        remedy: expect.stringContaining('Renew'),
      },
    ])
  })

  test.each([
    ['DATABASE_UNREACHABLE', () => 'postgres://nobody@127.0.0.1:1/none', 'Check DATABASE_URL'],
    ['MIGRATION_PENDING', () => inject('postgresUrl'), 'doorkey migrate'],
  ])('a database of ours that is not ready is %s', async (code, databaseUrl, remedy) => {
    const found = await doctor('directory: undefined', { DATABASE_URL: databaseUrl() })
    expect(found.code).toBe(1)
    expect(found.of('directory')).toMatchObject([
      {
        status: 'failed',
        detail: expect.stringContaining(`(${code})`),
        remedy: expect.stringContaining(remedy),
      },
    ])
  })

  test('a provider that posts once is warned about, and a warning is no failure', async () => {
    answer = { status: 200, json: { data: {} } }
    const { code, of } = await doctor('')
    expect(code).toBe(0)
    expect(of('retries')).toMatchObject([
      { status: 'warning', remedy: 'Set reconcile: true for this source.' },
    ])
  })

  test('a provider that cannot tell who made a user is warned about', async () => {
    answer = { status: 200, json: { data: {} } }
    const unknown = `provider: genericHmac({
      secrets: [env('HOOK_SECRET')], header: 'x-signature', algorithm: 'sha256', encoding: 'hex',
      paths: { type: '/type', userId: '/user/id', email: '/user/email' },
      created: ['user.created'],
    })`
    const { of } = await doctor(unknown)
    expect(of('origin')).toMatchObject([
      {
        status: 'warning',
        detail: 'every new user is of origin unknown, so nobody is issued a password',
        remedy: expect.stringContaining("issueTo: 'everyone'"),
      },
    ])
    const decided = await doctor(`${unknown}, issueTo: 'everyone'`)
    expect(decided.of('origin')).toMatchObject([{ status: 'ok' }])
  })

  test('faults of the configuration are listed without values, those of other sources not', async () => {
    const { code, findings, out } = await doctor("expiresAfterHours: 0, locale: '???'", {
      AUTHGEAR_KEY: 'c4nary-key',
      OTHER_SECRET: 'c4nary-other',
    })
    expect(code).toBe(1)
    expect(findings.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^sources\.acme\.directory: expected a private key in PEM, got/),
      expect.stringMatching(/^sources\.acme\.expiresAfterHours: /),
      expect.stringMatching(/^sources\.acme\.locale: /),
    ])
    expect(out).not.toContain('c4nary')
  })

  describe('of all sources', () => {
    let fake: FakeSes
    beforeAll(async () => {
      fake = await startFakeSes()
    })
    afterAll(() => fake.close())

    async function mailFindings(quota: Parameters<FakeSes['setQuota']>[0], acme = '') {
      answer = { status: 200, json: { data: {} } }
      fake.setQuota(quota)
      fake.setIdentity('acme.example', {})
      const { code, findings } = await doctor(
        acme,
        {
          DATABASE_URL: inject('postgresUrl'),
          AWS_ENDPOINT_URL_SES: fake.url,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
        },
        [],
      )
      expect(fake.calls).toEqual([])
      return { code, findings: findings.filter((finding) => finding['source'] === undefined) }
    }

    test('looks at templates, the sending quota and feedback, and sends nothing', async () => {
      const { findings } = await mailFindings({
        MaxSendRate: 14,
        Max24HourSend: 50_000,
        SentLast24Hours: 12,
      })
      expect(findings).toMatchObject([
        { check: 'templates', status: 'ok' },
        {
          check: 'transport',
          status: 'ok',
          detail: 'ses: up to 11.9 mails a second, 12 of 50000 sent in 24 hours',
        },
        { check: 'account', status: 'ok' },
        { check: 'configuration-set', status: 'warning' },
        { check: 'feedback', status: 'warning', remedy: expect.stringContaining('feedback.md') },
        {
          check: 'circuits',
          status: 'skipped',
          detail: expect.stringContaining('(MIGRATION_PENDING)'),
        },
      ])
    })

    test('a sender that SES does not know ends with 1, by source', async () => {
      fake.reset()
      const { code, findings } = await doctor(
        "from: 'x@unknown.example'",
        {
          DATABASE_URL: inject('postgresUrl'),
          AWS_ENDPOINT_URL_SES: fake.url,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
        },
        [],
      )
      expect(code).toBe(1)
      expect(findings.filter(({ check }) => check === 'sender')).toMatchObject([
        { source: 'acme', status: 'failed', remedy: expect.stringContaining('Verify the `from`') },
        { source: 'other', status: 'failed' },
      ])
    })

    test.each([
      ['in the sandbox', { Max24HourSend: 200, SentLast24Hours: 0 }, 'warning', 'sandbox'],
      ['out of mails', { Max24HourSend: 300, SentLast24Hours: 300 }, 'failed', 'larger daily'],
    ])('says of an account %s what to do', async (_, quota, status, remedy) => {
      const { findings } = await mailFindings({ MaxSendRate: 1, ...quota })
      expect(findings[1]).toMatchObject({ status, remedy: expect.stringContaining(remedy) })
    })

    test('a quota that may not be read is no failure', async () => {
      const denied = { kind: 'error', code: 'AccessDenied', status: 403, message: 'ada' } as const
      const { findings } = await mailFindings(denied)
      expect(findings[1]).toMatchObject({
        status: 'warning',
        detail: expect.stringContaining('(QUOTA_UNREADABLE)'),
        remedy: expect.stringContaining('ses:GetSendQuota'),
      })
    })
  })

  test('a source that is not there is a wrong call', async () => {
    const args = ['doctor', '--source', 'nowhere', '--config', configFile('')]
    const { code, err } = await doorkey(args, { PUBLIC_URL: 'https://keys.example.com' })
    expect(code).toBe(2)
    expect(err).toContain('--source: expected one of acme, other, got nowhere')
  })
})
