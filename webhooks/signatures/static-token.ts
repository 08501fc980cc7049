import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { readSecrets, readSecretText } from './read-secrets.ts'
import { readSingleHeader } from './single-header.ts'

/** Guesses are limited, but nothing else stands between a short token and whoever tries. */
const TOKEN_LENGTH_MIN = 16
const TOKEN = /^[!-~]([ -~]*[!-~])?$/

/**
 * A token in a header, the same in every request: it proves the sender, and nothing about the body.
 */
export interface StaticTokenScheme {
  readonly header: string
  /**
   * What stands before the token. `Basic`: the token is `user:password` and travels as base64.
   * Default nothing.
   */
  readonly scheme?: 'Bearer' | 'Basic'
}

/**
 * Checks tokens once, when the provider is made: 16 or more visible ASCII characters, for `Basic`
 * `user:password`. Throws `CONFIG_INVALID`.
 */
export function readTokens(
  who: string,
  secrets: readonly Secret[],
): readonly [Secret, ...Secret[]] {
  return readSecrets(who, secrets, (secret, path) => {
    const text = readSecretText(who, secret, path)
    if (text.length >= TOKEN_LENGTH_MIN && TOKEN.test(text)) return secret
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected ${TOKEN_LENGTH_MIN} or more visible ASCII characters at ${path}, ` +
        `got ${text.length < TOKEN_LENGTH_MIN ? 'fewer' : 'others'}`,
    )
  })
}

/** Throws `SIGNATURE_*` unless the header holds one of `tokens`. */
export function verifyStaticToken(
  who: string,
  scheme: StaticTokenScheme,
  request: SignedRequest,
  tokens: readonly Secret[],
): void {
  const presented = readSingleHeader(who, request, scheme.header)
  const credentials = withoutScheme(scheme, presented)
  if (credentials === undefined) {
    const isBare = tokens.some((token) => isEqual(presented, token.reveal()))
    throw new AppError(
      'SIGNATURE_MALFORMED',
      `${who}: expected ${scheme.scheme} and a token in ${scheme.header}, ` +
        `got ${isBare ? 'the right token alone' : 'other text'}`,
    )
  }
  if (!tokens.some((token) => isEqual(credentials, encoded(scheme, token)))) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected one of ${tokens.length} tokens in ${scheme.header}, got another`,
    )
  }
}

/** The header that carries `token`. */
export function signStaticToken(
  scheme: StaticTokenScheme,
  token: Secret,
): Readonly<Record<string, string>> {
  const word = scheme.scheme === undefined ? '' : `${scheme.scheme} `
  return { [scheme.header]: word + encoded(scheme, token) }
}

/** Names of schemes are compared without case, as HTTP has it. */
function withoutScheme({ scheme }: StaticTokenScheme, value: string): string | undefined {
  if (scheme === undefined) return value
  const [, word, credentials] = /^([A-Za-z]+) +(\S.*)$/.exec(value) ?? []
  return word?.toLowerCase() === scheme.toLowerCase() ? credentials : undefined
}

function encoded({ scheme }: StaticTokenScheme, token: Secret): string {
  return scheme === 'Basic' ? Buffer.from(token.reveal()).toString('base64') : token.reveal()
}

/** Digests are compared, so that not even the length shows in the time taken. */
function isEqual(actual: string, expected: string): boolean {
  return timingSafeEqual(digest(actual), digest(expected))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
