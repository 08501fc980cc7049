import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createSealer, type SealingKey } from '../../src/credentials/sealer.ts'

const CONTEXT = 'credential.secret:cred_1'
const makeKey = (id: string): SealingKey => ({ id, key: new Secret(randomBytes(32)) })
const [oldKey, newKey] = [makeKey('k1'), makeKey('k2')]
const sealer = createSealer([oldKey])
const broken = expect.objectContaining({ code: 'SEAL_BROKEN' })

/** `sealed` with the bytes after its key id changed by `change`. */
function altered(sealed: string, change: (payload: Buffer) => Buffer): string {
  const [id, payload = ''] = sealed.split('.')
  return `${id}.${change(Buffer.from(payload, 'base64url')).toString('base64url')}`
}

describe('a sealed value', () => {
  test('opens to what was sealed, for any text and context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(sealer.open(sealer.seal(new Secret(text), context), context).reveal()).toBe(text)
      }),
    )
  })

  test('opens to what was sealed, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_096 }), (bytes) => {
        const sealed = sealer.sealBytes(new Secret(Buffer.from(bytes)), CONTEXT)
        expect(sealer.openBytes(sealed, CONTEXT).reveal()).toEqual(Buffer.from(bytes))
      }),
    )
  })

  test('shows neither the text nor that two are equal', () => {
    const sealed = [
      sealer.seal(new Secret('hunter2'), CONTEXT),
      sealer.seal(new Secret('hunter2'), CONTEXT),
    ]
    expect(sealed[0]).not.toBe(sealed[1])
    expect(Buffer.from(sealed.join(), 'base64url').includes('hunter2')).toBe(false)
  })

  test('does not open in another row or column', () => {
    const sealed = sealer.seal(new Secret('x'), CONTEXT)
    expect(() => sealer.open(sealed, 'credential.secret:cred_2')).toThrow(broken)
    expect(() => sealer.open(sealed, 'event.body:cred_1')).toThrow(broken)
    const bytes = sealer.sealBytes(new Secret(Buffer.from('x')), CONTEXT)
    expect(() => sealer.openBytes(bytes, 'credential.secret:cred_2')).toThrow(broken)
  })

  test('does not open after any one bit was changed', () => {
    const sealed = sealer.seal(new Secret('the secret'), CONTEXT)
    const bits = Buffer.from(sealed.split('.')[1] ?? '', 'base64url').length * 8
    expect(bits).toBeGreaterThan(200)
    for (let bit = 0; bit < bits; bit += 1) {
      const forged = altered(sealed, (payload) => {
        payload.writeUInt8(payload.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        return payload
      })
      expect(() => sealer.open(forged, CONTEXT)).toThrow(broken)
    }
  })

  test('does not open with a tag cut to 4, 8 or 12 bytes, nor with nothing left', () => {
    const sealed = sealer.seal(new Secret(''), CONTEXT)
    for (const cut of [4, 8, 12, 15, 28]) {
      const shorter = altered(sealed, (payload) => payload.subarray(0, payload.length - cut))
      expect(() => sealer.open(shorter, CONTEXT)).toThrow(broken)
    }
  })

  test('does not open in any other spelling', () => {
    const sealed = sealer.seal(new Secret('x'), CONTEXT)
    for (const spelling of [
      `${sealed}=`,
      `${sealed}.`,
      ` ${sealed}`.replace('.', '. '),
      '',
      'k1',
      'k1.',
    ]) {
      expect(() => sealer.open(spelling, CONTEXT)).toThrow(broken)
    }
    expect(() => sealer.openBytes(Buffer.from('k1'), CONTEXT)).toThrow(broken)
  })
})

describe('rotation', () => {
  test('the new key writes, and the old one still opens', () => {
    const before = sealer.seal(new Secret('before'), CONTEXT)
    const rotated = createSealer([newKey, oldKey])
    expect(rotated.open(before, CONTEXT).reveal()).toBe('before')
    expect(rotated.seal(new Secret('after'), CONTEXT)).toMatch(/^k2\./)
  })

  test('a key that is gone is named, without the value', () => {
    const sealed = sealer.seal(new Secret('before'), CONTEXT)
    const unknown = expect.objectContaining({
      code: 'KEY_UNKNOWN',
      message: 'sealer: expected a key named in DOORKEY_KEYS, got k1',
    })
    expect(() => createSealer([newKey]).open(sealed, CONTEXT)).toThrow(unknown)
    const bytes = sealer.sealBytes(new Secret(Buffer.from('before')), CONTEXT)
    expect(() => createSealer([newKey]).openBytes(bytes, CONTEXT)).toThrow(unknown)
  })

  test('another key under the same id opens nothing', () => {
    const sealed = sealer.seal(new Secret('before'), CONTEXT)
    expect(() => createSealer([makeKey('k1')]).open(sealed, CONTEXT)).toThrow(broken)
  })
})
