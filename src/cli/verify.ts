import { readFile } from 'node:fs/promises'
import { maskAddress } from '../core/mask-address.ts'
import type { ParsedEvent } from '../events/identity-event.ts'
import { type Command, parseCommandLine, UsageError } from './command.ts'
import { findSource } from './find-source.ts'
import { readCapture } from './verify/captured-request.ts'
import { type Explanation, explainRequest, type Step } from './verify/explain-request.ts'

const HEADERS_BYTES_MAX = 256 * 1_024

export const verifyCommand: Command = {
  usage: `usage: doorkey verify --source NAME --headers FILE --body FILE [options]

Takes one captured request through the receiver's steps and says which refuses it and why. Nothing
is sent or stored, and no secret, link or code is shown.

  --source NAME    whose provider and secrets to verify with
  --headers FILE   lines name: value, with or without the request's first line, or a JSON object;
                   - for standard input
  --body FILE      the bytes as they were sent; left out: no body
  --method METHOD  default that of the first line, or POST
  --at TIME        when it arrived, such as 2026-11-23T12:00:00Z; default now. Signed times are
                   compared with it.
  --json           one JSON object: {accepted, steps, events}
  --config FILE    default doorkey.config.ts, or DOORKEY_CONFIG

  exit codes: 0 it would be accepted, 1 it would be refused, 2 the call makes no sense

  doorkey verify --source acme --headers headers.txt --body body.json --at 2026-11-23T12:00:00Z`,

  async run(args) {
    const { values } = parseCommandLine({
      args: [...args],
      options: {
        source: { type: 'string' },
        headers: { type: 'string' },
        body: { type: 'string' },
        method: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    })
    const { source } = await findSource(values.source, values)
    const request = readCapture({
      headers: await readHeaders(values.headers),
      body: values.body === undefined ? Buffer.alloc(0) : await readBytes('body', values.body),
      method: values.method?.toUpperCase(),
      receivedAt: readTime(values.at),
    })
    const explanation = await explainRequest(source.provider, request)
    const isAccepted = explanation.steps.every(({ isPassed }) => isPassed)
    console.log(values.json ? asJson(isAccepted, explanation) : asText(explanation))
    return isAccepted ? 0 : 1
  },
}

async function readHeaders(file: string | undefined): Promise<string> {
  if (file === undefined) throw new UsageError('--headers: expected a file or -, got none')
  const bytes = file === '-' ? await readInput() : await readBytes('headers', file)
  if (bytes.length <= HEADERS_BYTES_MAX) return bytes.toString('utf8')
  throw new UsageError(`--headers: expected at most ${HEADERS_BYTES_MAX} bytes, got more`)
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

async function readBytes(name: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch {
    throw new UsageError(`--${name}: expected a file that can be read, got ${file}`)
  }
}

function readTime(text: string | undefined): Date {
  const time = text === undefined ? new Date() : new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  throw new UsageError(`--at: expected a time such as 2026-11-23T12:00:00Z, got ${text}`)
}

function asText({ steps, events }: Explanation): string {
  const lines = steps.flatMap(({ step, isPassed, code, found, remedy }: Step) => [
    `${isPassed ? 'passed ' : 'REFUSED'}  ${step}: ${code === undefined ? '' : `${code}, `}${found}`,
    ...(remedy === undefined ? [] : [`         remedy: ${remedy}`]),
  ])
  const told = events.map(
    (event) => `event    ${Object.values(factsOf(event)).filter(Boolean).join(', ')}`,
  )
  return [...lines, ...told].join('\n')
}

function asJson(accepted: boolean, { steps, events }: Explanation): string {
  return JSON.stringify({
    accepted,
    steps: steps.map(({ isPassed, ...step }) => ({ ...step, passed: isPassed })),
    events: events.map(factsOf),
  })
}

/** What the log may say too: never a link or a code, and of an address only what tells it apart. */
function factsOf(event: ParsedEvent) {
  const { type, providerType, dedupeKey } = event
  if (event.type === 'ignored') return { type, providerType, dedupeKey, fault: event.fault }
  const { user, origin, hasPassword, occurredAt, reset } = event
  return {
    type,
    providerType,
    dedupeKey,
    occurredAt: occurredAt?.toISOString(),
    ...(type === 'user.created' && { origin, password: hasPassword ? 'has one' : 'has none' }),
    userId: maskAddress(user.id),
    email: user.email === undefined ? 'no address' : maskAddress(user.email),
    ...(reset && { reset: reset.url ? "the provider's own link" : "the provider's own code" }),
  }
}
