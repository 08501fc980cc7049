import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import { checkParsedEvent } from '../../webhooks/parsed-event.ts'
import { codeFrom, signedRequest } from '../webhooks/signed-request.ts'
import { NOW, type ProviderFixture, SHOWN } from './provider-fixture.ts'
import {
  exportsOf,
  openSubject,
  PROVIDER_IDS,
  sampleEvent,
  type Subject,
  TRIED_IDS,
  verdict,
} from './provider-subjects.ts'

const PARSE_LATER_MS = 60_000

test('the folder holds the providers this run has seen, and each has a fixture', () => {
  expect(PROVIDER_IDS.length).toBeGreaterThanOrEqual(2)
  expect(PROVIDER_IDS).toEqual(expect.arrayContaining(['authgear', 'standard-webhooks']))
  expect(TRIED_IDS).toEqual(PROVIDER_IDS)
})

test.each(PROVIDER_IDS)('%s exports one factory named after its file, and a guide', async (id) => {
  const factory = id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  expect(Object.keys(await exportsOf(id)).toSorted()).toEqual([factory, 'guide'].toSorted())
})

describe.each(TRIED_IDS)('%s', (id) => {
  let subject: Subject
  let fixture: ProviderFixture
  beforeAll(async () => {
    subject = await openSubject(id)
    fixture = subject.fixture
  })
  afterAll(() => subject.keySets.close())

  const parseAt = (
    { headers, body }: { headers: Readonly<Record<string, string>>; body: Buffer },
    at: Date = NOW,
  ): readonly ParsedEvent[] => subject.make('current').parse(signedRequest(body, headers, at))

  test('is named after its file and has no fault', () => {
    const provider = subject.make('current')
    expect(provider.id).toBe(id)
    expect(provider.faults).toEqual([])
    expect(provider.sampleTypes.length).toBeGreaterThan(0)
    expect(provider.bodyBytesMax ?? 1).toBeLessThanOrEqual(4 * 1_024 * 1_024)
  })

  test('reports settings that cannot be used, and refuses to work with them', async () => {
    expect(fixture.unusable.length).toBeGreaterThanOrEqual(2)
    for (const make of fixture.unusable) {
      const provider = make()
      const [fault, ...others] = provider.faults ?? []
      expect(others).toEqual([])
      expect(fault).toMatchObject({ expected: expect.any(String), got: expect.any(String) })
      expect(fault?.path).toMatch(/^provider\b/)
      const [type = 'user.created'] = provider.sampleTypes
      expect(await codeFrom(() => provider.sample(sampleEvent(type)))).toBe('CONFIG_INVALID')
    }
  })

  test('verifies and reads each sample it makes, as far as the shape carries it', async () => {
    const provider = subject.make('current')
    for (const type of provider.sampleTypes) {
      const sample = await provider.sample(sampleEvent(type))
      expect(await verdict(provider, sample)).toBe('accepted')
      expect(provider.contentTypes ?? ['application/json']).toContain(
        sample.headers['content-type'],
      )
      const [event, ...others] = provider.parse(signedRequest(sample.body, sample.headers, NOW))
      expect(others).toEqual([])
      if (!event || event.type === 'ignored') throw new Error('expected an event to act on')
      checkParsedEvent(id, event)
      const { user } = event
      const lost = lostOf({ ...event, ...user }, type)
      expect([type, lost]).toEqual([type, (fixture.sampleLoses?.[type] ?? []).toSorted()])
      expect(event).toMatchObject({ type, hasPassword: false })
    }
  })

  test('signs with the first secret, accepts each of several, refuses all others', async () => {
    const [byCurrent, byNext] = await Promise.all([
      subject.make('current').sample(sampleEvent()),
      subject.make('next', 'current').sample(sampleEvent()),
    ])
    const verdicts = await Promise.all([
      verdict(subject.make('next', 'current'), byCurrent),
      verdict(subject.make('current', 'next'), byNext),
      verdict(subject.make('current'), byNext),
      verdict(subject.make('next'), byCurrent),
    ])
    expect(verdicts).toEqual(['accepted', 'accepted', 'SIGNATURE_MISMATCH', 'SIGNATURE_MISMATCH'])
  })

  test('verifies and reads every request that the vendor sends', async () => {
    expect(fixture.genuine.length).toBeGreaterThanOrEqual(2)
    const provider = subject.make('next', 'current')
    for (const { content, gives, from } of fixture.genuine) {
      expect(from).toMatch(/\d{4}-\d{2}-\d{2}$/)
      const request = await fixture.sign(content, { at: NOW, attempt: 1 })
      expect(await verdict(provider, request)).toBe('accepted')
      const events = parseAt(request)
      expect(events.map(plain)).toMatchObject(gives)
      for (const event of events) checkParsedEvent(id, event)
    }
  })

  test('shows each kind of request, or says why the vendor does not send it', () => {
    for (const kind of SHOWN) {
      const shown = fixture.genuine.filter(({ shows }) => shows === kind)
      const why = fixture.absent?.[kind]
      expect([kind, shown.length > 0, why === undefined]).toEqual([
        kind,
        shown.length > 0,
        shown.length > 0,
      ])
    }
    const eventsOf = (kind: string) =>
      fixture.genuine.filter(({ shows }) => shows === kind).flatMap(({ gives }) => gives)
    for (const event of eventsOf('self-registered')) expect(event['origin']).toBe('self')
    for (const event of eventsOf('unknown-type')) expect(event.type).toBe('ignored')
    for (const event of eventsOf('reset')) expect(event.type).toBe('password.reset_requested')
  })

  test('keeps the de-duplication key over a retry, and has another for each event', async () => {
    const keys: string[] = []
    for (const { content } of fixture.genuine) {
      const later = new Date(NOW.getTime() + PARSE_LATER_MS)
      const first = parseAt(await fixture.sign(content, { at: NOW, attempt: 1 }))
      const second = parseAt(await fixture.sign(content, { at: later, attempt: 2 }), later)
      expect(second.map(({ dedupeKey }) => dedupeKey)).toEqual(
        first.map(({ dedupeKey }) => dedupeKey),
      )
      keys.push(...first.map(({ dedupeKey }) => dedupeKey))
    }
    expect(keys.length).toBeGreaterThanOrEqual(2)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('leaves out an address that the vendor does not give', async () => {
    for (const { content, shows } of fixture.genuine) {
      if (shows !== 'no-email') continue
      const events = parseAt(await fixture.sign(content, { at: NOW, attempt: 1 }))
      expect(events.length).toBeGreaterThan(0)
      const told = events.filter((event) => event.type !== 'ignored' && event.user.email)
      expect(told).toEqual([])
    }
  })

  test('keeps nothing of a user of an ignored event', async () => {
    for (const { content } of fixture.genuine) {
      for (const event of parseAt(await fixture.sign(content, { at: NOW, attempt: 1 }))) {
        const isKept = event.type === 'ignored' && Object.keys(event).length !== 3
        expect([event.type, isKept]).toEqual([event.type, false])
      }
    }
  })

  test('has a guide that names exactly the events it acts on', () => {
    const { guide } = subject
    const acting = guide.events.filter(({ becomes }) => becomes !== 'ignored')
    const shown = fixture.genuine
      .flatMap(({ gives }) => gives)
      .filter(({ type }) => type !== 'ignored')
      .map(({ type, providerType }) => `${providerType} becomes ${type}`)
    const named = acting.map(({ type, becomes }) => `${type} becomes ${becomes}`)
    expect(new Set(shown)).toEqual(new Set(named))
    const hasReset = acting.some(({ becomes }) => becomes === 'password.reset_requested')
    expect(hasReset).toBe(guide.reset !== 'none')
    expect(guide.setup.join('\n')).toContain('<url>')
    for (const source of guide.sources) expect(source).toMatch(/\d{4}-\d{2}-\d{2}$/)
    for (const text of [guide.name, guide.config, guide.origin, guide.retries]) {
      expect(text.trim()).not.toBe('')
    }
  })
})

/** With the provider's own link or code as text: two secrets are always equal to a matcher. */
function plain(event: ParsedEvent): unknown {
  if (event.type === 'ignored' || !event.reset) return event
  const { url, code } = event.reset
  const reset = { ...event.reset, url: url?.reveal(), code: code?.reveal() }
  return { ...event, reset }
}

/** Which of the sample's facts did not come back. */
function lostOf(event: Readonly<Record<string, unknown>>, type: string): readonly string[] {
  const { email, name, locale } = sampleEvent()
  const facts = {
    dedupeKey: 'sample-0001',
    id: 'u_1',
    email,
    name,
    locale,
    occurredAt: NOW,
    // A reset is acted on whoever made the user.
    origin: type === 'user.created' ? 'invited' : event['origin'],
  }
  const lost = Object.entries(facts).filter(
    ([fact, value]) => !isDeepStrictEqual(event[fact], value),
  )
  return lost.map(([fact]) => fact).toSorted()
}
