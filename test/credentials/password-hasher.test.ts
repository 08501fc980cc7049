import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher, decoyHash } from '../../src/credentials/password-hasher.ts'

const hasher = createPasswordHasher(2)
const OWASP = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/

test('hashes by argon2id at the OWASP parameters, as a PHC string', async () => {
  expect(await hasher.hash(new Secret('correct horse'))).toMatch(OWASP)
})

test('tells the password from any other', async () => {
  const phc = await hasher.hash(new Secret('correct horse'))
  expect(await hasher.verify(phc, new Secret('correct horse'))).toBe(true)
  expect(await hasher.verify(phc, new Secret('correct horse '))).toBe(false)
})

test('takes both spellings of one letter for the same', async () => {
  const phc = await hasher.hash(new Secret('caf\u00e9 caf\u00e9'))
  expect(await hasher.verify(phc, new Secret('cafe\u0301 cafe\u0301'))).toBe(true)
})

test('counts all of a long password', async () => {
  const phc = await hasher.hash(new Secret(`${'x'.repeat(127)}a`))
  expect(await hasher.verify(phc, new Secret(`${'x'.repeat(127)}b`))).toBe(false)
})

test('the decoy has the same parameters and matches nothing', async () => {
  const decoy = decoyHash()
  expect(decoy).toMatch(OWASP)
  expect(await hasher.verify(decoy, new Secret(''))).toBe(false)
  expect(decoyHash()).not.toBe(decoy)
})

test('finishes all of 30 hashes asked for at once on two threads', async () => {
  const hashes = await Promise.all(
    Array.from({ length: 30 }, (_, index) => hasher.hash(new Secret(`password ${index}`))),
  )
  expect(new Set(hashes).size).toBe(30)
})
