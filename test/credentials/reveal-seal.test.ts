import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPageToken } from '../../src/credentials/page-link.ts'
import { openWithToken, sealForNewToken } from '../../src/credentials/reveal-seal.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { secretDigest } from '../../src/credentials/secret-digest.ts'
import { errorOf } from '../support/error-of.ts'

const newSealer = () => createSealer([{ id: 'k1', key: new Secret(randomBytes(32)) }])
const sealer = newSealer()
const PASSWORD = new Secret('r4ven-Quartz-oxbow-9')

describe('a password that is sealed for a token', () => {
  test('opens with the token and our key, for any password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { token, sealed } = sealForNewToken(sealer, 'cred_1', new Secret(text))
        expect(openWithToken(sealer, sealed, token).reveal()).toBe(text)
        expect(sealed.tokenHash).toBe(secretDigest(token).toString('hex'))
      }),
    )
  })

  test.each([
    ['another token', sealer, 'cred_1', createPageToken().token],
    ['an empty token', sealer, 'cred_1', new Secret('')],
    ['another key', newSealer(), 'cred_1', undefined],
    ['another row', sealer, 'cred_2', undefined],
  ])('does not open with %s', (_, opens, credentialId, wrong) => {
    const { token, sealed } = sealForNewToken(sealer, 'cred_1', PASSWORD)
    const open = () => openWithToken(opens, { ...sealed, credentialId }, wrong ?? token)
    expect(errorOf(open).code).toBe('SEAL_BROKEN')
  })

  test('is still sealed for whoever has the row and our key', () => {
    const { token, sealed } = sealForNewToken(sealer, 'cred_1', PASSWORD)
    const inner = sealer.open(sealed.secret, 'reveal.secret:cred_1').reveal()
    expect(inner).toMatch(/^token\.[\w-]{40,}$/)
    const bytes = Buffer.from(inner.slice('token.'.length), 'base64url').toString('latin1')
    expect(bytes).not.toContain(PASSWORD.reveal())
    expect(errorOf(() => sealer.open(inner, 'reveal.secret:cred_1')).code).toBe('KEY_UNKNOWN')
    expect(JSON.stringify(sealed)).not.toContain(token.reveal())
  })

  test('does not open after any one bit was changed', () => {
    const { token, sealed } = sealForNewToken(sealer, 'cred_1', PASSWORD)
    const payload = Buffer.from(sealed.secret.slice('k1.'.length), 'base64url')
    expect(payload.length).toBeGreaterThan(80)
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const forged = Buffer.from(payload)
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const secret = `k1.${forged.toString('base64url')}`
      expect(errorOf(() => openWithToken(sealer, { ...sealed, secret }, token)).code).toBe(
        'SEAL_BROKEN',
      )
    }
  })
})
