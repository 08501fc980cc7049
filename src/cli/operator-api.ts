import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { processEnvironment, readSettings } from '../config.ts'
import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import { embeddedSecrets } from '../embedded/secrets.ts'
import { UsageError } from './command.ts'

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
  /** The same as it came; `undefined` where it is no JSON. */
  readonly json: unknown
  readonly text: string
}

/** Where Doorkey runs, and whose key is sent. */
export interface OperatorPlace {
  readonly url: string
  readonly key: Secret
}

/** `given`, PUBLIC_URL or this machine; DOORKEY_API_KEY or DOORKEY_ADMIN_KEY. Throws `UsageError`. */
export function readPlace(given: string | undefined): OperatorPlace {
  const settings = readSettings({ ...embeddedSecrets(), ...processEnvironment() }, () => {})
  const key = settings.apiKey ?? settings.adminKey
  if (!key) throw new UsageError('DOORKEY_API_KEY: expected an operator key, got none')
  const url = given ?? settings.publicUrl ?? `http://127.0.0.1:${settings.port}`
  return { url: url.replace(/\/+$/, ''), key }
}

/** Asks `/v1` of a running Doorkey: a POST where there is a body. Throws `DOORKEY_UNREACHABLE`. */
export async function askOperatorApi(ask: {
  readonly place: OperatorPlace
  readonly path: string
  readonly body?: object
  readonly idempotencyKey?: string | undefined
}): Promise<ApiAnswer> {
  const { place, path, body, idempotencyKey } = ask
  let response: Response
  try {
    response = await fetch(`${place.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        authorization: `Bearer ${place.key.reveal()}`,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (cause) {
    const message = 'cli: expected an answer of Doorkey at --url, got none'
    throw new AppError('DOORKEY_UNREACHABLE', message, { cause })
  }
  const text = await response.text()
  const json = parseJson(text)
  const known = compiled.Check(json) ? json : undefined
  return { status: response.status, body: known, json, text: text.slice(0, 200) }
}

function parseJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return json
  } catch {
    return undefined
  }
}
