import { existsSync, readdirSync } from 'node:fs'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { codeFrom, signedRequest } from '../webhooks/signed-request.ts'
import { type KeyName, NOW, type ProviderFixture } from './provider-fixture.ts'
import { type KeySets, startKeySets } from './provider-secrets.ts'

const PROVIDERS = new URL('../../webhooks/providers/', import.meta.url)
const FIXTURES = new URL('providers/', import.meta.url)

/** Every file of `webhooks/providers/`, without its suffix. */
export const PROVIDER_IDS: readonly string[] = readdirSync(PROVIDERS)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))

/** Those that have a fixture; a test fails for each of the others. */
export const TRIED_IDS = PROVIDER_IDS.filter((id) => existsSync(new URL(`${id}.ts`, FIXTURES)))

/** Everything that a provider's file exports. */
export async function exportsOf(id: string): Promise<Readonly<Record<string, unknown>>> {
  return import(new URL(`${id}.ts`, PROVIDERS).href)
}

/** A provider's file with its fixture, and the key sets that stand in for the vendor's. */
export interface Subject {
  readonly id: string
  readonly guide: ProviderGuide
  readonly fixture: ProviderFixture
  readonly keySets: KeySets
  make(...secrets: readonly KeyName[]): Provider
}

/** Starts what a subject needs; close `keySets` afterwards. */
export async function openSubject(id: string): Promise<Subject> {
  const { guide }: { readonly guide: ProviderGuide } = await import(
    new URL(`${id}.ts`, PROVIDERS).href
  )
  const { fixture }: { readonly fixture: ProviderFixture } = await import(
    new URL(`${id}.ts`, FIXTURES).href
  )
  const keySets = await startKeySets()
  const make = (...secrets: readonly KeyName[]): Provider =>
    fixture.make({ secrets, keySetUrl: keySets.url(secrets) })
  return { id, guide, fixture, keySets, make }
}

/** What happened about somebody, for `sample`. */
export function sampleEvent(type: SampleEvent['type'] = 'user.created'): SampleEvent {
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

export type Headers = Readonly<Record<string, string>> | readonly (readonly [string, string])[]

/** The code with which `verify` refuses a request, or `accepted`. */
export async function verdict(
  provider: Provider,
  request: { readonly headers: Headers; readonly body: Buffer | string },
  receivedAt: Date = NOW,
): Promise<string> {
  const { headers, body } = request
  const code = await codeFrom(() => provider.verify(signedRequest(body, headers, receivedAt)))
  return code === 'nothing thrown' ? 'accepted' : code
}
