import { createPrivateKey, type KeyObject } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { AppError } from '../../core/app-error.ts'
import { Secret } from '../../core/secret.ts'

/** Not reported beside the variable that is missing; see `checkConfig`. */
const EMPTY = 'an empty one'
/** Names that only a private network knows, where servers often speak plain HTTP. */
const PRIVATE_NAME = /^[^.]+$|\.(local|localhost|internal|svc|cluster\.local)$/
const PRIVATE_ADDRESSES = privateAddresses()

/**
 * A directory's base URL without a slash at its end. Throws `CONFIG_INVALID` for one with
 * credentials, a query or a fragment, and for `http:` over a public network: passwords go there.
 */
export function readBaseUrl(who: string, value: string | Secret): string {
  const text = typeof value === 'string' ? value : value.reveal()
  if (text === '') throw invalid(who, 'an https:// URL', EMPTY)
  const url = URL.parse(text)
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(url.hostname))
  if (!isPlain || !isSafe) {
    throw invalid(who, 'an https:// URL (http:// in a private network only)', 'another')
  }
  return text.replace(/\/+$/, '')
}

/** The base URL of a host that may be named without `https://`. Throws `CONFIG_INVALID`. */
export function readDomain(who: string, what: string, value: string | Secret): string {
  const text = readText(who, what, value)
  return readBaseUrl(who, text.includes('://') ? text : `https://${text}`)
}

/** A setting that must not be empty. Throws `CONFIG_INVALID`. */
export function readSecret(who: string, what: string, value: Secret): Secret {
  if (!(value instanceof Secret) || value.reveal().trim() === '') throw invalid(who, what, EMPTY)
  return value
}

/** A setting that may be public and must not be empty. Throws `CONFIG_INVALID`. */
export function readText(who: string, what: string, value: string | Secret): string {
  const text = typeof value === 'string' ? value : value.reveal()
  if (text.trim() === '') throw invalid(who, what, EMPTY)
  return text
}

/** A private key in PEM, also with `\n` for its line ends. Throws `CONFIG_INVALID`. */
export function readPrivateKey(who: string, type: 'rsa' | 'ec', value: Secret): KeyObject {
  if (value.reveal() === '') throw invalid(who, 'a private key in PEM', EMPTY)
  let key: KeyObject
  try {
    key = createPrivateKey(value.reveal().replaceAll(String.raw`\n`, '\n'))
  } catch {
    // The cause may quote the key.
    throw invalid(who, 'a private key in PEM', 'something else')
  }
  if (key.asymmetricKeyType !== type) {
    throw invalid(who, `a key of type ${type}`, key.asymmetricKeyType ?? 'another')
  }
  return key
}

function invalid(who: string, expected: string, got: string): AppError {
  return new AppError('CONFIG_INVALID', `${who}: expected ${expected}, got ${got}`)
}

function isPrivate(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const version = isIP(address)
  if (version === 0) return PRIVATE_NAME.test(host)
  return PRIVATE_ADDRESSES.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function privateAddresses(): BlockList {
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8)
  list.addSubnet('10.0.0.0', 8)
  list.addSubnet('172.16.0.0', 12)
  list.addSubnet('192.168.0.0', 16)
  list.addAddress('::1', 'ipv6')
  list.addSubnet('fc00::', 7, 'ipv6')
  return list
}
