import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ourLayout, ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

describe('a source with a layout of its own', () => {
  let folder: OwnFolder
  let system: System
  beforeAll(async () => {
    folder = await ownFolder()
    const foot = '<mj-text css-class="soft" mj-class="small">{{text.reason}}</mj-text>'
    const sign = '<mj-text css-class="soft">Acme, 1 Main Street</mj-text>'
    await folder.write('layout.mjml', await ourLayout('layout.mjml', foot, `${foot}${sign}`))
    const textSign = '--\nAcme, 1 Main Street\n'
    await folder.write('layout.txt', await ourLayout('layout.txt', '--\n', textSign))
    const sources = { acme: { emails: { templates: folder.path } } }
    system = await startSystem({ queue: 'postgres', sources })
  })
  afterAll(async () => {
    await system.close()
    await folder.remove()
  })

  it('mails in it, and every other source in ours', async () => {
    const [own, other] = [newcomer(), newcomer()]
    await system.post('acme', own)
    await system.post('demo', other)
    await system.settled()

    const [ownMail, ...ownRest] = system.mailsTo(own.email)
    const [otherMail, ...otherRest] = system.mailsTo(other.email)
    expect([...ownRest, ...otherRest]).toEqual([])
    for (const part of ['html', 'text'] as const) {
      expect(ownMail?.[part]).toContain('Acme, 1 Main Street')
      expect(ownMail?.[part]).toContain(ownMail?.secret)
      expect(otherMail?.[part]).not.toContain('Acme, 1 Main Street')
      expect(otherMail?.[part]).toContain(otherMail?.secret)
    }
    expect(await system.verify('acme', own.userId, ownMail?.secret ?? '')).toBe('must_change')
  })
})

describe('a source with templates of its own', () => {
  let folder: OwnFolder
  let system: System
  beforeAll(async () => {
    folder = await ownFolder()
    const line = '<mj-text css-class="soft" mj-class="note">Written at Acme.</mj-text>'
    await folder.write('password-issued.mjml', await ourMjml('password-issued', line))
    const [kind] = (await queueKinds()).filter(({ isAvailable }) => isAvailable)
    const emails = { templates: folder.path }
    system = await startSystem({ queue: kind?.name ?? 'postgres', sources: { acme: { emails } } })
  })
  afterAll(async () => {
    await system.close()
    await folder.remove()
  })

  it('mails from them, and every other source from ours', async () => {
    const [own, other] = [newcomer(), newcomer()]
    await system.post('acme', own)
    await system.post('demo', other)
    await system.settled()

    const [ownMail, ...ownRest] = system.mailsTo(own.email)
    const [otherMail, ...otherRest] = system.mailsTo(other.email)
    expect([...ownRest, ...otherRest]).toEqual([])
    expect(ownMail?.html).toContain('Written at Acme.')
    expect(otherMail?.html).not.toContain('Written at Acme.')
    for (const mail of [ownMail, otherMail]) expect(mail?.text).toContain(mail?.secret)
    expect(await system.verify('acme', own.userId, ownMail?.secret ?? '')).toBe('must_change')
    expect(await system.verify('demo', other.userId, otherMail?.secret ?? '')).toBe('must_change')
  })

  it('does not start while one of them has a fault', async () => {
    const faulty = await ownFolder()
    await faulty.write('setup-link.mjml', await ourMjml('setup-link', '<mj-text>lost'))
    const emails = { templates: faulty.path }
    const start = startSystem({ queue: 'postgres', sources: { demo: { emails } } })
    await expect(start).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringMatching(/setup-link\.mjml:\d+: expected <\/mj-text>, got the end/),
      remedy: expect.stringContaining('Correct the template'),
    })
    await faulty.remove()
  })
})
