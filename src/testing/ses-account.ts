import type { SesFault } from './ses-fault.ts'
import { memberList } from './ses-call.ts'
import { answerXml, type SesQuota, type XmlValue } from './ses-xml.ts'

/** An address or a domain as the account has it. What is left out is in order, or not there. */
export interface SesIdentity {
  /** `Success` (default), `Pending`, `Failed`, `TemporaryFailure`, `NotStarted`. */
  readonly verification?: string
  /** As `verification`; `off` where it is not enabled. */
  readonly dkim?: string
  readonly mailFrom?: {
    readonly domain: string
    readonly status: string
    readonly onFailure: 'RejectMessage' | 'UseDefaultValue'
  }
  /** Topics of its notifications, as ARNs. */
  readonly topics?: { readonly [kind in 'bounce' | 'complaint' | 'delivery']?: string }
}

/** A configuration set. What is left out is in order, or not there. */
export interface SesConfigurationSet {
  /** Default true. */
  readonly requiresTls?: boolean
  /** Default true. */
  readonly isSending?: boolean
  readonly redirectDomain?: string
  readonly destinations?: readonly {
    /** The ARN of an SNS topic; CloudWatch where it is left out. */
    readonly topic?: string
    /** `bounce`, `click`, …: the words of SES v1. */
    readonly events: readonly string[]
    /** Default true. */
    readonly isEnabled?: boolean
  }[]
}

/** What the account is like, and which of its questions fail. */
export interface SesAccount {
  quota: SesQuota
  isEnabled: boolean
  readonly identities: Map<string, SesIdentity>
  readonly configurationSets: Map<string, SesConfigurationSet>
  /** By the name of the action. */
  readonly failing: Map<string, SesFault>
}

const AMPLE: SesQuota = { MaxSendRate: 10_000, Max24HourSend: -1, SentLast24Hours: 0 }

/** An account that may send more than any test does, and has no identities. */
export function createSesAccount(): SesAccount {
  return {
    quota: AMPLE,
    isEnabled: true,
    identities: new Map(),
    configurationSets: new Map(),
    failing: new Map(),
  }
}

/** The answer to a question about the account, or SES's refusal of it; `failing` is not looked at. */
export function answerQuestion(
  action: string,
  form: URLSearchParams,
  account: SesAccount,
): string | SesFault {
  const of = (field: string, tell: (identity: SesIdentity) => XmlValue): string => {
    const entries = memberList(form, 'Identities').flatMap((name) => {
      const identity = account.identities.get(name)
      return identity ? [[name, tell(identity)] as const] : []
    })
    return answerXml(action, { [field]: new Map(entries) })
  }
  switch (action) {
    case 'GetSendQuota':
      return answerXml(action, { ...account.quota })
    case 'GetAccountSendingEnabled':
      return answerXml(action, { Enabled: account.isEnabled })
    case 'GetIdentityVerificationAttributes':
      return of('VerificationAttributes', ({ verification = 'Success' }) => {
        return { VerificationStatus: verification }
      })
    case 'GetIdentityDkimAttributes':
      return of('DkimAttributes', ({ dkim = 'Success' }) => {
        const isOff = dkim === 'off'
        return { DkimEnabled: !isOff, DkimVerificationStatus: isOff ? 'NotStarted' : dkim }
      })
    case 'GetIdentityMailFromDomainAttributes':
      return of('MailFromDomainAttributes', ({ mailFrom }) => {
        if (!mailFrom) return { BehaviorOnMXFailure: 'UseDefaultValue' }
        const { domain, status, onFailure } = mailFrom
        const states = { MailFromDomainStatus: status, BehaviorOnMXFailure: onFailure }
        return { MailFromDomain: domain, ...states }
      })
    case 'GetIdentityNotificationAttributes':
      return of('NotificationAttributes', ({ topics = {} }) => ({
        ...(topics.bounce !== undefined && { BounceTopic: topics.bounce }),
        ...(topics.complaint !== undefined && { ComplaintTopic: topics.complaint }),
        ...(topics.delivery !== undefined && { DeliveryTopic: topics.delivery }),
        ForwardingEnabled: true,
      }))
    case 'DescribeConfigurationSet':
      return describeSet(action, form, account)
    default:
      return { kind: 'error', code: 'InvalidAction' }
  }
}

/** Tells what was asked for, as SES does. */
function describeSet(
  action: string,
  form: URLSearchParams,
  { configurationSets }: SesAccount,
): string | SesFault {
  const name = form.get('ConfigurationSetName') ?? ''
  const set = configurationSets.get(name)
  if (!set) return { kind: 'error', code: 'ConfigurationSetDoesNotExist' }
  const { requiresTls = true, isSending = true, redirectDomain, destinations = [] } = set
  const asked = memberList(form, 'ConfigurationSetAttributeNames')
  const EventDestinations = destinations.map(({ topic, events, isEnabled = true }, index) => ({
    Name: `destination-${index + 1}`,
    Enabled: isEnabled,
    MatchingEventTypes: events,
    ...(topic !== undefined && { SNSDestination: { TopicARN: topic } }),
  }))
  const isAsked = (attribute: string) => asked.includes(attribute)
  return answerXml(action, {
    ConfigurationSet: { Name: name },
    ...(isAsked('eventDestinations') && { EventDestinations }),
    ...(isAsked('trackingOptions') &&
      redirectDomain !== undefined && {
        TrackingOptions: { CustomRedirectDomain: redirectDomain },
      }),
    ...(isAsked('deliveryOptions') && {
      DeliveryOptions: { TlsPolicy: requiresTls ? 'Require' : 'Optional' },
    }),
    ...(isAsked('reputationOptions') && { ReputationOptions: { SendingEnabled: isSending } }),
  })
}
