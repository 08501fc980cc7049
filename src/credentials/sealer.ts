import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** One 256-bit key and the id that sealed values name it by. */
export interface SealingKey {
  /** `[A-Za-z0-9_-]`, at most 32 characters. */
  readonly id: string
  readonly key: Secret<Buffer>
}

/**
 * Seals values for the database: AES-256-GCM under the first key, any key opens. `context` is
 * `table.column:row id`, so that a sealed value moved to another row or column does not open.
 */
export interface Sealer {
  /** `<key id>.<base64url of nonce, ciphertext, tag>`. */
  seal(value: Secret<string | Buffer>, context: string): string
  /** Throws `KEY_UNKNOWN` or `SEAL_BROKEN`. */
  open(sealed: string, context: string): Secret
  /** The same for bulk content, without the base64: `<key id>` NUL nonce, ciphertext, tag. */
  sealBytes(value: Secret<Buffer>, context: string): Buffer
  openBytes(sealed: Buffer, context: string): Secret<Buffer>
}

/** `keys[0]` writes, all read. */
export function createSealer(keys: readonly [SealingKey, ...SealingKey[]]): Sealer {
  const [first, ...others] = keys
  const writer = readyKey(first)
  const byId = new Map([writer, ...others.map(readyKey)].map((key) => [key.id, key]))

  const openWith = (keyId: string, payload: Buffer, context: string): Buffer => {
    const key = byId.get(keyId)
    if (!key) {
      throw new AppError(
        'KEY_UNKNOWN',
        `sealer: expected a key named in DOORKEY_KEYS, got ${keyId}`,
      )
    }
    return decrypt(key, payload, context)
  }

  return {
    seal: (value, context) =>
      `${writer.id}.${encrypt(writer, value.reveal(), context).toString('base64url')}`,
    open(sealed, context) {
      const [keyId, text, ...rest] = sealed.split('.')
      const payload = Buffer.from(text ?? '', 'base64url')
      // Node's decoder skips what is not base64url, so equal text is asked for as well.
      if (keyId === undefined || rest.length > 0 || payload.toString('base64url') !== text) {
        throw broken('`<key id>.<base64url>`', 'another form')
      }
      return new Secret(openWith(keyId, payload, context).toString('utf8'))
    },
    sealBytes: (value, context) =>
      Buffer.concat([Buffer.from(`${writer.id}\0`), encrypt(writer, value.reveal(), context)]),
    openBytes(sealed, context) {
      const end = sealed.indexOf(0)
      if (end === -1) throw broken('a key id before the first NUL', 'no NUL')
      const keyId = sealed.subarray(0, end).toString('utf8')
      return new Secret(openWith(keyId, sealed.subarray(end + 1), context))
    },
  }
}

interface ReadyKey {
  readonly id: string
  readonly key: KeyObject
}

/** Made once: a cipher that is given bytes makes a key object of them each time (12 µs of 20). */
function readyKey({ id, key }: SealingKey): ReadyKey {
  return { id, key: createSecretKey(key.reveal()) }
}

const nonces = Buffer.alloc(256 * NONCE_BYTES)
let noncesUsed = nonces.length

/** Drawn many at once, which costs no more than drawing one; each is given out once. */
function nextNonce(): Buffer {
  if (noncesUsed === nonces.length) {
    randomFillSync(nonces)
    noncesUsed = 0
  }
  const nonce = Buffer.from(nonces.subarray(noncesUsed, noncesUsed + NONCE_BYTES))
  noncesUsed += NONCE_BYTES
  return nonce
}

function encrypt(key: ReadyKey, value: string | Buffer, context: string): Buffer {
  const nonce = nextNonce()
  const cipher = createCipheriv(ALGORITHM, key.key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(`${key.id}|${context}`))
  const plain = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: ReadyKey, payload: Buffer, context: string): Buffer {
  if (payload.length < NONCE_BYTES + TAG_BYTES) {
    throw broken('nonce, ciphertext and tag', 'fewer bytes')
  }
  // Without authTagLength Node accepts a shortened tag, which makes forging one feasible.
  const decipher = createDecipheriv(ALGORITHM, key.key, payload.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(`${key.id}|${context}`))
  decipher.setAuthTag(payload.subarray(payload.length - TAG_BYTES))
  try {
    const body = payload.subarray(NONCE_BYTES, payload.length - TAG_BYTES)
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch (cause) {
    throw broken('an untouched value', 'one that does not open', cause)
  }
}

function broken(expected: string, got: string, cause?: unknown): AppError {
  return new AppError('SEAL_BROKEN', `sealer: expected ${expected}, got ${got}`, { cause })
}
