import { createHmac } from 'node:crypto'
import { addressOf } from './addresses.ts'

const BODY_BYTES = 1_400
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

export interface RequestOptions {
  /** The requests go to these in turn. */
  readonly sources: readonly string[]
  /** Numbers make users, addresses and deliveries unique; the first one. */
  readonly first: number
  readonly count: number
  /** base64 of the key that all sources share. */
  readonly secret: string
}

/**
 * Complete HTTP/1.1 requests, each about a user of its own, signed by the Standard Webhooks
 * specification; made before anything is measured. A signature is good for five minutes.
 */
export function makeRequests({ sources, first, count, secret }: RequestOptions): readonly Buffer[] {
  const key = Buffer.from(secret, 'base64')
  const sentAt = Math.floor(Date.now() / 1_000)
  return Array.from({ length: count }, (_, index) => {
    const number = first + index
    const source = sources[number % sources.length] ?? ''
    const id = `msg_${number}_${sentAt}`
    const body = makeBody(number)
    const signature = createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64')
    return Buffer.from(
      [
        `POST /webhooks/${source} HTTP/1.1`,
        'host: 127.0.0.1',
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(body)}`,
        `webhook-id: ${id}`,
        `webhook-timestamp: ${sentAt}`,
        `webhook-signature: v1,${signature}`,
        '',
        body,
      ].join('\r\n'),
    )
  })
}

/** As long as the bodies that providers send, and of 26 kinds. */
function makeBody(number: number): string {
  const user = {
    id: `user-${number}`,
    email: addressOf(number),
    name: 'Ada Lovelace',
    locale: 'en',
  }
  const event = { type: 'user.created', timestamp: new Date().toISOString() }
  const bare = JSON.stringify({ ...event, data: { user, metadata: '' } })
  const metadata = (LETTERS[number % LETTERS.length] ?? 'a').repeat(BODY_BYTES - bare.length)
  return JSON.stringify({ ...event, data: { user, metadata } })
}
