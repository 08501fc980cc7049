import { afterEach, describe, expect, test } from 'vitest'
import { type EmailFault, faultList } from '../../emails/email-faults.ts'
import { loadEmails } from '../../emails/load-emails.ts'
import { readEmails } from '../../emails/read-emails.ts'
import { ourLayout, ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'
import { passwordIssuedMail, renderAndParse } from '../support/sample-mail.ts'

const CARD = '<mj-section css-class="foot" padding="20px 0 40px">'
const CONTENT = '<!-- content -->'
const folders: OwnFolder[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()))
})

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await ownFolder()
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await folder.write(name, text)
  return folder.path
}

/** Our layout with a sign in its foot. */
async function signed(word: string): Promise<string> {
  const sign = `<mj-column><mj-text css-class="soft">${word}</mj-text></mj-column>`
  return ourLayout('layout.mjml', `${CARD}\n      <mj-column>`, `${CARD}\n${sign}<mj-column>`)
}

async function signedText(word: string): Promise<string> {
  return ourLayout('layout.txt', '--\n', `-- ${word}\n`)
}

test('each file of a layout comes from the nearest folder that has it, for every template', async () => {
  const near = await folderWith({
    'layout.mjml': await signed('Near frame'),
    'password-issued.mjml': await ourMjml('password-issued', '<!-- own -->'),
  })
  const far = await folderWith({
    'layout.mjml': await signed('Far frame'),
    'layout.txt': await signedText('Far text'),
  })
  const emails = await loadEmails({ overrides: [[near, far], [far], [near]] })
  const marks = async (...templateFolders: string[]) => {
    const mail = passwordIssuedMail({}, { templateFolders })
    const { html, text } = await renderAndParse(emails, mail)
    expect(html).toContain('t7Rk-Wm4x-Hc9P-vDn3q')
    expect(text).toContain('t7Rk-Wm4x-Hc9P-vDn3q')
    const words = ['Near frame', 'Far frame', 'Far text', '<!-- own -->']
    return words.filter((word) => (html + text).includes(word))
  }
  expect(await marks()).toEqual([])
  expect(await marks(near)).toEqual(['Near frame', '<!-- own -->'])
  expect(await marks(far)).toEqual(['Far frame', 'Far text'])
  expect(await marks(near, far)).toEqual(['Near frame', 'Far text', '<!-- own -->'])
})

test('templates that are not overridden wear the layout as well', async () => {
  const folder = await folderWith({ 'layout.mjml': await signed('Our frame') })
  const { faults, report } = faultList()
  const library = await readEmails({ overrides: [[folder]] }, report)
  expect(faults).toEqual([])
  const frames = library.templates.map((id) => [
    JSON.stringify(library.find(id, [folder])?.html.rtl).includes('Our frame'),
    JSON.stringify(library.find(id)?.html.rtl).includes('Our frame'),
  ])
  expect(frames.length).toBeGreaterThan(5)
  expect(frames).toEqual(frames.map(() => [true, false]))
})

describe('a fault of an own layout names the layout', () => {
  const faultsOf = async (
    files: Readonly<Record<string, string>>,
  ): Promise<readonly EmailFault[]> => {
    const { faults, report } = faultList()
    await readEmails({ overrides: [[await folderWith(files)]] }, report)
    return faults
  }

  test.each([
    ['not well-formed', CARD, `${CARD}<mj-column>`, 'expected </mj-column>'],
    ['no strict MJML', CARD, CARD.replace('padding', 'paddin'), 'expected valid MJML, got: '],
    ['no content', CONTENT, '', `expected ${CONTENT} once, got none`],
    ['content twice', CONTENT, `${CONTENT}\n${CONTENT}`, `expected ${CONTENT} once, got 2`],
    [
      'content that hangs on a fact',
      CONTENT,
      `<!-- when supportEmail -->${CONTENT}<!-- end -->`,
      `expected ${CONTENT} outside every block, got it inside`,
    ],
    [
      'content that MJML does not read',
      CONTENT,
      `<mj-raw>${CONTENT}</mj-raw>`,
      'expected no MJML left in en, got another',
    ],
    [
      'content where MJML takes none',
      `${CONTENT}\n      </mj-column>`,
      `</mj-column>${CONTENT}`,
      'expected valid MJML, got: ',
    ],
    ['no title', '<mj-title>{{text.subject}}</mj-title>', '', 'expected a title in en, got '],
    ['no lang', ' lang="{{lang}}"', '', 'expected lang="en" on html in en, got another'],
    ['no dir', ' dir="{{dir}}"', '', 'expected lang="ar" on html in ar, got another'],
    [
      'sections that always read from the left',
      '<mj-section direction="{{dir}}"',
      '<mj-section',
      'expected sections with the direction rtl in ar, got another',
    ],
    [
      'no preheader',
      '<mj-preview>{{text.preheader}}{{previewPadding}}</mj-preview>',
      '',
      'expected <mj-preview> to begin with {{text.preheader}}, got none',
    ],
    [
      'no scheme',
      '<meta name="color-scheme" content="light dark" />',
      '',
      'expected a meta color-scheme of “light dark” in en, got another',
    ],
    [
      'no older scheme',
      '<meta name="supported-color-schemes" content="light dark" />',
      '',
      'expected a meta supported-color-schemes of “light dark” in en, got another',
    ],
    [
      'a picture from elsewhere',
      'src="{{logoUrl}}"',
      'src="https://cdn.test/logo.png"',
      'expected src to be {{logoUrl}}, got https://cdn.test/logo.png',
    ],
    [
      'a link that is fetched',
      'src="{{logoUrl}}"',
      'src="{{loginUrl}}"',
      'expected src to be {{logoUrl}}, got {{loginUrl}}',
    ],
    [
      'a picture that MJML brings',
      CONTENT,
      `</mj-column></mj-section><mj-section direction="{{dir}}"><mj-column><mj-social><mj-social-element name="github" href="https://github.com/acme">GitHub</mj-social-element></mj-social></mj-column></mj-section><mj-section css-class="card" background-color="#ffffff"><mj-column>${CONTENT}`,
      'expected no request to elsewhere but for the logo in en, got another',
    ],
    ['a font', '<mj-title>', '<mj-font name="A" href="https://f.test/a" /><mj-title>', '<mj-font>'],
    [
      'a base',
      '<mj-raw>',
      '<mj-raw><base href="https://a.test/" />',
      'expected no <base>, got one',
    ],
    ['another page', '<mj-raw>', '<mj-raw><meta http-equiv="refresh" content="0" />', 'http-equiv'],
    [
      'a style from elsewhere',
      '<mj-style>',
      '<mj-style>@import "//x";',
      'no request to elsewhere, got @import',
    ],
    [
      'a comment for one client',
      '<mj-raw>',
      '<mj-raw><!--[if mso]><img src="https://t.test/" /><![endif]-->',
      'expected no comment that a client takes for a part of the mail, got <!--[if',
    ],
    [
      'a comment that ends early',
      '<mj-raw>',
      '<mj-raw><!--><img src="https://t.test/" />-->',
      'expected no comment that a client takes for a part of the mail, got <!-->',
    ],
    ['pale', 'mj-class="small"', 'color="#aaaaaa"', 'a contrast of 4.5 in the light scheme, got'],
    [
      'dark on dark',
      '.soft div { color: #b4bdca !important; }',
      '',
      'a contrast of 4.5 in the dark scheme, got',
    ],
    [
      'large',
      CONTENT,
      `${CONTENT}<mj-text css-class="ink">${'x '.repeat(20_000)}</mj-text>`,
      'expected at most 40000 bytes of HTML in en, got another',
    ],
    ['undeclared', '{{text.heading}}', '{{heading}}', 'expected a declared variable or message'],
    [
      'a variable of some templates only',
      '{{text.heading}}',
      '{{text.heading}} {{changedAt}}',
      'expected a declared variable or message, got {{changedAt}}',
    ],
    [
      'an unknown fact',
      '<!-- when name -->',
      '<!-- when nam -->',
      'expected a known fact, got nam',
    ],
    [
      'a name that may be absent',
      '<!-- when name -->',
      '<!-- unless logoUrl -->',
      'expected {{shared.greeting}} inside <!-- when name -->, got it outside',
    ],
    [
      'no name',
      '<!-- when name -->\n        <mj-text css-class="ink">{{shared.greeting}}</mj-text>\n        <!-- end -->',
      '',
      'expected the variable name, got no use of it',
    ],
    [
      'another scheme',
      '{{text.reason}}',
      '<a href="http://acme.test/">a</a>{{text.reason}}',
      'expected href to be one link variable, got http://acme.test/',
    ],
    [
      'text that MJML drops',
      '<mj-text css-class="soft" mj-class="small">{{shared.automatic}}</mj-text>',
      '</mj-column>{{shared.automatic}}<mj-column>',
      'expected {{shared.automatic}} in the HTML, got it dropped by MJML',
    ],
  ])('%s', async (_what, from, to, message) => {
    const faults = await faultsOf({ 'layout.mjml': await ourLayout('layout.mjml', from, to) })
    const told = faults.map((fault) => fault.message)
    expect(told).toEqual(expect.arrayContaining([expect.stringContaining(message)]))
    for (const { file, error, remedy } of faults) {
      expect(file).toMatch(/doorkey-templates-\w+\/layout\.mjml$/)
      expect(error.code).toBe('TEMPLATE_INVALID')
      expect(remedy).toContain('Correct the template')
    }
  })

  test.each([
    ['no content', CONTENT, '', `expected ${CONTENT} once, got none`],
    ['content twice', CONTENT, `${CONTENT}\n${CONTENT}`, `expected ${CONTENT} once, got 2`],
    [
      'content that hangs on a fact',
      CONTENT,
      `<!-- when name -->\n${CONTENT}\n<!-- end -->`,
      `expected ${CONTENT} outside every block, got it inside`,
    ],
    ['an open block', '--\n', '--\n<!-- when name -->\n', 'expected <!-- end -->, got the end'],
    ['undeclared', '{{brandName}}', '{{brand}}', 'expected a declared variable or message'],
    ['another scheme', '--\n', '--\nftp://a.test/\n', 'expected addresses of https only in en'],
    [
      'no name',
      '<!-- when name -->\n{{shared.greeting}}\n\n<!-- end -->\n',
      '',
      'expected the variable name, got no use of it',
    ],
  ])('of its text: %s', async (_what, from, to, message) => {
    const faults = await faultsOf({ 'layout.txt': await ourLayout('layout.txt', from, to) })
    const told = faults.map((fault) => fault.message)
    expect(told).toEqual(expect.arrayContaining([expect.stringContaining(message)]))
    for (const { file, error } of faults) {
      expect(file).toMatch(/doorkey-templates-\w+\/layout\.txt$/)
      expect(error.code).toBe('TEMPLATE_INVALID')
    }
  })

  test('and a fault of an own template inside it names the template', async () => {
    const pale = '<mj-text color="#aaaaaa">Pale</mj-text>'
    const faults = await faultsOf({
      'layout.mjml': await ourLayout(
        'layout.mjml',
        'background-color="#ffffff"',
        'background-color="#fafafa"',
      ),
      'password-issued.mjml': await ourMjml('password-issued', pale),
    })
    expect(faults.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('light scheme, got 2.2')]),
    )
    for (const { file } of faults) expect(file).toMatch(/\/password-issued\.mjml$/)
  })

  test('with the line', async () => {
    const layout = await ourLayout('layout.mjml', '{{shared.automatic}}', '{{shared.automatc}}')
    const line = layout.split('\n').findIndex((one) => one.includes('automatc')) + 1
    // As an editor on Windows saves it.
    const [fault, ...others] = await faultsOf({
      'layout.mjml': `\ufeff${layout.replaceAll('\n', '\r\n')}`,
    })
    expect(others).toEqual([])
    expect(fault).toMatchObject({ line, message: expect.stringContaining('shared.automatc') })
  })

  test('and stops the start', async () => {
    const layout = await ourLayout('layout.mjml', CONTENT, '')
    const overrides = [[await folderWith({ 'layout.mjml': layout })]]
    await expect(loadEmails({ overrides })).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringMatching(/layout\.mjml:1: expected <!-- content --> once, got none$/),
    })
  })
})
