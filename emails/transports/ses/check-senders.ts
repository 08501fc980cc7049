import {
  GetIdentityDkimAttributesCommand,
  GetIdentityMailFromDomainAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  type IdentityDkimAttributes,
  type IdentityMailFromDomainAttributes,
  type SESClient,
} from '@aws-sdk/client-ses'
import { parseMailbox } from '../../../src/core/address.ts'
import { ERROR_CODES } from '../../../src/core/error-codes.ts'
import type { TransportFinding } from '../../../src/core/transport.ts'
import { type AskSes, unknownFinding } from './ask-ses.ts'

/** Identities that SES takes in one question. */
const IDENTITIES_MAX = 100

/** A sender and the identity by which SES lets it send: the most particular one that is verified. */
export interface GoverningIdentity {
  readonly from: string
  readonly identity: string
  /** How a reader may be told of it: no address. */
  readonly label: string
}

/** One sender with what could be verified for it: its address, its domain, those above. */
interface Sender {
  readonly from: string
  readonly address: string
  readonly identities: readonly string[]
}

/** Whether SES lets each sender send, and signs. Asks about the first hundred identities. */
export async function checkSenders(
  client: SESClient,
  ask: AskSes,
  from: readonly string[],
): Promise<{
  readonly findings: readonly TransportFinding[]
  readonly governing: readonly GoverningIdentity[]
}> {
  const senders = [...new Set(from)].map(senderOf)
  const Identities = [...new Set(senders.flatMap((sender) => sender.identities))]
  if (Identities.length === 0) return { findings: [], governing: [] }
  const asked = Identities.slice(0, IDENTITIES_MAX)
  const answer = await ask('GetIdentityVerificationAttributes', (options) => {
    const command = new GetIdentityVerificationAttributesCommand({ Identities: asked })
    return client.send(command, options)
  })
  if (!answer.isKnown) {
    return {
      findings: [unknownFinding('sender', 'whether senders are verified', answer)],
      governing: [],
    }
  }
  const states = answer.value.VerificationAttributes ?? {}
  const stateOf = (identity: string) => states[identity]?.VerificationStatus
  const governing: GoverningIdentity[] = []
  const findings: TransportFinding[] = []
  for (const sender of senders) {
    const identity = sender.identities.find((name) => stateOf(name) === 'Success')
    if (identity === undefined) findings.push(unverified(sender, stateOf))
    else governing.push({ from: sender.from, identity, label: labelOf(identity, sender) })
  }
  return { findings: [...findings, ...(await checkIdentities(client, ask, governing))], governing }
}

function senderOf(from: string): Sender {
  const { address } = parseMailbox(from)
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
  // A top-level domain is nobody's identity.
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  return { from, address, identities: [address, ...domains] }
}

function labelOf(identity: string, { address }: Sender): string {
  return identity === address ? 'its own address' : identity
}

function unverified(
  sender: Sender,
  stateOf: (identity: string) => string | undefined,
): TransportFinding {
  const about = { check: 'sender', from: sender.from } as const
  const begun = sender.identities.find((identity) => stateOf(identity) !== undefined)
  const { remedy } = ERROR_CODES.TRANSPORT_SENDER
  if (begun === undefined) {
    const domain = sender.identities[1] ?? ''
    const detail = `ses: neither the address nor ${domain} is an identity in this region`
    return { ...about, status: 'failed', detail, remedy }
  }
  const state = stateOf(begun) ?? ''
  const detail = `ses: ${labelOf(begun, sender)} is not verified: ${state}`
  // It was verified; SES goes on for some days while it looks for the records.
  const status = state === 'TemporaryFailure' ? 'warning' : 'failed'
  return { ...about, status, detail, remedy }
}

async function checkIdentities(
  client: SESClient,
  ask: AskSes,
  governing: readonly GoverningIdentity[],
): Promise<readonly TransportFinding[]> {
  if (governing.length === 0) return []
  const Identities = [...new Set(governing.map(({ identity }) => identity))]
  const dkim = await ask('GetIdentityDkimAttributes', (options) => {
    return client.send(new GetIdentityDkimAttributesCommand({ Identities }), options)
  })
  const mailFrom = await ask('GetIdentityMailFromDomainAttributes', (options) => {
    return client.send(new GetIdentityMailFromDomainAttributesCommand({ Identities }), options)
  })
  const unknown: TransportFinding[] = []
  if (!dkim.isKnown) unknown.push(unknownFinding('sender', 'whether mails are signed', dkim))
  if (!mailFrom.isKnown) {
    unknown.push(unknownFinding('sender', 'whether MAIL FROM is in order', mailFrom))
  }
  const found = governing.flatMap((one) => {
    const problems = [
      dkim.isKnown && judgeDkim(one, dkim.value.DkimAttributes?.[one.identity]),
      mailFrom.isKnown &&
        judgeMailFrom(one, mailFrom.value.MailFromDomainAttributes?.[one.identity]),
    ].filter((problem) => typeof problem === 'object')
    return problems.length > 0 ? problems : [inOrder(one, dkim.isKnown)]
  })
  return [...unknown, ...found]
}

function inOrder({ from, label }: GoverningIdentity, isSigned: boolean): TransportFinding {
  const detail = `ses: ${label} is verified${isSigned ? ', mails are signed by DKIM' : ''}`
  return { check: 'sender', status: 'ok', from, detail }
}

function judgeDkim(
  { from, label }: GoverningIdentity,
  dkim: IdentityDkimAttributes | undefined,
): TransportFinding | undefined {
  if (dkim?.DkimEnabled === true && dkim.DkimVerificationStatus === 'Success') return undefined
  const state = dkim?.DkimEnabled === true ? (dkim.DkimVerificationStatus ?? 'unknown') : 'off'
  const remedy = 'Switch Easy DKIM on in SES and publish its records: unsigned mail is filtered.'
  const detail = `ses: ${label} is verified, but DKIM is ${state}`
  return { check: 'sender', status: 'warning', from, detail, remedy }
}

/** None of its own is usual: SES uses one of its domains then. */
function judgeMailFrom(
  { from, label }: GoverningIdentity,
  mailFrom: IdentityMailFromDomainAttributes | undefined,
): TransportFinding | undefined {
  const { MailFromDomain: domain = '', MailFromDomainStatus: state = '' } = mailFrom ?? {}
  if (domain === '' || state === 'Success') return undefined
  const isRefused = mailFrom?.BehaviorOnMXFailure === 'RejectMessage'
  const then = isRefused ? 'SES refuses its mails' : 'SES uses its own domain'
  const detail = `ses: the MAIL FROM domain ${domain} of ${label} is ${state}: ${then}`
  const remedy = `Publish the MX and SPF records of ${domain} that SES names, or remove it there.`
  return { check: 'sender', status: isRefused ? 'failed' : 'warning', from, detail, remedy }
}
