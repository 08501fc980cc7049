import { AppError } from '../core/app-error.ts'

const TOPIC = /^arn:aws(?:-[a-z]+)*:sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[\w.-]{1,256}$/
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[0-9A-Za-z]{32}\.pem$/

/** The region of a topic such as `arn:aws:sns:eu-west-1:123456789012:ses`, if it is one. */
export function regionOf(topicArn: string): string | undefined {
  return TOPIC.exec(topicArn)?.[1]
}

/**
 * The address of the certificate that signed a message of `topicArn`. Only the file that SNS itself
 * publishes in the topic's own region: on any other host anybody may put a certificate. Throws
 * `SIGNATURE_MALFORMED`.
 */
export function certificateUrl(text: string, topicArn: string): string {
  const url = snsUrl(text, topicArn)
  // As written, so that nothing was cut off or rewritten by being read.
  if (url?.href === text && CERTIFICATE_PATH.test(url.pathname) && !/[?#]/.test(text)) return text
  throw new AppError(
    'SIGNATURE_MALFORMED',
    'sns: expected a certificate of Amazon SNS in the region of the topic, got another URL',
  )
}

/** The address whose visit confirms the subscription to `topicArn`. Throws `SIGNATURE_MALFORMED`. */
export function confirmationUrl(text: string, topicArn: string): string {
  const url = snsUrl(text, topicArn)
  const isConfirmation =
    url?.pathname === '/' &&
    url.searchParams.get('Action') === 'ConfirmSubscription' &&
    url.searchParams.get('TopicArn') === topicArn
  if (isConfirmation) return url.href
  throw new AppError(
    'SIGNATURE_MALFORMED',
    'sns: expected a confirmation at Amazon SNS in the region of the topic, got another URL',
  )
}

function snsUrl(text: string, topicArn: string): URL | undefined {
  const url = URL.parse(text)
  const region = regionOf(topicArn)
  if (url === null || region === undefined) return undefined
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  // The host has the port in it, if one was named.
  const isOurs = url.protocol === 'https:' && url.host === `sns.${region}.${domain}`
  return isOurs && url.username === '' && url.password === '' ? url : undefined
}
