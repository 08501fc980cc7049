import { createHash, type KeyObject, timingSafeEqual } from 'node:crypto'
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { AppError } from '../../src/core/app-error.ts'
import type { JwtKeys } from './key-sets.ts'
import { mismatchHint } from './mismatch-hints.ts'
import type { SampleKey } from './sample-key.ts'

const TOLERANCE_SECONDS = 60
const TOKEN_LENGTH_MAX = 256 * 1_024
const BODY_HASH_CLAIM = 'request_body_sha256'

/** What a JWT must be to be believed. */
export interface JwtRules {
  readonly keys: JwtKeys
  /** Such as `RS256`; any other, and `none`, is refused whatever the token's header says. */
  readonly algorithms: readonly string[]
  readonly issuer?: string | readonly string[]
  /** One of these must be in `aud`. */
  readonly audience?: string | readonly string[]
  /** Whether `exp` must be there; one that is there is always held to. */
  readonly mustExpire: boolean
  /** How far the clocks may be apart. Default 60. */
  readonly toleranceSeconds?: number
}

/**
 * The claims of a JWT that keeps the rules. Throws `SIGNATURE_*`, and `KEY_SET_UNAVAILABLE` where
 * the provider's keys cannot be had, so that it posts again.
 */
export async function verifyJwt(
  who: string,
  token: string,
  rules: JwtRules,
  receivedAt: Date,
): Promise<JWTPayload> {
  const toleranceSeconds = rules.toleranceSeconds ?? TOLERANCE_SECONDS
  if (token.length > TOKEN_LENGTH_MAX) throw malformed(who, 'a shorter token')
  checkAlgorithm(who, token, rules)
  const payload = await verifySigned(who, token, rules, {
    algorithms: [...rules.algorithms],
    ...(rules.issuer !== undefined && { issuer: listOf(rules.issuer) }),
    ...(rules.audience !== undefined && { audience: listOf(rules.audience) }),
    requiredClaims: rules.mustExpire ? ['exp'] : [],
    clockTolerance: toleranceSeconds,
    currentDate: receivedAt,
  })
  const aheadSeconds = (payload.iat ?? 0) - receivedAt.getTime() / 1_000
  if (aheadSeconds > toleranceSeconds) {
    throw new AppError(
      'SIGNATURE_TIMESTAMP',
      `${who}: expected a token from the past, got one ${Math.ceil(aheadSeconds)} s ahead`,
    )
  }
  return payload
}

/**
 * Throws `SIGNATURE_*` unless the claim `request_body_sha256` is the SHA-256 of the raw body:
 * FusionAuth writes it as base64, the Keycloak extension as hex.
 */
export function verifyBodyHash(
  who: string,
  payload: JWTPayload,
  body: Buffer,
  encoding: 'hex' | 'base64',
): void {
  const claim = payload[BODY_HASH_CLAIM]
  if (typeof claim !== 'string') throw malformed(who, `a text in the claim ${BODY_HASH_CLAIM}`)
  const fits = (bytes: Buffer): boolean => isEqual(claim, bodyHash(bytes, encoding))
  if (fits(body)) return
  const other = encoding === 'hex' ? 'base64' : 'hex'
  const isOther = isEqual(claim, bodyHash(body, other))
  throw new AppError(
    'SIGNATURE_MISMATCH',
    `${who}: expected the body's SHA-256 in ${encoding} in the claim ${BODY_HASH_CLAIM}, ` +
      `got ${isOther ? `it in ${other}` : 'another'}${mismatchHint(body, fits)}`,
  )
}

/** The claim that `verifyBodyHash` expects. */
export function bodyHashClaim(
  body: Buffer,
  encoding: 'hex' | 'base64',
): { readonly [BODY_HASH_CLAIM]: string } {
  return { [BODY_HASH_CLAIM]: bodyHash(body, encoding) }
}

/** A JWT for a sample: by a key pair, or by a shared secret for HS256. */
export function signJwt(claims: JWTPayload, key: SampleKey | KeyObject): Promise<string> {
  const isPair = 'privateKey' in key
  return new SignJWT(claims)
    .setProtectedHeader(isPair ? { alg: key.algorithm, kid: key.id } : { alg: 'HS256' })
    .sign(isPair ? key.privateKey : key)
}

/** Before any key is looked for, so that a forged header costs nothing. */
function checkAlgorithm(who: string, token: string, { keys, algorithms }: JwtRules): void {
  const isForSecrets = keys.kind === 'secret'
  // A public key must never be taken for an HMAC secret.
  if (algorithms.length === 0 || algorithms.some((one) => one.startsWith('HS') !== isForSecrets)) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected algorithms that fit ${keys.kind} keys, got ${algorithms.join(', ')}`,
    )
  }
  const algorithm = readAlgorithm(token)
  if (algorithm === undefined) throw malformed(who, 'a JWT')
  if (!algorithms.includes(algorithm)) {
    throw malformed(who, `a JWT by ${algorithms.join(' or ')}`, 'one by another algorithm')
  }
}

function readAlgorithm(token: string): string | undefined {
  try {
    return token.split('.').length === 3 ? decodeProtectedHeader(token).alg : undefined
  } catch {
    return undefined
  }
}

type VerifyOptions = Parameters<typeof jwtVerify>[2]

async function verifySigned(
  who: string,
  token: string,
  { keys }: JwtRules,
  options: VerifyOptions,
): Promise<JWTPayload> {
  try {
    if (keys.kind !== 'remote') return await verifyByAny(token, keys.list, options)
    const { payload } = await jwtVerify(token, keys.find, options)
    return payload
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw refusal(who, error)
    return await verifyByEach(who, token, error, options)
  }
}

/** A token without a key id, by one of several keys that are published. */
async function verifyByEach(
  who: string,
  token: string,
  keys: errors.JWKSMultipleMatchingKeys,
  options: VerifyOptions,
): Promise<JWTPayload> {
  let last: unknown = new errors.JWKSNoMatchingKey()
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload
    } catch (error) {
      last = error
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break
    }
  }
  throw refusal(who, last)
}

async function verifyByAny(
  token: string,
  keys: readonly KeyObject[],
  options: VerifyOptions,
): Promise<JWTPayload> {
  let last: unknown = new errors.JWKSNoMatchingKey()
  for (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload
    } catch (error) {
      last = error
      // Any other failure comes after the signature, or would be the same for every key.
      if (!isOfKey(error)) break
    }
  }
  throw last
}

/** The signature is by another key, or this key is of another type than the algorithm needs. */
function isOfKey(error: unknown): boolean {
  const kinds = [errors.JWSSignatureVerificationFailed, TypeError, DOMException]
  return kinds.some((kind) => error instanceof kind)
}

/** What a refusal by `jose` means to us. Its words are left out: they may quote claims. */
function refusal(who: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof errors.JWTExpired) {
    return new AppError('SIGNATURE_TIMESTAMP', `${who}: expected a live token, got an expired one`)
  }
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(who, error)
  if (isOfKey(error) || error instanceof errors.JWKSNoMatchingKey) {
    const got = error instanceof errors.JWKSNoMatchingKey ? 'an unknown key id' : 'another'
    return new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a token by one of the provider's keys, got ${got}`,
    )
  }
  if (isOfToken(error)) return malformed(who, 'a JWT')
  return new AppError('KEY_SET_UNAVAILABLE', `${who}: expected the key set, got none`, {
    cause: error,
  })
}

function isOfToken(error: unknown): boolean {
  const kinds = [errors.JWSInvalid, errors.JWTInvalid, errors.JOSENotSupported]
  return [...kinds, errors.JOSEAlgNotAllowed].some((kind) => error instanceof kind)
}

function claimRefusal(who: string, { claim, reason }: errors.JWTClaimValidationFailed): AppError {
  if (reason === 'missing' || reason === 'invalid') return malformed(who, `the claim ${claim}`)
  const code = claim === 'nbf' || claim === 'exp' ? 'SIGNATURE_TIMESTAMP' : 'SIGNATURE_MISMATCH'
  return new AppError(code, `${who}: expected another ${claim} in the token, got a wrong one`)
}

function malformed(who: string, expected: string, got = 'something else'): AppError {
  return new AppError('SIGNATURE_MALFORMED', `${who}: expected ${expected}, got ${got}`)
}

function bodyHash(body: Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(body).digest(encoding)
}

function isEqual(actual: string, expected: string): boolean {
  const [one, other] = [Buffer.from(actual), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function listOf(value: string | readonly string[]): string[] {
  return typeof value === 'string' ? [value] : [...value]
}

/** Claims of ID, access and machine tokens. */
const SESSION_CLAIMS = ['sub', 'azp', 'client_id', 'scp', 'scope'] as const

/**
 * Throws `SIGNATURE_MISMATCH` for a token that logs somebody in: vendors that sign webhooks without
 * an audience sign those with the same keys, and users come by theirs.
 */
export function refuseSessionToken(who: string, claims: JWTPayload): void {
  if (SESSION_CLAIMS.every((name) => claims[name] === undefined)) return
  throw new AppError('SIGNATURE_MISMATCH', `${who}: expected a webhook's token, got a session's`)
}
