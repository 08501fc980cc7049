/** The fields of `GetSendQuota`. */
export interface SesQuota {
  readonly MaxSendRate: number
  /** -1 for any number. */
  readonly Max24HourSend: number
  readonly SentLast24Hours: number
}

const XMLNS = 'http://ses.amazonaws.com/doc/2010-12-01/'
const REQUEST_ID = '<RequestId>fake-request</RequestId>'

/** What a call gives that went well. */
export function answerXml(action: string, fields: Readonly<Record<string, unknown>>): string {
  const content = Object.entries(fields)
    .map(([name, value]) => element(name, String(value)))
    .join('')
  const result = `<${action}Result>${content}</${action}Result>`
  const metadata = `<ResponseMetadata>${REQUEST_ID}</ResponseMetadata>`
  return `<${action}Response xmlns="${XMLNS}">${result}${metadata}</${action}Response>`
}

/** What any call gives that failed; SES takes the blame from 500 on. */
export function errorXml(code: string, message: string, status: number): string {
  const type = element('Type', status >= 500 ? 'Receiver' : 'Sender')
  const error = `<Error>${type}${element('Code', code)}${element('Message', message)}</Error>`
  return `<ErrorResponse xmlns="${XMLNS}">${error}${REQUEST_ID}</ErrorResponse>`
}

function element(name: string, text: string): string {
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}
