import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { readBaseUrl, readPrivateKey, readSecret } from '../../../src/directories/http/settings.ts'
import { errorOf } from '../../support/error-of.ts'

test.each([
  'https://id.example.com/auth/',
  'http://keycloak:8080',
  'http://127.0.0.1:8080',
  'http://10.1.2.3',
  'http://[::1]:1',
  'http://hanko.svc.cluster.local',
])('takes %s', (url) => {
  expect(readBaseUrl('acme url', url)).toBe(url.replace(/\/$/, ''))
  expect(readBaseUrl('acme url', new Secret(url))).toBe(url.replace(/\/$/, ''))
})

test.each([
  'http://id.example.com',
  'http://8.8.8.8',
  'https://user:c4nary@id.example.com',
  'https://id.example.com/?c4nary',
  'https://id.example.com/#c4nary',
  'ftp://id.example.com',
  'c4nary',
  '',
])('refuses %s without repeating it', (url) => {
  const error = errorOf(() => readBaseUrl('acme url', url))
  expect(error.code).toBe('CONFIG_INVALID')
  expect(error.message).toMatch(/^acme url: expected .+, got (another|an empty one)$/)
})

test('takes a key of the type it needs, also with its line ends escaped', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const text of [pem, pem.replaceAll('\n', String.raw`\n`)]) {
    expect(readPrivateKey('acme', 'rsa', new Secret(text)).asymmetricKeyType).toBe('rsa')
  }
  expect(errorOf(() => readPrivateKey('acme', 'ec', new Secret(pem))).message).toContain('got rsa')
  const broken = new Secret('-----BEGIN PRIVATE KEY-----c4nary')
  const error = errorOf(() => readPrivateKey('acme', 'rsa', broken))
  expect(`${error.stack} ${String(error.cause)}`).not.toContain('c4nary')
})

test('refuses an empty secret', () => {
  expect(errorOf(() => readSecret('acme', 'a token', new Secret(' '))).code).toBe('CONFIG_INVALID')
})
