import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { loadEmails } from '../../emails/load-emails.ts'
import { scanMarkup } from '../../emails/markup.ts'

const EMAILS = new URL('../../emails/', import.meta.url)
const directories: string[] = []

afterEach(async () => {
  await Promise.all(directories.splice(0).map((path) => rm(path, { recursive: true })))
})

/** The built-in `password-issued`, altered, in a folder of its own. */
async function templatesWith(edit: {
  readonly mjml?: (source: string) => string
  readonly module?: (source: string) => string
}): Promise<URL> {
  const directory = await temporaryDirectory()
  const read = (name: string) => readFile(new URL(`templates/${name}`, EMAILS), 'utf8')
  const mjml = await read('password-issued.mjml')
  const module = (await read('password-issued.ts')).replace(/'\.\.\//g, `'${EMAILS.href}`)
  await writeFile(join(directory, 'password-issued.mjml'), edit.mjml?.(mjml) ?? mjml)
  await writeFile(join(directory, 'password-issued.ts'), edit.module?.(module) ?? module)
  return pathToFileURL(`${directory}/`)
}

async function temporaryDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'doorkey-emails-'))
  directories.push(parent)
  const directory = join(parent, 'templates')
  await mkdir(directory)
  return directory
}

const append = (text: string) => (source: string) => `${source}${text}\n`

describe('a broken template stops the start and names file and line', () => {
  test('but the unaltered copy loads', async () => {
    const templatesDirectory = await templatesWith({})
    expect((await loadEmails({ templatesDirectory })).templates).toEqual(['password-issued'])
  })

  test.each([
    ['an unclosed tag', '<mj-text>lost', 'expected </mj-text>, got the end of the file'],
    [
      'a tag closed twice',
      '<mj-text>a</mj-text></mj-text>',
      'expected no closing tag, got </mj-text>',
    ],
    ['crossed tags', '<mj-text><b>a</mj-text></b>', 'expected </b> for line N, got </mj-text>'],
    ['a bare <', '<mj-text>1 < 2</mj-text>', 'expected a tag with double-quoted attributes'],
    [
      'an unquoted attribute',
      '<mj-text color=red>a</mj-text>',
      'expected a tag with double-quoted',
    ],
    ['an unknown tag', '<mj-txt>a</mj-txt>', 'expected valid MJML, got: '],
    ['an unknown attribute', '<mj-text colour="#000">a</mj-text>', 'expected valid MJML, got: '],
    [
      'an unknown variable',
      '<mj-text>{{pasword}}</mj-text>',
      'expected a declared variable or message',
    ],
    [
      'an unknown message',
      '<mj-text>{{text.nope}}</mj-text>',
      'expected a declared variable or message',
    ],
    ['an inherited property', '<mj-text>{{constructor}}</mj-text>', 'expected a declared variable'],
    ['an unknown fact', '<!-- when nope --><!-- end -->', 'expected a known fact, got nope'],
    ['an open block', '<!-- when mustChange -->', 'expected <!-- end -->, got the end of the file'],
    ['a stray end', '<!-- end -->', 'expected an open block, got <!-- end -->'],
    ['an unguarded expiry', '<mj-text>{{text.expiry}}</mj-text>', 'inside <!-- when expiresAt -->'],
    ['an unguarded name', '<mj-text>{{name}}</mj-text>', 'inside <!-- when name -->'],
    [
      'a script link',
      '<mj-text><a href="javascript:x">a</a></mj-text>',
      'expected href to be one link',
    ],
    [
      'a mixed link',
      '<mj-text><a href="https://{{account}}/">a</a></mj-text>',
      'expected href to be one',
    ],
    ['an image', '<mj-image src="https://cdn.test/a.png" />', 'expected src to be {{logoUrl}}'],
    ['an include', '<mj-include path="./x.mjml" />', 'expected no <mj-include>, got one'],
    ['a handler', '<mj-text><b onclick="x()">a</b></mj-text>', 'expected no script, got onclick'],
    [
      'a remote style',
      '<mj-text><b style="background: url(//x)">a</b></mj-text>',
      'no request to elsewhere',
    ],
  ])('%s', async (_what, line, message) => {
    const templatesDirectory = await templatesWith({ mjml: append(line) })
    const lines = (await readFile(new URL('password-issued.mjml', templatesDirectory), 'utf8'))
      .trimEnd()
      .split('\n').length
    await expect(loadEmails({ templatesDirectory })).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringContaining(message.replace('line N', `line ${lines}`)),
    })
    await expect(loadEmails({ templatesDirectory })).rejects.toThrow(
      `templates/password-issued.mjml:${lines}: `,
    )
  })

  test('a secret in an attribute', async () => {
    const line = '<mj-text><b title="{{password}}">a</b></mj-text>'
    const templatesDirectory = await templatesWith({ mjml: append(line) })
    await expect(loadEmails({ templatesDirectory })).rejects.toThrow(
      /^templates\/password-issued\.mjml:\d+: expected no \{\{password\}\} in attribute, got one$/,
    )
  })

  test('text where MJML drops it', async () => {
    const edit = (source: string) => `{{text.care}}\n${source.replace(/.*text\.care.*\n/, '')}`
    const templatesDirectory = await templatesWith({ mjml: edit })
    await expect(loadEmails({ templatesDirectory })).rejects.toThrow(
      'templates/password-issued.mjml:1: expected {{text.care}} in the HTML',
    )
  })

  test('a variable that one part lacks', async () => {
    const inHtml = await templatesWith({ mjml: (mjml) => mjml.replace('{{password}}', 'x') })
    await expect(loadEmails({ templatesDirectory: inHtml })).rejects.toThrow(
      'templates/password-issued.mjml:1: expected the variable password, got no use of it',
    )
    const inText = await templatesWith({ module: (source) => source.replace('{{password}}', 'x') })
    await expect(loadEmails({ templatesDirectory: inText })).rejects.toThrow(
      'templates/password-issued.ts, text:1: expected the variable password, got no use of it',
    )
  })

  test('a page too large', async () => {
    const line = `<mj-text>${'x'.repeat(40_000)}</mj-text>`
    const templatesDirectory = await templatesWith({ mjml: append(line) })
    await expect(loadEmails({ templatesDirectory })).rejects.toThrow('at most 40000 bytes of HTML')
  })

  test('a missing file, and a module without a template', async () => {
    const missing = await templatesWith({})
    await rm(new URL('password-issued.mjml', missing))
    await expect(loadEmails({ templatesDirectory: missing })).rejects.toThrow(
      'templates/password-issued.mjml:1: expected a file beside password-issued.ts, got none',
    )
    const empty = await templatesWith({ module: () => 'export const nothing = 1\n' })
    await expect(loadEmails({ templatesDirectory: empty })).rejects.toThrow(
      'templates/password-issued.ts:1: expected a template, got none',
    )
  })
})

describe('a broken language stops the start and names file and key', () => {
  test.each([
    [
      'a missing key',
      /\n {6}button: .*/,
      '',
      'locales/de.ts: expected the key password-issued.button',
    ],
    [
      'an extra key',
      'greeting:',
      "extra: 'x', greeting:",
      'locales/de.ts: expected only keys of en.ts, got shared.extra',
    ],
    [
      'a lost argument',
      '{supportEmail}',
      'uns',
      'locales/de.ts: expected shared.support with the arguments {supportEmail}, got none',
    ],
    [
      'broken ICU',
      '{count, plural, one',
      '{count, plural, one {',
      'locales/de.ts: shared.minutes: expected ICU text',
    ],
    [
      'another tag',
      "tag: 'de'",
      "tag: 'fr'",
      'locales/de.ts: expected a locale with the tag de, got fr',
    ],
  ])('%s', async (_what, from, to, message) => {
    const directory = await temporaryDirectory()
    const source = await readFile(new URL('locales/de.ts', EMAILS), 'utf8')
    await copyFile(new URL('locales/en.ts', EMAILS), join(directory, 'en.ts'))
    await writeFile(join(directory, 'de.ts'), source.replace(from, to))
    const localesDirectory = pathToFileURL(`${directory}/`)
    await expect(loadEmails({ localesDirectory })).rejects.toMatchObject({
      code: 'LOCALE_INVALID',
      message: expect.stringContaining(message),
    })
  })
})

describe('scanMarkup', () => {
  test('gives every tag with its line and attributes', () => {
    const { tags, faults } = scanMarkup('<a>\n  <b\n    c="1"\n    d="x > y" />\n<!-- <e> --></a>')
    expect(faults).toEqual([])
    expect(tags).toEqual([
      { name: 'a', line: 1, attributes: [] },
      {
        name: 'b',
        line: 2,
        attributes: [
          { name: 'c', value: '1', line: 3 },
          { name: 'd', value: 'x > y', line: 4 },
        ],
      },
    ])
  })
})
