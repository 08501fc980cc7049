import { randomUUID } from 'node:crypto'
import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IdentityEvent, ProviderReset } from '../../src/events/identity-event.ts'
import type { Provider } from '../../src/events/provider.ts'
import { NOW } from '../contracts/provider-fixture.ts'
import { openSubject, PROVIDER_IDS } from '../contracts/provider-subjects.ts'
import { readMail, unescapeHtml } from '../support/mail.ts'
import { startSystem, type System } from '../support/system.ts'
import { signedRequest } from '../webhooks/signed-request.ts'

/** Those whose events may carry a link or code of their own. */
const COURIERS = [
  'auth0',
  'clerk',
  'entra',
  'hanko',
  'logto',
  'ory',
  'standard-webhooks',
  'supabase',
  'zitadel',
]

const LIFE_MINUTES = 45

/** A genuine event of a provider with its own link or code, sent now and to an address of its own. */
interface Courier {
  readonly name: string
  readonly event: IdentityEvent & { readonly reset: ProviderReset }
  readonly provider: Provider
  readonly email: string
}

async function couriersOf(id: string): Promise<readonly Courier[]> {
  const { fixture, keySets, make } = await openSubject(id)
  const provider = make('current')
  const events: IdentityEvent[] = []
  for (const { content } of fixture.genuine) {
    const { headers, body } = await fixture.sign(content, { at: NOW, attempt: 1 })
    for (const event of provider.parse(signedRequest(body, headers, NOW))) {
      if (event.type !== 'ignored') events.push(event)
    }
  }
  await keySets.close()
  return events.flatMap((event, index) => {
    if (!event.reset) return []
    const { expiresAt, ...made } = event.reset
    const email = `${randomUUID()}@example.com`
    const { occurredAt: _, user, ...rest } = event
    const reset = {
      ...made,
      ...(expiresAt && { expiresAt: new Date(Date.now() + LIFE_MINUTES * 60_000) }),
    }
    const current = { ...rest, user: { ...user, email, locale: 'en' }, reset }
    return [
      { name: `${id}-${index}`, event: current, provider: replaying(provider, current), email },
    ]
  })
}

/** The contracts try signatures and times; here it matters what becomes of the event. */
function replaying(provider: Provider, event: IdentityEvent): Provider {
  const { successStatus: _, successBody: __, ...rest } = provider
  return { ...rest, verify: () => {}, parse: () => [event] }
}

const FOUND = (await Promise.all(PROVIDER_IDS.map(couriersOf))).flat()
let system: System
const mails = new Map<string, ParsedMail>()

beforeAll(async () => {
  system = await startSystem({
    queue: 'postgres',
    more: async () => Object.fromEntries(FOUND.map(({ name, provider }) => [name, { provider }])),
  })
  for (const { name } of FOUND) {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect((await fetch(`${system.app.url}/webhooks/${name}`, post)).status).toBe(202)
  }
  await system.settled()
  for (const { name, email } of FOUND) {
    const [mail, ...others] = system.ses.accepted(email)
    expect(others).toEqual([])
    mails.set(name, await simpleParser(mail?.raw ?? ''))
  }
})
afterAll(() => system?.close())

test('every provider whose events carry a link or code is tried', () => {
  expect([...new Set(FOUND.map(({ name }) => name.replace(/-\d+$/, '')))]).toEqual(COURIERS)
})

describe.each(FOUND)('what $name carries', ({ name, event, email }) => {
  const { url, code, expiresAt } = event.reset
  const made = (url ?? code)?.reveal() ?? ''
  // Spaces that do not break keep a time together.
  const linesOf = (text = '') =>
    text
      .trim()
      .replace(/[\u00a0\u202f]/g, ' ')
      .split(/\n+/)

  test('is in both parts as it was made, and leads nowhere else', () => {
    const mail = mails.get(name)
    const { links, secret } = readMail({ html: mail?.html, text: mail?.text })
    expect(linesOf(mail?.text)).toContain(made)
    expect(secret).toBe(url ? undefined : made)
    expect(links).toEqual([...(url ? [made] : []), ...links.filter(isMailbox)])
  })

  test('is told of in no word more than the provider said', () => {
    const person = event.user.name
    expect(linesOf(mails.get(name)?.text)).toEqual([
      'Test',
      url ? 'Set a new password' : 'Your code to set a new password',
      ...(person ? [`Hello ${person},`] : []),
      `A new password was requested for your account at Test${url ? ':' : ENTER}`,
      email,
      url ? 'Set a new password:' : 'Code',
      made,
      ...(expiresAt ? [expiryOf(url ? 'link' : 'code', expiresAt)] : []),
      ...(url ? [] : ['Keep this code to yourself. Nobody at Test will ever ask you for it.']),
      'You did not ask for this? Then you need not do anything: your password stays as it is.',
      '--',
      `You received this mail because a new password was requested for ${email} at Test.`,
      'Questions? Write to help@doorkey.test.',
      'This mail was sent automatically.',
    ])
  })

  test('is told of by the same words in the HTML', () => {
    const mail = mails.get(name)
    const tags = /<style[\s\S]*?<\/style>|<[^>]*>/g
    const shown = unescapeHtml((mail?.html || '').replace(tags, '')).replace(/\s+/g, '')
    const lines = linesOf(mail?.text).filter((line) => line !== '--')
    for (const line of lines) expect(shown).toContain(line.replace(/\s+|:$/g, ''))
    expect(shown.includes('works')).toBe(expiresAt !== undefined)
    expect(shown).not.toMatch(/usedonce|Youaskedfor|administrator/)
  })
})

const ENTER = '. Enter this code on the page where you asked for it:'

function isMailbox(link: string): boolean {
  return link.startsWith('mailto:')
}

function expiryOf(what: 'link' | 'code', at: Date): string {
  const style = {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
    hourCycle: 'h23',
  } as const
  const moment = new Intl.DateTimeFormat('en', style).format(at)
  const until = moment.replace(/[\u00a0\u202f]/g, ' ')
  return `The ${what} works for ${LIFE_MINUTES} minutes, until ${until} UTC.`
}
