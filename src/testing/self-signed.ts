import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const SHA256_WITH_RSA = '06092a864886f70d01010b0500'
const COMMON_NAME = '0603550403'
const SUBJECT_ALTERNATIVE_NAME = '0603551d11'

/** A key pair whose public half it vouches for itself. */
export interface SelfSigned {
  /** PEM. */
  readonly certificate: string
  readonly privateKey: KeyObject
}

/** The smallest certificate that X.509 (RFC 5280) allows; times as in `20200101000000Z`. */
export function createSelfSigned({
  host,
  validFrom = '20200101000000Z',
  validTo = '20990101000000Z',
}: {
  readonly host: string
  readonly validFrom?: string
  readonly validTo?: string
}): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const algorithm = der(0x30, Buffer.from(SHA256_WITH_RSA, 'hex'))
  const commonName = der(0x30, Buffer.from(COMMON_NAME, 'hex'), der(0x0c, Buffer.from(host)))
  const name = der(0x30, der(0x31, commonName))
  const hosts = der(0x04, der(0x30, der(0x82, Buffer.from(host))))
  const extension = der(0x30, Buffer.from(SUBJECT_ALTERNATIVE_NAME, 'hex'), hosts)
  const body = der(
    0x30,
    // Version 3, which extensions need.
    der(0xa0, der(0x02, Buffer.from([2]))),
    // The leading one keeps the number positive.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    der(0x30, der(0x18, Buffer.from(validFrom)), der(0x18, Buffer.from(validTo))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, extension)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('RSA-SHA256', body, privateKey))
  return { certificate: pem(der(0x30, body, algorithm, signature)), privateKey }
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
