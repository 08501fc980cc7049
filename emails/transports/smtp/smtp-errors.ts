import { AppError } from '../../../src/core/app-error.ts'
import { addMs } from '../../../src/core/clock.ts'
import type { ErrorCode } from '../../../src/core/error-codes.ts'

const SECOND_MS = 1_000
const THROTTLE_WAIT_MS = 5 * SECOND_MS
/** A day's quota frees up bit by bit over 24 hours. */
const QUOTA_WAIT_MS = 30 * 60 * SECOND_MS

/** Where in the conversation it failed; `dot` is the end of the message. */
type Stage = 'connect' | 'login' | 'sender' | 'recipient' | 'data' | 'dot'

/** What is known about a failed exchange, without anything that could name a person. */
interface Failure {
  readonly stage: Stage
  /** The reply's code; `undefined` where no reply came. */
  readonly status: number | undefined
  /** The reply's enhanced status code (RFC 3463). */
  readonly enhanced: string
  /** nodemailer's word, and the system's below it. */
  readonly words: string
  readonly text: string
}

interface Row {
  readonly code: ErrorCode
  /** A reply fits when it fits each that a row names. */
  readonly stages?: readonly Stage[]
  readonly status?: RegExp
  readonly enhanced?: RegExp
  readonly text?: RegExp
}

/**
 * The first row that fits decides, for every reply that refuses (4xx, 5xx). Codes of RFC 5321, RFC
 * 4954 (login) and RFC 3463; what single vendors add is named.
 */
const ROWS: readonly Row[] = [
  // Amazon SES; Gmail.
  { code: 'TRANSPORT_QUOTA', status: /^454$/, text: /daily message quota/i },
  { code: 'TRANSPORT_QUOTA', status: /^[45]/, enhanced: /^[45]\.4\.5$/ },
  // Says itself that it is for now, as when the server's own directory is away.
  { code: 'TRANSPORT_UNREACHABLE', stages: ['login'], status: /^4(?!32)/ },
  { code: 'TRANSPORT_CREDENTIALS', stages: ['login'] },
  { code: 'TRANSPORT_CREDENTIALS', status: /^5(?:25|30|34|35|38)$/ },
  { code: 'TRANSPORT_UNREACHABLE', stages: ['connect'], status: /^4(?!21)/ },
  { code: 'TRANSPORT_THROTTLED', status: /^454$/ },
  // 450 4.7.1 is left out: greylisting, of one recipient.
  { code: 'TRANSPORT_THROTTLED', status: /^421$/, enhanced: /^4\.7\./ },
  { code: 'TRANSPORT_UNREACHABLE', status: /^4|^503$/ },
  // No TLS there, or a command refused that only says hello.
  { code: 'TRANSPORT_UNREACHABLE', stages: ['connect'], status: /^50/ },
  { code: 'TRANSPORT_ACCOUNT', stages: ['connect'] },
  { code: 'TRANSPORT_REJECTED', status: /^552$/ },
  { code: 'TRANSPORT_REJECTED', enhanced: /^5\.3\.4$/ },
  { code: 'TRANSPORT_SENDER', stages: ['sender'] },
  { code: 'TRANSPORT_SENDER', enhanced: /^5\.1\.[78]$/ },
  // Exchange: the login may not send as this address.
  { code: 'TRANSPORT_SENDER', enhanced: /^5\.(?:7\.60|2\.252)$/ },
  { code: 'TRANSPORT_SENDER', text: /\bsend as\b|relay(?:ing)? (?:access )?denied/i },
  { code: 'TRANSPORT_SENDER', stages: ['recipient', 'data'], enhanced: /^5\.7\.1$/ },
  { code: 'TRANSPORT_REJECTED', status: /^5/ },
]

/**
 * The one reading of a failed exchange. Never keeps the server's text, which names addresses.
 * `isHandedOver`: some of the mail may have left, so without a refusal nobody knows.
 */
export function classifySmtpError(
  error: unknown,
  mail: { readonly isHandedOver: boolean; readonly from: string; readonly now: Date },
): AppError {
  const failure = failureOf(error, mail.isHandedOver)
  const code = codeOf(failure, mail)
  const retryAt =
    code === 'TRANSPORT_QUOTA'
      ? addMs(mail.now, QUOTA_WAIT_MS)
      : code === 'TRANSPORT_THROTTLED'
        ? addMs(mail.now, THROTTLE_WAIT_MS)
        : undefined
  const message = `smtp: expected the mail to be accepted, got ${inWords(failure)}`
  return new AppError(code, message, retryAt ? { retryAt } : {})
}

function codeOf(
  failure: Failure,
  { isHandedOver, from }: { readonly isHandedOver: boolean; readonly from: string },
): ErrorCode {
  const { status, stage, text } = failure
  const isRefusal = status !== undefined && status >= 400 && status < 600
  if (!isRefusal && isHandedOver) return 'TRANSPORT_UNKNOWN_OUTCOME'
  // nodemailer found no login that both sides know.
  if (!isRefusal)
    return stage === 'login' && isLogin(failure) ? 'TRANSPORT_CREDENTIALS' : 'TRANSPORT_UNREACHABLE'
  // Amazon SES: in the sandbox it names every unverified address, ours too.
  if (/not verified/i.test(text)) {
    const isOurs = from !== '' && text.toLowerCase().includes(from.toLowerCase())
    return isOurs ? 'TRANSPORT_SENDER' : 'TRANSPORT_REJECTED'
  }
  return ROWS.find((row) => fits(row, failure))?.code ?? 'TRANSPORT_REJECTED'
}

function isLogin({ words }: Failure): boolean {
  return /^E(?:NO)?AUTH\b/.test(words)
}

function fits(row: Row, { stage, status, enhanced, text }: Failure): boolean {
  return (
    (row.stages?.includes(stage) ?? true) &&
    (row.status?.test(String(status)) ?? true) &&
    (row.enhanced?.test(enhanced) ?? true) &&
    (row.text?.test(text) ?? true)
  )
}

function inWords({ stage, status, enhanced, words }: Failure): string {
  const reply = [status, enhanced].filter(Boolean).join(' ')
  return reply === '' ? words || 'no answer' : `${reply} at ${stage}`
}

function failureOf(error: unknown, isHandedOver: boolean): Failure {
  const response = field(error, 'response')
  const text = typeof response === 'string' ? response : ''
  const [, status, enhanced = ''] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3})\b)?/.exec(text) ?? []
  const words = [wordOf(field(error, 'code')), wordOf(field(error, 'originalCode'))]
  return {
    stage: isHandedOver ? 'dot' : stageOf(field(error, 'command'), words[0] === 'EAUTH'),
    status: status === undefined ? undefined : Number(status),
    enhanced,
    words: words.filter(Boolean).join(' '),
    text,
  }
}

function stageOf(command: unknown, isRefusedLogin: boolean): Stage {
  if (isRefusedLogin || (typeof command === 'string' && command.startsWith('AUTH'))) return 'login'
  if (command === 'MAIL FROM') return 'sender'
  if (command === 'RCPT TO') return 'recipient'
  return command === 'DATA' ? 'data' : 'connect'
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** Only what looks like a code is repeated; anything else could be a sentence with an address. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^[A-Z_]{1,40}$/.test(value) ? value : ''
}
