import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmailFault, faultList } from '../../emails/email-faults.ts'
import { loadEmails } from '../../emails/load-emails.ts'
import { readEmails } from '../../emails/read-emails.ts'
import { ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'
import { passwordIssuedMail, renderAndParse } from '../support/sample-mail.ts'

const TEXT = `Bonjour {{account}}

{{password}}

<!-- when name -->{{name}}<!-- end -->
<!-- when expiresAt -->{{text.expiry}}<!-- end -->
<!-- when mustChange -->{{text.mustChange}}<!-- end -->
`

let near: OwnFolder
let far: OwnFolder
beforeAll(async () => {
  near = await ownFolder()
  far = await ownFolder()
  const mark = (word: string) =>
    ourMjml('password-issued', `<mj-text css-class="ink">${word}</mj-text>`)
  await near.write('password-issued.mjml', await mark('Nearest'))
  await near.write('README.md', 'no template')
  await far.write('password-issued.mjml', await mark('Farther'))
  await far.write('password-issued.txt', TEXT)
})
afterAll(async () => {
  await near.remove()
  await far.remove()
})

test('each part comes from the nearest folder that has it, and otherwise from ours', async () => {
  const emails = await loadEmails({ overrides: [[near.path, far.path], [far.path], [near.path]] })
  const partsWith = async (...templateFolders: string[]) => {
    const { html, text } = await renderAndParse(emails, passwordIssuedMail({}, { templateFolders }))
    const own = ['Nearest', 'Farther'].filter((word) => html.includes(word))
    return [...own, text.includes('Bonjour') ? 'own text' : 'our text', text.includes('t7Rk-')]
  }
  expect(await partsWith()).toEqual(['our text', true])
  expect(await partsWith(near.path)).toEqual(['Nearest', 'our text', true])
  expect(await partsWith(far.path)).toEqual(['Farther', 'own text', true])
  expect(await partsWith(near.path, far.path)).toEqual(['Nearest', 'own text', true])
})

describe('a fault in an own template', () => {
  const faultsOf = async (
    files: Readonly<Record<string, string>>,
  ): Promise<readonly EmailFault[]> => {
    const folder = await ownFolder()
    try {
      for (const [name, text] of Object.entries(files)) await folder.write(name, text)
      const { faults, report } = faultList()
      await readEmails({ overrides: [[folder.path]] }, report)
      return faults
    } finally {
      await folder.remove()
    }
  }
  const withLine = async (line: string) => ({
    'password-issued.mjml': await ourMjml('password-issued', line),
  })

  test.each([
    ['not well-formed', '<mj-text>lost', 'expected </mj-text>, got the end of the file'],
    ['no strict MJML', '<mj-text colour="#000">a</mj-text>', 'expected valid MJML, got: '],
    ['undeclared', '<mj-text>{{pasword}}</mj-text>', 'expected a declared variable or message'],
    ['http', '<mj-text><a href="http://a.test/">a</a></mj-text>', 'expected href to be one link'],
    ['no address', '<mj-text><a href="mailto:">a</a></mj-text>', 'expected href to be one link'],
    [
      'large',
      `<mj-text css-class="ink">${'x '.repeat(20_000)}</mj-text>`,
      'at most 40000 bytes of',
    ],
    [
      'pale',
      '<mj-text color="#aaaaaa">Pale</mj-text>',
      'a contrast of 4.5 in the light scheme, got',
    ],
    ['dark on dark', '<mj-text>Ink</mj-text>', 'a contrast of 4.5 in the dark scheme, got 1.'],
    [
      'unreadable colour',
      '<mj-text color="teal">T</mj-text>',
      'got teal on #ffffff, not as #rrggbb',
    ],
  ])('%s is named with file, template and what to do', async (_what, line, message) => {
    const faults = await faultsOf(await withLine(line))
    expect(faults.map((fault) => fault.message)).toEqual(
      expect.arrayContaining([expect.stringContaining(message)]),
    )
    for (const fault of faults) {
      expect(fault.file).toMatch(/doorkey-templates-\w+\/password-issued\.mjml$/)
      expect(fault.template).toBe('password-issued')
      expect(fault.remedy).toContain('Correct the template')
    }
  })

  test.each([
    [
      'a variable that it lacks',
      TEXT.replace(/.*mustChange.*/, ''),
      'the variable mustChange, got no use',
    ],
    [
      'a secret that hangs on a fact',
      TEXT.replace('{{password}}', '<!-- when mustChange -->{{password}}<!-- end -->'),
      'expected {{password}} outside every block',
    ],
    ['another scheme', `${TEXT}ftp://files.test/\n`, 'expected addresses of https only in'],
  ])('of its text: %s', async (_what, text, message) => {
    const faults = await faultsOf({ 'password-issued.txt': text })
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of faults) expect(fault.message).toContain(message)
  })

  test('takes a link to a mailbox and to a site', async () => {
    const line =
      '<mj-text css-class="soft"><a href="mailto:help@a.test">a</a> <a href="https://a.test">b</a></mj-text>'
    expect(await faultsOf(await withLine(line))).toEqual([])
  })

  test('is a name that no template has, or a folder that is none', async () => {
    const [fault, ...others] = await faultsOf({ 'pasword-issued.mjml': '<mj-text>a</mj-text>' })
    expect(others).toEqual([])
    expect(fault?.message).toMatch(
      /^expected the name of a template \(.*password-issued.*\), got pas/,
    )
    await expect(loadEmails({ overrides: [['/nowhere/at-all']] })).rejects.toThrow(
      'expected a folder, got none',
    )
  })

  test('stops the start', async () => {
    const folder = await ownFolder()
    await folder.write('setup-link.mjml', '<mj-text>{{link}}</mj-text>')
    await expect(loadEmails({ overrides: [[folder.path]] })).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringContaining('setup-link.mjml:1: expected the variable'),
    })
    await folder.remove()
  })
})
