import {
  DescribeConfigurationSetCommand,
  type DescribeConfigurationSetCommandOutput,
  type EventDestination,
  type SESClient,
} from '@aws-sdk/client-ses'
import type { TransportFinding } from '../../../src/core/transport.ts'
import { type AskSes, unknownFinding } from './ask-ses.ts'

const check = 'configuration-set'
/**
 * What Doorkey makes something of. Delivery delays help too, but SES v1 never names them; rendering
 * failures are of templates that SES fills, and Doorkey's mails have none.
 */
const EVENTS_NEEDED = ['bounce', 'complaint', 'delivery', 'send', 'reject'] as const
const REQUIRE_TLS =
  '`aws ses put-configuration-set-delivery-options --delivery-options TlsPolicy=Require` for the set.'

/** SES falls back to plaintext unless a configuration set forbids it. */
export const NO_CONFIGURATION_SET: TransportFinding = {
  check,
  status: 'warning',
  detail: 'ses: no configuration set is named, so mails with secrets may be delivered without TLS',
  remedy: 'Make a set that requires TLS and name it as `configurationSet`; docs/feedback.md.',
}

/** Whether mails by this set leave, over TLS only, unwatched, and who is told what became of them. */
export async function checkConfigurationSet(
  client: SESClient,
  ask: AskSes,
  { name, topics }: { readonly name: string; readonly topics: readonly string[] },
): Promise<readonly TransportFinding[]> {
  const answer = await ask('DescribeConfigurationSet', (options) => {
    const command = new DescribeConfigurationSetCommand({
      ConfigurationSetName: name,
      ConfigurationSetAttributeNames: [
        'eventDestinations',
        'trackingOptions',
        'deliveryOptions',
        'reputationOptions',
      ],
    })
    return client.send(command, options)
  })
  if (answer.isKnown) return judge(name, answer.value, topics)
  if (answer.name !== 'ConfigurationSetDoesNotExist') {
    return [unknownFinding(check, `how the configuration set ${name} is set up`, answer)]
  }
  const detail = `ses: there is no configuration set ${name} in this region: no mail leaves`
  const remedy = 'Create it, or correct `configurationSet` or the region of the transport.'
  return [{ check, status: 'failed', detail, remedy }]
}

function judge(
  name: string,
  set: DescribeConfigurationSetCommandOutput,
  topics: readonly string[],
): readonly TransportFinding[] {
  const destinations = (set.EventDestinations ?? []).filter(({ Enabled }) => Enabled === true)
  const problems: TransportFinding[] = []
  const add = (status: 'warning' | 'failed', what: string, remedy: string): void => {
    problems.push({ check, status, detail: `ses: ${name} ${what}`, remedy })
  }
  if (set.ReputationOptions?.SendingEnabled === false) {
    add('failed', 'has its sending paused: no mail leaves', 'Resume sending for the set.')
  }
  if (set.DeliveryOptions?.TlsPolicy !== 'Require') {
    add('warning', 'does not require TLS: mails with secrets may go in plain text', REQUIRE_TLS)
  }
  const isTracked = (type: 'click' | 'open') => {
    return destinations.some((one) => one.MatchingEventTypes?.includes(type) === true)
  }
  if (isTracked('click')) {
    const what =
      'tracks clicks: links that reveal or reset go through a redirector, and are told on'
    add('failed', what, 'Take clicks out of its event destinations, or use another set.')
  }
  if (isTracked('open')) {
    add('warning', 'tracks opens', 'Take opens out of its event destinations: a pixel is added.')
  }
  if ((set.TrackingOptions?.CustomRedirectDomain ?? '') !== '') {
    const what = 'has a redirect domain, which only trackers use'
    add('warning', what, '`aws ses delete-configuration-set-tracking-options` for the set.')
  }
  if (problems.length === 0) {
    const detail = `ses: ${name} requires TLS and tracks nobody`
    problems.push({ check, status: 'ok', detail })
  }
  return [...problems, ...judgeFeedback(name, destinations, topics)]
}

function judgeFeedback(
  name: string,
  destinations: readonly EventDestination[],
  topics: readonly string[],
): readonly TransportFinding[] {
  // Doorkey takes in none then, and says so by itself.
  if (topics.length === 0) return []
  const about = { check: 'feedback' } as const
  const told = destinations.filter(({ SNSDestination }) => SNSDestination !== undefined)
  const heard = told.filter((one) => topics.includes(one.SNSDestination?.TopicARN ?? ''))
  if (heard.length === 0) {
    const others = told.map((one) => one.SNSDestination?.TopicARN ?? '').join(', ')
    const where = told.length === 0 ? 'no SNS topic' : `only ${others}`
    const detail = `ses: ${name} tells ${where}, so Doorkey never hears of bounces`
    const remedy =
      'Add an SNS destination with a topic out of `feedback.topics`, or name its topic.'
    return [{ ...about, status: 'warning', detail, remedy }]
  }
  const types = new Set<string>(heard.flatMap((one) => one.MatchingEventTypes ?? []))
  const missing = EVENTS_NEEDED.filter((type) => !types.has(type))
  if (missing.length > 0) {
    const detail = `ses: ${name} does not tell Doorkey of: ${missing.join(', ')}`
    const remedy = 'Add these events to the SNS destination of the set; docs/feedback.md.'
    return [{ ...about, status: 'warning', detail, remedy }]
  }
  return [{ ...about, status: 'ok', detail: `ses: ${name} tells Doorkey what becomes of mails` }]
}
