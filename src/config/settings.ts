import { isIP } from 'node:net'
import { Secret } from '../core/secret.ts'

/** One environment variable: what it is for, and how its text is read. */
export interface Setting<T> {
  readonly name: string
  /** One sentence, with the unit where there is one. */
  readonly about: string
  /** As text, for the documentation; `undefined` where nothing is assumed. */
  readonly fallback: string | undefined
  readonly example: string
  /** Shown in the documentation only, and refused as a value: everybody knows it. */
  readonly isSecret?: true
  /** What a value must be, for the message about one that is not. */
  readonly expected: string
  /** `undefined` for a text that is not what is expected. */
  parse(text: string): T | undefined
}

const anyText = (value: string): string | undefined => value || undefined
const secret = (value: string): Secret | undefined => (value ? new Secret(value) : undefined)

/** Every variable that Doorkey reads, apart from `AWS_*`, which the AWS SDK reads. */
export const SETTINGS = {
  databaseUrl: {
    name: 'DATABASE_URL',
    about: 'PostgreSQL 15 or later; holds events, credentials and messages.',
    fallback: undefined,
    example: 'postgres://doorkey:password@127.0.0.1:5432/doorkey',
    expected: 'a postgres:// URL',
    parse: (value) => (/^postgres(ql)?:\/\//.test(value) ? new Secret(value) : undefined),
  },
  redisUrl: {
    name: 'REDIS_URL',
    about:
      'Redis 7 or a Redis Cluster for the queue; without it the queue is kept in PostgreSQL too.',
    fallback: undefined,
    example: 'redis://127.0.0.1:6379',
    expected: 'a redis://, rediss://, redis+cluster:// or rediss+cluster:// URL',
    parse: (value) => (/^rediss?(\+cluster)?:\/\//.test(value) ? new Secret(value) : undefined),
  },
  host: {
    name: 'HOST',
    about: 'The address to listen on.',
    fallback: '127.0.0.1',
    example: '0.0.0.0',
    expected: 'an IP address or a host name',
    parse: anyText,
  },
  port: {
    name: 'PORT',
    about: 'The port to listen on, 0–65535; 0 takes a free one.',
    fallback: '3000',
    example: '3000',
    expected: 'a whole number from 0 to 65535',
    parse: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined,
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    about: 'Where users reach Doorkey’s pages; links in mails begin with it.',
    fallback: undefined,
    example: 'https://doorkey.example.com',
    expected: 'an https:// URL (http:// for this machine only)',
    parse: anyText,
  },
  configFile: {
    name: 'DOORKEY_CONFIG',
    about: 'The configuration file.',
    fallback: 'doorkey.config.ts',
    example: 'doorkey.config.ts',
    expected: 'a path',
    parse: anyText,
  },
  keys: {
    name: 'DOORKEY_KEYS',
    about: 'Sealing keys, 32 bytes each; the first one writes, all read.',
    fallback: undefined,
    example: 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    isSecret: true,
    expected: 'id:base64, separated by commas, 32 bytes each, of your own making',
    parse: secret,
  },
  adminKey: {
    name: 'DOORKEY_ADMIN_KEY',
    about: 'The first operator key, with every right; at least 32 characters.',
    fallback: undefined,
    example: 'dk_replace-me-with-32-random-characters',
    isSecret: true,
    expected: 'dk_ and at least 29 more characters, of your own making',
    parse: (value) => (/^dk_\S{29,}$/.test(value) ? new Secret(value) : undefined),
  },
  apiKey: {
    name: 'DOORKEY_API_KEY',
    about:
      'The operator key that `doorkey` sends to a running Doorkey; otherwise DOORKEY_ADMIN_KEY.',
    fallback: undefined,
    example: 'dk_replace-me-with-a-key-that-doorkey-made',
    isSecret: true,
    expected: 'a key that `doorkey keys create` printed',
    parse: (value) => (/^dk_\S{29,}$/.test(value) ? new Secret(value) : undefined),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    about: 'The least severe log lines to write.',
    fallback: 'info',
    example: 'info',
    expected: 'fatal, error, warn, info, debug, trace or silent',
    parse: (value) =>
      /^(fatal|error|warn|info|debug|trace|silent)$/.test(value) ? value : undefined,
  },
  trustProxy: {
    name: 'TRUST_PROXY',
    about: 'Proxies in front that may name the client’s address; without any, nobody may.',
    fallback: undefined,
    example: '10.0.0.0/8,loopback',
    expected: 'IP addresses, CIDR ranges or loopback, linklocal, uniquelocal, separated by commas',
    parse: (value) => (value.split(',').every((part) => isProxy(part.trim())) ? value : undefined),
  },
  embedded: {
    name: 'DOORKEY_EMBEDDED',
    about: 'Set to 1 by `npm start` and `npm run demo`: embedded servers fill in what is missing.',
    fallback: '0',
    example: '0',
    expected: '0 or 1',
    parse: (value) => (/^[01]$/.test(value) ? value === '1' : undefined),
  },
} as const satisfies Record<string, Setting<unknown>>

type Parsed<S> = S extends Setting<infer T> ? T : never

/** The settings after reading; those without a fallback may be absent. */
export interface Settings {
  readonly databaseUrl: Parsed<typeof SETTINGS.databaseUrl> | undefined
  readonly redisUrl: Secret | undefined
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly configFile: string
  readonly keys: Secret | undefined
  readonly adminKey: Secret | undefined
  readonly apiKey: Secret | undefined
  readonly logLevel: string
  readonly trustProxy: string | undefined
  readonly embedded: boolean
}

function isProxy(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || isPrefix(Number(bits), version === 4 ? 32 : 128)
}

/** Prefix 0 would let anybody name the client. */
function isPrefix(bits: number, max: number): boolean {
  return Number.isInteger(bits) && bits >= 1 && bits <= max
}
