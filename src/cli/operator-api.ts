import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'

/** A first turn may take three calls to a directory. */
const TIMEOUT_MS = 60_000

const Reason = Type.Object({ code: Type.String(), message: Type.String() })
const Body = Type.Object({
  userId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  eventId: Type.Optional(Type.String()),
  messageId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  state: Type.Optional(Type.String()),
  expiresAt: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  password: Type.Optional(Type.String()),
  error: Type.Optional(
    Type.Intersect([Reason, Type.Object({ refusals: Type.Optional(Type.Array(Reason)) })]),
  ),
})
const compiled = Compile(Body)

/** What `/v1` answered. */
export interface ApiAnswer {
  readonly status: number
  /** `undefined` where the answer is none of ours. */
  readonly body: Static<typeof Body> | undefined
  readonly text: string
}

/** Posts to `/v1` of a running Doorkey as an operator. Throws `DOORKEY_UNREACHABLE`. */
export async function askOperatorApi(ask: {
  readonly url: string
  readonly adminKey: Secret
  readonly path: string
  readonly body: object
  readonly key: string | undefined
}): Promise<ApiAnswer> {
  const { url, adminKey, path, body, key } = ask
  let response: Response
  try {
    response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${adminKey.reveal()}`,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (cause) {
    const message = 'cli: expected an answer of Doorkey at --url, got none'
    throw new AppError('DOORKEY_UNREACHABLE', message, { cause })
  }
  const text = await response.text()
  return { status: response.status, body: parseBody(text), text: text.slice(0, 200) }
}

function parseBody(text: string): ApiAnswer['body'] {
  try {
    const json: unknown = JSON.parse(text)
    return compiled.Check(json) ? json : undefined
  } catch {
    return undefined
  }
}
