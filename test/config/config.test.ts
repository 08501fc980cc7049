import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { errorFrom } from '../support/error-of.ts'

// Below the checkout, so that the files can import `doorkey` by its name.
const IGNORED = fileURLToPath(new URL('../../.doorkey/', import.meta.url))
mkdirSync(IGNORED, { recursive: true, mode: 0o700 })
const FOLDER = mkdtempSync(join(IGNORED, 'config-test-'))
const KEY = Buffer.alloc(32, 7).toString('base64')
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const GOOD_ENVIRONMENT = {
  DATABASE_URL: 'postgres://doorkey@127.0.0.1:5432/doorkey',
  DOORKEY_KEYS: `k1:${KEY}`,
  PUBLIC_URL: 'https://keys.example.com/',
  HOOK_SECRET: SECRET,
}

afterAll(() => rmSync(FOLDER, { recursive: true }))

let files = 0
function configFile(source: string, more = ''): string {
  files += 1
  const file = join(FOLDER, `config-${files}.ts`)
  writeFileSync(
    file,
    `import { defineConfig, env, passwordRules } from 'doorkey'
     import { standardWebhooks } from 'doorkey/providers/standard-webhooks'
     import { ses } from 'doorkey/transports/ses'
     export default defineConfig({
       publicUrl: env('PUBLIC_URL'),
       sources: { acme: {
         provider: standardWebhooks({ secrets: [env('HOOK_SECRET')] }),
         brand: { name: 'Acme' }, from: 'Acme <no-reply@acme.example>', ${source}
       } },
       transport: ses({ region: 'eu-west-1' }), ${more}
     })`,
  )
  return file
}

async function faultsOf(environment: Record<string, string>, file: string): Promise<string[]> {
  const error = await errorFrom(loadConfig({ ...environment, DOORKEY_CONFIG: file }))
  expect(error.code).toBe('CONFIG_INVALID')
  return error.message
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
}

describe('loadConfig', () => {
  it('fills in every default', async () => {
    const { config, settings } = await loadConfig({
      ...GOOD_ENVIRONMENT,
      DOORKEY_CONFIG: configFile(''),
    })
    expect(config.publicUrl).toBe('https://keys.example.com')
    expect(config.sources.get('acme')).toMatchObject({
      issueTo: 'invited',
      deliver: 'password',
      onReset: 'link',
      mustChange: true,
      allowLastingPassword: false,
      expiresAfterMs: 72 * 3_600_000,
      locale: 'en',
    })
    expect(config.unknown).toEqual({ afterMs: 15 * 60_000, then: 'resend' })
    expect(config.feedback).toEqual({ topics: [], confirm: false })
    expect(settings.port).toBe(3_000)
    expect(JSON.stringify({ config, settings })).not.toContain(SECRET)
  })

  it('reports all faults together, by path, with what was expected', async () => {
    const file = configFile(
      `expiresAfterHours: 0.5, issueTo: 'all', locale: 'english please',
       policy: { length: 12, required: ['lower'], excludedWords: [''] },`,
      `unknown: { afterMinutes: 1 }, feedback: { topics: ['my-topic'] },`,
    )
    const environment = {
      ...GOOD_ENVIRONMENT,
      PORT: '99999',
      DOORKEY_SURPRISE: '1',
      HOOK_SECRET: '',
    }
    const { DATABASE_URL: _unset, ...rest } = environment
    const faults = await faultsOf(rest, file)
    const paths = faults.map((fault) => fault.split(': expected')[0])
    expect(paths).toEqual(
      expect.arrayContaining([
        'DOORKEY_SURPRISE',
        'PORT',
        'DATABASE_URL',
        'HOOK_SECRET',
        'sources.acme.expiresAfterHours',
        'sources.acme.issueTo',
        'sources.acme.locale',
        'unknown.afterMinutes',
        'feedback.topics.0',
      ]),
    )
    for (const fault of faults) expect(fault).toMatch(/expected .+, got .+/)
  })

  it('never repeats a secret that is malformed', async () => {
    const bad = 'whsec_not-base64-and-very-secret'
    const message = (
      await faultsOf({ ...GOOD_ENVIRONMENT, HOOK_SECRET: bad }, configFile(''))
    ).join()
    expect(message).not.toContain('very-secret')
    expect(message.length).toBeGreaterThan(0)
  })

  it('refuses to mail a password that would last', async () => {
    const lasting = `mustChange: false,
      directory: { id: 'plain', capabilities: { mustChange: true, expiry: false }, create() { throw 1 } },`
    expect(await faultsOf(GOOD_ENVIRONMENT, configFile(lasting))).toEqual([
      expect.stringMatching(/^sources\.acme\.deliver: .*allowLastingPassword/),
    ])
    const allowed = configFile(`${lasting} allowLastingPassword: true,`)
    await loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: allowed })
  })

  it('refuses to reset to a password that would last, and takes links that set none', async () => {
    const lasting = `mustChange: false, deliver: 'setup-link',
      directory: { id: 'plain', capabilities: { mustChange: true, expiry: false }, create() { throw 1 } },`
    await loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: configFile(lasting) })
    const reset = configFile(`${lasting} onReset: 'password',`)
    expect(await faultsOf(GOOD_ENVIRONMENT, reset)).toEqual([
      expect.stringMatching(/^sources\.acme\.onReset: .*allowLastingPassword/),
    ])
  })

  it.each(['deliver', 'onReset'])('names what %s may be', async (setting) => {
    expect(await faultsOf(GOOD_ENVIRONMENT, configFile(`${setting}: 'sms'`))).toEqual([
      expect.stringMatching(new RegExp(`^sources\\.acme\\.${setting}: expected '.*got 'sms'`)),
    ])
  })

  it.each(['history: { last: 3 }', 'expiresAfterDays: 90'])(
    'refuses a policy with %s on a directory that cannot keep it',
    async (rule) => {
      const elsewhere = `directory: { id: 'plain', capabilities: { mustChange: true, expiry: true }, create() { throw 1 } },`
      expect(
        await faultsOf(GOOD_ENVIRONMENT, configFile(`policy: { ${rule} }, ${elsewhere}`)),
      ).toEqual([
        'sources.acme.policy: expected the built-in directory, for history and expiresAfterDays, got plain',
      ])
      const builtin = configFile(`policy: { ${rule} },`)
      await loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: builtin })
    },
  )

  it('takes the rules that a directory publishes', async () => {
    const file = configFile(
      `policy: passwordRules('minlength: 16; required: digit; allowed: lower'),`,
    )
    const { config } = await loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: file })
    expect(config.sources.get('acme')?.policy).toEqual({
      minLength: 16,
      required: ['digit'],
      allowed: ['lower'],
    })
  })

  it('says which of these rules it does not understand', async () => {
    const file = configFile(`policy: passwordRules('required: vowels'),`)
    const error = await errorFrom(loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: file }))
    expect(error.message).toContain('required: vowels')
  })

  it('refuses to end sessions at a directory that cannot', async () => {
    expect(await faultsOf(GOOD_ENVIRONMENT, configFile('endSessions: true'))).toEqual([
      'sources.acme.endSessions: expected a directory that ends sessions, got builtin',
    ])
    const off = configFile('endSessions: false')
    await loadConfig({ ...GOOD_ENVIRONMENT, DOORKEY_CONFIG: off })
  })

  it('refuses to reconcile with a directory that lists nobody', async () => {
    expect(await faultsOf(GOOD_ENVIRONMENT, configFile('reconcile: true'))).toEqual([
      'sources.acme.reconcile: expected a directory that lists users, got builtin',
    ])
  })

  it.each(['http://keys.example.com', 'ftp://keys.example.com', 'keys.example.com'])(
    'refuses links over %s',
    async (url) => {
      const faults = await faultsOf({ ...GOOD_ENVIRONMENT, PUBLIC_URL: url }, configFile(''))
      expect(faults).toEqual([expect.stringMatching(/^publicUrl: expected an https:/)])
    },
  )

  it('says where it looked for a missing file', async () => {
    const faults = await faultsOf(GOOD_ENVIRONMENT, join(FOLDER, 'nowhere.ts'))
    expect(faults).toEqual([expect.stringContaining('DOORKEY_CONFIG: expected a file')])
  })
})
