import { createPrivateKey } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { keyIdOf, privateKeyPem } from './provider-secrets.ts'

/** A token by the vendor's key `current`, as `jose` signs it under the key id that is published. */
export async function publishedToken(claims: JWTPayload): Promise<string> {
  const pem = privateKeyPem('current')
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: await keyIdOf(pem) })
    .sign(createPrivateKey(pem))
}

/** The text at `name` of a JSON body, for tokens that stand in one. */
export function textIn(body: Buffer, ...names: readonly string[]): string {
  let value: unknown = JSON.parse(body.toString())
  for (const name of names) {
    value = new Map<string, unknown>(Object.entries(value ?? {})).get(name)
  }
  if (typeof value !== 'string') throw new Error(`expected a text at ${names.join('.')}`)
  return value
}
