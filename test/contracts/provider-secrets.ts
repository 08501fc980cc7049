import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import { Secret } from '../../src/core/secret.ts'
import type { KeyName } from './provider-fixture.ts'

const DIGITS: Readonly<Record<KeyName, string>> = { current: '1', next: '2' }

/** 32 characters, for schemes that use a secret as text. */
export function textSecret(name: KeyName): Secret {
  return new Secret(`${name}-`.padEnd(32, DIGITS[name]))
}

/** `whsec_` and the base64 of 32 bytes. */
export function standardSecret(name: KeyName): Secret {
  return new Secret(`whsec_${Buffer.from(DIGITS[name].repeat(32)).toString('base64')}`)
}

const PEMS = new Map<string, string>()

/** A private key, PKCS #8 as PEM: made once for each name and type. */
export function privateKeyPem(name: KeyName, type: 'rsa' | 'ec' | 'ed25519' = 'rsa'): string {
  const known = PEMS.get(`${name} ${type}`)
  if (known !== undefined) return known
  const pem = generateKey(type).export({ type: 'pkcs8', format: 'pem' }).toString()
  PEMS.set(`${name} ${type}`, pem)
  return pem
}

function generateKey(type: 'rsa' | 'ec' | 'ed25519') {
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
  if (type === 'ed25519') return generateKeyPairSync('ed25519').privateKey
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

/** The key id under which a private key's public half is published: its RFC 7638 thumbprint. */
export async function keyIdOf(pem: string): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(createPublicKey(pem)))
}

/** A provider's key sets on loopback. */
export interface KeySets {
  /** Lists exactly the RSA keys of these names. */
  url(names: readonly KeyName[]): string
  /** Lists what `publish` said last; at first `current`. */
  readonly rotatingUrl: string
  publish(names: readonly KeyName[]): void
  /** How often any key set was asked for. */
  requests(): number
  close(): Promise<void>
}

export async function startKeySets(): Promise<KeySets> {
  let published: readonly string[] = ['current']
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    const path = request.url?.slice(1) ?? ''
    const names = path === 'rotating' ? published : path.split('+')
    void keySet(names).then((json) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(json))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url: (names) => `${base}/${names.join('+')}`,
    rotatingUrl: `${base}/rotating`,
    publish: (names) => void (published = names),
    requests: () => requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function keySet(names: readonly string[]) {
  const listed = names.filter((name) => name === 'current' || name === 'next')
  const keys = await Promise.all(
    listed.map(async (name) => {
      const jwk = await exportJWK(createPublicKey(privateKeyPem(name)))
      return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' }
    }),
  )
  return { keys }
}
