import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ourMjml, type OwnFolder, ownFolder } from '../support/own-templates.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

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
