import type { IdentityEvent } from '../events/identity-event.ts'
import type { SampleEvent, SignedSample } from '../events/provider.ts'
import type { GuidedProvider } from './guided-providers.ts'
import { sampleRequest } from './sample-request.ts'

const AT = new Date('2026-11-23T12:00:00Z')
const JWT = /eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/g

/** The sections of a provider's page that show a request and what is read from it. */
export async function sampleSections({ provider }: GuidedProvider): Promise<string> {
  const sections = []
  for (const type of provider.sampleTypes) {
    const sample = await provider.sample({
      type,
      eventId: '0192f0c4-5d2e-4000-8000-000000000001',
      userId: 'u_1',
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      locale: 'en-GB',
      occurredAt: AT,
    })
    const [event] = provider.parse(sampleRequest(sample, AT))
    if (!event || event.type === 'ignored') continue
    sections.push(section(type, sample, event))
  }
  return sections.join('\n\n')
}

function section(type: SampleEvent['type'], sample: SignedSample, event: IdentityEvent): string {
  const headers = Object.entries(sample.headers).map(([name, value]) => `${name}: ${value}`)
  const body = indented(sample.body.toString())
  const text = [...headers, '', body].join('\n')
  const claims = [...text.matchAll(JWT)].map(([, payload = '']) =>
    indented(Buffer.from(payload, 'base64url').toString()),
  )
  const shown = text.replaceAll(JWT, '<a JWT with the claims below>')
  return [
    `### \`${type}\``,
    '',
    'Signed with a secret that is none. The body is indented here; one line of JSON is signed.',
    '',
    '```http',
    'POST /webhooks/acme',
    shown,
    '```',
    ...claims.flatMap((claim) => ['', 'Claims:', '', '```json', claim, '```']),
    '',
    'Read from it:',
    '',
    '| field | value |',
    '| --- | --- |',
    ...factsOf(event).map(([field, value]) => `| ${field} | \`${value}\` |`),
  ].join('\n')
}

function factsOf(event: IdentityEvent): readonly (readonly [string, string])[] {
  const { user, reset } = event
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['type', event.type],
    ["provider's type", event.providerType],
    ['time', event.occurredAt?.toISOString()],
    ['origin', event.type === 'user.created' ? event.origin : undefined],
    ['has a password', event.type === 'user.created' ? String(event.hasPassword) : undefined],
    ['user id', user.id],
    ['email', user.email],
    ['name', user.name],
    ['locale', user.locale],
    ["the provider's own", reset && (reset.url ? 'link' : 'code')],
  ]
  return facts.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]))
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
