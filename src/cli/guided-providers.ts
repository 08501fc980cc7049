import { generateKeyPairSync } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import type { Provider, ProviderGuide } from '../events/provider.ts'

const FOLDER = new URL('../../webhooks/providers/', import.meta.url)
const NAMES_MAX = 3

/** The webhook's URL on the pages. */
export const EXAMPLE_URL = 'https://doorkey.example.com/webhooks/acme'

/** A provider's file with what its guide's `config` makes, on secrets that are none. */
export interface GuidedProvider {
  readonly id: string
  /** The name of its factory. */
  readonly factory: string
  readonly guide: ProviderGuide
  readonly provider: Provider
  /** The environment variables that the guide's `config` reads. */
  readonly variables: readonly string[]
}

type Make = (factory: (settings: object) => Provider, env: (name: string) => Secret) => Provider

/** Every file of `webhooks/providers/`, in order. Throws `CONFIG_INVALID` for a guide that fails. */
export function guidedProviders(): Promise<readonly GuidedProvider[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))
  return Promise.all(files.toSorted().map((name) => readGuided(name.slice(0, -'.ts'.length))))
}

async function readGuided(id: string): Promise<GuidedProvider> {
  const factory = id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const exports = await import(new URL(`${id}.ts`, FOLDER).href)
  const guide: ProviderGuide = exports.guide
  const make = await readConfig(factory, guide.config)
  const variables = new Set<string>()
  make(exports[factory], (name) => {
    variables.add(name)
    return new Secret('')
  })
  // Where keys are published, only a key of one's own can sign.
  const withSampleKey = (sampleKey: Secret | undefined) => (settings: object) =>
    exports[factory](sampleKey ? { ...settings, sampleKey } : settings)
  const provider = await firstWorking(
    SAMPLE_KEYS.flatMap((sampleKey) =>
      choices([...variables].slice(0, NAMES_MAX)).map((values) => {
        const env = (name: string): Secret => new Secret(values.get(name) ?? '')
        return () => make(withSampleKey(sampleKey()), env)
      }),
    ),
  )
  if (provider) return { id, factory, guide, provider, variables: [...variables] }
  throw new AppError(
    'CONFIG_INVALID',
    `${id}: expected a guide whose config makes a provider that can sign, got another`,
  )
}

/** The guide's text as code, so that what a person pastes is what was tried. */
async function readConfig(factory: string, config: string): Promise<Make> {
  const expression = config
    .replaceAll('<url>', EXAMPLE_URL)
    .replaceAll(/<[\w ]*\bid>/gi, '00000000-0000-4000-8000-000000000001')
    .replaceAll(/<[\w ]+>/g, 'acme')
  const source = `export const make = (${factory}, env) => (${expression}\n)`
  const { make }: { readonly make: Make } = await import(
    `data:text/javascript,${encodeURIComponent(source)}`
  )
  return make
}

async function firstWorking(makes: readonly (() => Provider)[]): Promise<Provider | undefined> {
  for (const make of makes) {
    const provider = make()
    if ((provider.faults ?? []).length === 0 && (await canSign(provider))) return provider
  }
  return undefined
}

async function canSign(provider: Provider): Promise<boolean> {
  const [type] = provider.sampleTypes
  if (!type) return false
  const event = { type, eventId: 'e', userId: 'u', email: 'u@example.com', occurredAt: new Date(0) }
  try {
    await provider.sample(event)
    return true
  } catch {
    return false
  }
}

const FAKES: readonly (() => string)[] = [
  () => 'not-a-real-secret-not-a-real-one',
  () => `whsec_${Buffer.from('not a real secret, not a real one').toString('base64')}`,
  () => 'not-a-real-user:not-a-real-secret',
  () => 'https://idp.example.com',
]

const SAMPLE_KEYS: readonly (() => Secret | undefined)[] = [
  () => undefined,
  () => pem(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey),
  () => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
]

function pem(key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): Secret {
  return new Secret(key.export({ type: 'pkcs8', format: 'pem' }).toString())
}

/** Every way to give each name one of the fakes. */
function choices(names: readonly string[]): readonly ReadonlyMap<string, string>[] {
  const [name, ...others] = names
  if (name === undefined) return [new Map()]
  const rest = choices(others)
  return FAKES.flatMap((fake) => rest.map((map) => new Map([[name, fake()], ...map])))
}
