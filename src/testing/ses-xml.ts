/** The fields of `GetSendQuota`. */
export interface SesQuota {
  readonly MaxSendRate: number
  /** -1 for any number. */
  readonly Max24HourSend: number
  readonly SentLast24Hours: number
}

/** What a field of an answer holds: a text, fields, a list, or an object by free names. */
export type XmlValue =
  | string
  | number
  | boolean
  | readonly XmlValue[]
  | ReadonlyMap<string, XmlValue>
  | { readonly [field: string]: XmlValue }

const XMLNS = 'http://ses.amazonaws.com/doc/2010-12-01/'
const REQUEST_ID = '<RequestId>fake-request</RequestId>'

/** What a call gives that went well. */
export function answerXml(action: string, fields: Readonly<Record<string, XmlValue>>): string {
  const result = `<${action}Result>${contentOf(fields)}</${action}Result>`
  const metadata = `<ResponseMetadata>${REQUEST_ID}</ResponseMetadata>`
  return `<${action}Response xmlns="${XMLNS}">${result}${metadata}</${action}Response>`
}

/** What any call gives that failed; SES takes the blame from 500 on. */
export function errorXml(code: string, message: string, status: number): string {
  const type = element('Type', status >= 500 ? 'Receiver' : 'Sender')
  const error = `<Error>${type}${element('Code', code)}${element('Message', message)}</Error>`
  return `<ErrorResponse xmlns="${XMLNS}">${error}${REQUEST_ID}</ErrorResponse>`
}

/** Lists are of `member`s, objects by free names of `entry`s with `key` and `value`. */
function contentOf(value: XmlValue): string {
  if (typeof value !== 'object') return escaped(String(value))
  if (isList(value)) return value.map((one) => wrapped('member', contentOf(one))).join('')
  if (value instanceof Map) {
    const entries = [...value].map(([key, one]) => contentOf({ key, value: one }))
    return entries.map((entry) => wrapped('entry', entry)).join('')
  }
  return Object.entries(value)
    .map(([name, one]) => wrapped(name, contentOf(one)))
    .join('')
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value)
}

function element(name: string, text: string): string {
  return wrapped(name, escaped(text))
}

function wrapped(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
