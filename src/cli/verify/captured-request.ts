import type { SignedRequest } from '../../events/provider.ts'
import { UsageError } from '../command.ts'

const REQUEST_LINE = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/

/** What a captured request needs besides its headers. */
export interface Capture {
  readonly headers: string
  readonly body: Buffer
  readonly method?: string | undefined
  readonly receivedAt: Date
}

/**
 * The request that was captured. Headers are lines `name: value`, as curl, a proxy or a browser shows
 * them, with or without the request's first line, or a JSON object. Throws `UsageError`.
 */
export function readCapture({ headers, body, method, receivedAt }: Capture): SignedRequest {
  const { requestLine, pairs } = isJson(headers)
    ? { requestLine: undefined, pairs: readJsonHeaders(headers) }
    : readHeaderLines(headers)
  if (pairs.length === 0) throw new UsageError('--headers: expected name: value lines, got none')
  const [, lineMethod, target = '/'] = requestLine ?? []
  const joined: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    joined[key] = joined[key] === undefined ? value : `${joined[key]}, ${value}`
  }
  return {
    method: method ?? lineMethod ?? 'POST',
    query: new URLSearchParams(target.split('?', 2)[1] ?? ''),
    headers: joined,
    rawHeaders: pairs.flat(),
    body,
    receivedAt,
  }
}

function isJson(text: string): boolean {
  return text.trimStart().startsWith('{')
}

function readHeaderLines(text: string) {
  // curl -v marks what it sends by `> `.
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^> ?/, '').trimEnd())
  const [first = ''] = lines
  const requestLine = REQUEST_LINE.exec(first) ?? undefined
  const pairs = lines.slice(requestLine ? 1 : 0).flatMap((line, index) => {
    if (line === '') return []
    const [, name, value] = HEADER_LINE.exec(line) ?? []
    if (name !== undefined && value !== undefined) return [[name, value] as const]
    const at = index + (requestLine ? 2 : 1)
    throw new UsageError(`--headers: expected name: value in line ${at}, got other text`)
  })
  return { requestLine, pairs }
}

function readJsonHeaders(text: string): readonly (readonly [string, string])[] {
  return Object.entries(parseObject(text)).flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    return values.map((one) => {
      if (typeof one === 'string') return [name, one] as const
      throw new UsageError(`--headers: expected a text or a list of texts at ${name}, got another`)
    })
  })
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Told below, without quoting what may be a token.
  }
  throw new UsageError('--headers: expected a JSON object, got other text')
}
