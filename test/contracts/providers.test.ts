import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { Provider, SampleEvent, SignedSample } from '../../src/events/provider.ts'
import { checkParsedEvent } from '../../webhooks/parsed-event.ts'
import { codeOf, signedRequest } from '../webhooks/signed-request.ts'

/** What every provider file exports: one factory that takes the source's secrets. */
type ProviderFactory = (options: { readonly secrets: readonly Secret[] }) => Provider

const FOLDER = new URL('../../webhooks/providers/', import.meta.url)
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))

const secretOf = (digit: string): Secret =>
  new Secret(`whsec_${Buffer.from(digit.repeat(32)).toString('base64')}`)
const CURRENT = secretOf('1')
const NEXT = secretOf('2')
const NOW = new Date('2026-11-23T12:00:00Z')

function isFactory(value: unknown): value is ProviderFactory {
  return typeof value === 'function'
}

async function factoryOf(file: string): Promise<ProviderFactory> {
  const module: Record<string, unknown> = await import(new URL(file, FOLDER).href)
  const factories = Object.values(module).filter(isFactory)
  expect(factories).toHaveLength(1)
  const [factory] = factories
  if (!factory) throw new Error(`${file}: expected one exported factory`)
  return factory
}

function sampleEvent(type: SampleEvent['type']): SampleEvent {
  return {
    type,
    eventId: 'sample-0001',
    userId: 'u_1',
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    locale: 'de-AT',
    occurredAt: NOW,
  }
}

function verdict(provider: Provider, { body, headers }: SignedSample): string {
  const result = codeOf(() => provider.verify(signedRequest(body, headers, NOW)))
  return result.startsWith('SIGNATURE_') ? 'refused' : result
}

test('the folder holds the providers this run has seen', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(2)
  expect(FILES).toEqual(expect.arrayContaining(['authgear.ts', 'standard-webhooks.ts']))
})

describe.each(FILES)('%s', (file) => {
  test('is named after its provider', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    expect(`${provider.id}.ts`).toBe(file)
    expect(provider.sampleTypes.length).toBeGreaterThan(0)
  })

  test('reports a secret that cannot be used, and refuses to work with it', async () => {
    const factory = await factoryOf(file)
    const [sampleType = 'user.created'] = factory({ secrets: [CURRENT] }).sampleTypes
    for (const secrets of [[], [new Secret('')], [CURRENT, new Secret('')]]) {
      const provider = factory({ secrets })
      expect(provider.faults).toEqual([
        { path: 'provider', expected: expect.any(String), got: expect.any(String) },
      ])
      expect(codeOf(() => provider.sample(sampleEvent(sampleType)))).toBe('CONFIG_INVALID')
    }
    expect(factory({ secrets: [CURRENT] }).faults).toEqual([])
  })

  test('verifies and reads each sample it makes', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    for (const type of provider.sampleTypes) {
      const sample = provider.sample(sampleEvent(type))
      expect(verdict(provider, sample)).toBe('nothing thrown')
      const events = provider.parse(signedRequest(sample.body, sample.headers, NOW))
      expect(events).toHaveLength(1)
      for (const event of events) checkParsedEvent(provider.id, event)
      expect(events[0]).toMatchObject({
        type,
        dedupeKey: 'sample-0001',
        occurredAt: NOW,
        user: { id: 'u_1', email: 'ada@example.com', name: 'Ada Lovelace', locale: 'de-AT' },
      })
    }
  })

  test('makes a created user whom an admin invited, so that the sample is acted on', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    const { body, headers } = provider.sample(sampleEvent('user.created'))
    expect(provider.parse(signedRequest(body, headers, NOW))).toMatchObject([
      { origin: 'invited', hasPassword: false },
    ])
  })

  test('signs a media type that it accepts', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    const { headers } = provider.sample(sampleEvent('user.created'))
    expect(provider.contentTypes ?? ['application/json']).toContain(headers['content-type'])
  })

  test('refuses a body changed after signing, at every byte', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    const sample = provider.sample(sampleEvent('user.created'))
    const verdicts = [...sample.body.keys()].map((index) => {
      const body = Buffer.from(sample.body)
      body[index] = (body[index] ?? 0) ^ 1
      return verdict(provider, { ...sample, body })
    })
    expect(verdicts.length).toBeGreaterThan(100)
    expect(new Set(verdicts)).toEqual(new Set(['refused']))
  })

  test('refuses each signature header changed, missing, empty or repeated', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    const { headers, body } = provider.sample(sampleEvent('user.created'))
    const signed = Object.entries(headers).filter(([name]) => name !== 'content-type')
    expect(signed.length).toBeGreaterThan(0)
    for (const [name, value] of signed) {
      const others = Object.entries(headers).filter(([other]) => other !== name)
      const variants = [
        [...others, [name, changeLast(value)] as const],
        others,
        [...others, [name, ''] as const],
        [...others, [name, value] as const, [name.toUpperCase(), value] as const],
      ]
      for (const variant of variants) {
        const result = codeOf(() => provider.verify(signedRequest(body, variant, NOW)))
        expect(result).toMatch(/^SIGNATURE_/)
      }
    }
  })

  test('accepts each of several secrets, signs with the first, refuses all others', async () => {
    const factory = await factoryOf(file)
    const byCurrent = factory({ secrets: [CURRENT] }).sample(sampleEvent('user.created'))
    const byNext = factory({ secrets: [NEXT, CURRENT] }).sample(sampleEvent('user.created'))
    expect(byNext).toEqual(factory({ secrets: [NEXT] }).sample(sampleEvent('user.created')))
    expect(verdict(factory({ secrets: [NEXT, CURRENT] }), byCurrent)).toBe('nothing thrown')
    expect(verdict(factory({ secrets: [CURRENT, NEXT] }), byNext)).toBe('nothing thrown')
    expect(verdict(factory({ secrets: [CURRENT] }), byNext)).toBe('refused')
    expect(verdict(factory({ secrets: [NEXT] }), byCurrent)).toBe('refused')
  })

  test('refuses a signed body that is not JSON as BODY_INVALID, without quoting it', async () => {
    const provider = (await factoryOf(file))({ secrets: [CURRENT] })
    const { headers } = provider.sample(sampleEvent('user.created'))
    for (const body of ['', 'canary', '[]', '{"canary":1}', 'null']) {
      const parse = (): unknown => provider.parse(signedRequest(body, headers, NOW))
      expect(codeOf(parse)).toBe('BODY_INVALID')
      expect(parse).not.toThrow(/canary/)
    }
  })
})

function changeLast(value: string): string {
  // The last but one: of a base64 text's last digit some bits are unused.
  const index = value.length - 2
  const other = value[index] === 'A' ? 'B' : 'A'
  return value.slice(0, index) + other + value.slice(index + 1)
}
