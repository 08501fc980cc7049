import type { Provider, SampleEvent } from '../events/provider.ts'

const TIMEOUT_MS = 10_000

/** What the receiver answered to a signed sample. */
export interface SampleAnswer {
  readonly status: number
  /** The stored event's id; absent where the sample was refused. */
  readonly eventId: string | undefined
  readonly outcome: string
}

/** Signs `event` as `provider` would and posts it to the source's webhook. */
export async function postSample(
  baseUrl: string,
  source: string,
  provider: Provider,
  event: SampleEvent,
): Promise<SampleAnswer> {
  const { headers, body } = await provider.sample(event)
  const response = await fetch(`${baseUrl}/webhooks/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const answer: unknown = await response.json().catch(() => undefined)
  return {
    status: response.status,
    eventId: textField(answer, 'id'),
    outcome: textField(answer, 'status') ?? `HTTP ${response.status}`,
  }
}

function textField(value: unknown, name: string): string | undefined {
  const fields = new Map<string, unknown>(Object.entries(value ?? {}))
  const found = fields.get(name)
  return typeof found === 'string' ? found : undefined
}
