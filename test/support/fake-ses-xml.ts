/** The fields of `GetSendQuota`. */
export interface SesQuota {
  readonly MaxSendRate: number
  readonly Max24HourSend: number
  readonly SentLast24Hours: number
}

const XMLNS = 'http://ses.amazonaws.com/doc/2010-12-01/'
const METADATA = '<ResponseMetadata><RequestId>fake-request</RequestId></ResponseMetadata>'

/** `SendRawEmail` took the mail. */
export function acceptedXml(id: string): string {
  const result = `<SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult>`
  return `<SendRawEmailResponse xmlns="${XMLNS}">${result}${METADATA}</SendRawEmailResponse>`
}

/** What `GetSendQuota` says. */
export function quotaXml(fields: SesQuota): string {
  const quota = Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')
  const result = `<GetSendQuotaResult>${quota}</GetSendQuotaResult>`
  return `<GetSendQuotaResponse xmlns="${XMLNS}">${result}${METADATA}</GetSendQuotaResponse>`
}

/** Any call that failed. */
export function errorXml(code: string, message: string): string {
  const body = `<Type>Sender</Type><Code>${code}</Code><Message>${message}</Message>`
  return `<ErrorResponse xmlns="${XMLNS}"><Error>${body}</Error><RequestId>fake-request</RequestId></ErrorResponse>`
}
