import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ourLayout, ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'

const TOP = fileURLToPath(new URL('../../', import.meta.url))
const MAIN = `${TOP}src/cli/main.ts`
const modulesIn = (folder: string) =>
  readdirSync(`${TOP}emails/${folder}`).filter((name) => name.endsWith('.ts')).length

/** Runs `doorkey templates` without any environment. */
function templates(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { cwd: TOP, env: {} }
    execFile(process.execPath, [MAIN, 'templates', ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

/** A configuration whose secrets nobody has set, with `acme` and, beside it, `demo`. */
const configWith = (acme: string, all: string) => `
import { defineConfig, env } from '${TOP}src/index.ts'
import { standardWebhooks } from '${TOP}webhooks/providers/standard-webhooks.ts'
import { ses } from '${TOP}emails/transports/ses.ts'
const source = (name) => ({
  provider: standardWebhooks({ secrets: [env('SECRET_NOT_SET')] }),
  brand: { name },
  from: 'A <a@a.test>',
})
export default defineConfig({
  publicUrl: env('PUBLIC_URL'),
  sources: { acme: { ...source('Acme'), ${acme} }, demo: source('Demo') },
  transport: ses(),
  ${all}
})
`

describe('doorkey templates check', () => {
  let folder: OwnFolder
  beforeAll(async () => {
    folder = await ownFolder()
    const faulty = await ourMjml('setup-link', '<mj-text color="#999">pale</mj-text>')
    await folder.write('own/setup-link.mjml', faulty)
    await folder.write('shared/reveal-link.mjml', await ourMjml('reveal-link', ''))
    const [own, shared] = ['own', 'shared'].map((name) => `emails: { templates: './${name}' }`)
    await folder.write('faulty.config.ts', configWith(own ?? '', shared ?? ''))
    await folder.write('sound.config.ts', configWith('', shared ?? ''))
    await folder.write('lost.config.ts', configWith("emails: { templates: './none' }", ''))
  })
  afterAll(() => folder.remove())

  it('finds nothing wrong with ours, in any language', async () => {
    const { code, out } = await templates('check', '--json')
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        status: 'ok',
        templates: modulesIn('templates'),
        locales: modulesIn('locales'),
        folders: [],
        faults: 0,
      },
    ])
    expect(code).toBe(0)
  })

  it('takes folders from where the configuration is, without its secrets', async () => {
    const { code, out } = await templates('check', '--config', `${folder.path}/sound.config.ts`)
    expect(out).toMatch(/^ok {7}\d+ templates in \d+ languages, with \S+\/shared$/m)
    expect(code).toBe(0)
  })

  it('names file, template, language and remedy of each fault, and ends with 1', async () => {
    const file = `${folder.path}/faulty.config.ts`
    const { code, out } = await templates('check', '--json', '--config', file)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.at(-1)).toMatchObject({ status: 'failed', faults: lines.length - 1 })
    for (const fault of lines.slice(0, -1)) {
      expect(fault).toEqual({
        status: 'failed',
        code: 'TEMPLATE_INVALID',
        file: expect.stringMatching(/own\/setup-link\.mjml$/),
        line: 1,
        template: 'setup-link',
        locale: expect.any(String),
        message: expect.stringMatching(
          /contrast of 4\.5 in the light scheme, got 2\.84 .* of “pale”$/,
        ),
        remedy: expect.any(String),
      })
    }
    const readable = await templates('check', '--config', file)
    expect(readable.code).toBe(1)
    expect(readable.out).toMatch(/^failed {3}\S+own\/setup-link\.mjml:1\n {9}template setup-link, /)
  })

  it('takes a layout of one source or of all, and names it for its fault', async () => {
    const layout = await ourLayout('layout.mjml', 'lang="{{lang}}"', '')
    await folder.write('framed/layout.mjml', layout)
    const framed = "emails: { templates: './framed' }"
    await folder.write('framed.config.ts', configWith('', framed))
    const { code, out } = await templates('check', '--config', `${folder.path}/framed.config.ts`)
    expect(code).toBe(1)
    expect(out).toMatch(
      /^failed {3}\S+framed\/layout\.mjml:1\n.*\n {9}expected lang="en" on html in en, got another$/m,
    )
    await folder.write('framed/layout.mjml', await ourLayout('layout.mjml', 'Roboto', 'Inter'))
    const sound = await templates('check', '--config', `${folder.path}/framed.config.ts`)
    expect(sound.out).toMatch(/^ok {7}\d+ templates in \d+ languages, with \S+\/framed$/m)
  })

  it('names a folder or a configuration that is not there', async () => {
    const lost = await templates('check', '--config', `${folder.path}/lost.config.ts`)
    expect(lost.code).toBe(1)
    expect(lost.err).toContain("sources.acme.emails.templates: expected a folder, got './none'")
    const none = await templates('check', '--config', `${folder.path}/none.config.ts`)
    expect(none.code).toBe(1)
    expect(none.err).toContain('none.config.ts')
  })

  it.each([
    [[], 'expected check or preview, got neither'],
    [['lint'], 'expected check or preview, got lint'],
    [['check', '--port', '1'], 'check: expected no --port'],
    [['preview', '--json'], 'preview: expected no --json'],
    [['preview', '--port', '70000'], '--port: expected a whole number from 0 to 65535'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, err } = await templates(...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

describe('doorkey templates preview', () => {
  it('answers on 127.0.0.1 alone, by that name alone, until Ctrl-C', async () => {
    const args = [MAIN, 'templates', 'preview', '--port', '0']
    const child = spawn(process.execPath, args, {
      cwd: TOP,
      env: {},
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(line)) ?? []
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(await page.text()).toContain('password-issued')
    // It must not keep the process from ending.
    const changes = await fetch(`${url}changes`)
    expect(changes.headers.get('content-type')).toBe('text/event-stream')
    expect(await statusFor(url, 'evil.test')).toBe(421)
    expect((await fetch(`${url}etc`)).status).toBe(404)
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })
})

/** `fetch` sets the Host header itself. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.once('error', reject).end()
  })
}
