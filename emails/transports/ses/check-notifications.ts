import {
  GetIdentityNotificationAttributesCommand,
  type IdentityNotificationAttributes,
  type SESClient,
} from '@aws-sdk/client-ses'
import type { TransportFinding } from '../../../src/core/transport.ts'
import { type AskSes, unknownFinding } from './ask-ses.ts'
import type { GoverningIdentity } from './check-senders.ts'

const check = 'feedback'

/** Whether the identities of senders, lacking a configuration set, tell Doorkey of bounces. */
export async function checkNotifications(
  client: SESClient,
  ask: AskSes,
  {
    governing,
    topics,
  }: { readonly governing: readonly GoverningIdentity[]; readonly topics: readonly string[] },
): Promise<readonly TransportFinding[]> {
  // Without topics Doorkey takes in none, and says so by itself.
  if (governing.length === 0 || topics.length === 0) return []
  const Identities = [...new Set(governing.map(({ identity }) => identity))]
  const answer = await ask('GetIdentityNotificationAttributes', (options) => {
    return client.send(new GetIdentityNotificationAttributesCommand({ Identities }), options)
  })
  if (!answer.isKnown) {
    return [unknownFinding(check, 'whether bounces are told to a topic', answer)]
  }
  const found = answer.value.NotificationAttributes ?? {}
  return governing.map((one) => judge(one, found[one.identity], topics))
}

function judge(
  { from, label }: GoverningIdentity,
  attributes: Partial<IdentityNotificationAttributes> | undefined,
  topics: readonly string[],
): TransportFinding {
  const { BounceTopic, ComplaintTopic, DeliveryTopic } = attributes ?? {}
  const named = { bounces: BounceTopic, complaints: ComplaintTopic, deliveries: DeliveryTopic }
  const missing = Object.entries(named)
    .filter(([, topic]) => !topics.includes(topic ?? ''))
    .map(([what]) => what)
  if (missing.length > 0) {
    const detail = `ses: ${label} does not tell a topic of Doorkey’s of: ${missing.join(', ')}`
    const remedy = 'Use a configuration set with an SNS destination; docs/feedback.md says how.'
    return { check, status: 'warning', from, detail, remedy }
  }
  const detail = `ses: ${label} tells Doorkey of bounces, complaints and deliveries, without tags`
  return { check, status: 'ok', from, detail }
}
