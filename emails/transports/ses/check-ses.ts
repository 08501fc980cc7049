import { GetAccountSendingEnabledCommand, type SESClient } from '@aws-sdk/client-ses'
import type { Clock } from '../../../src/core/clock.ts'
import type { MailsToCheck, TransportFinding } from '../../../src/core/transport.ts'
import { type AskSes, createAskSes, unknownFinding } from './ask-ses.ts'
import { checkConfigurationSet, NO_CONFIGURATION_SET } from './check-configuration-set.ts'
import { checkNotifications } from './check-notifications.ts'
import { checkSenders } from './check-senders.ts'

export interface SesToCheck extends MailsToCheck {
  readonly client: SESClient
  readonly configurationSet: string | undefined
  readonly signal: AbortSignal
  readonly clock: Clock
}

/**
 * Looks at what mails need of an account of Amazon SES v1, by questions only: one after the other,
 * since an account is answered one a second. Errors as `AskSes`.
 *
 * | question | right | failed | warning |
 * | --- | --- | --- | --- |
 * | may the account send | `GetAccountSendingEnabled` | paused | |
 * | is each sender verified, signed, its MAIL FROM in order | `GetIdentity…Attributes` | not verified; SES refuses its MAIL FROM | no DKIM; MAIL FROM pending |
 * | the configuration set | `DescribeConfigurationSet` | none of that name, paused, clicks are tracked | TLS not required, opens tracked |
 * | who is told of bounces | the same, else `GetIdentityNotificationAttributes` | | not Doorkey |
 *
 * What is denied or not answered is a warning that names the right.
 */
export async function checkSes(parts: SesToCheck): Promise<readonly TransportFinding[]> {
  const { client, configurationSet, senders, topics, signal, clock } = parts
  const ask = createAskSes(signal, clock)
  const account = await checkAccount(client, ask)
  const { findings, governing } = await checkSenders(client, ask, senders)
  const rest =
    configurationSet === undefined
      ? [NO_CONFIGURATION_SET, ...(await checkNotifications(client, ask, { governing, topics }))]
      : await checkConfigurationSet(client, ask, { name: configurationSet, topics })
  return [account, ...findings, ...rest]
}

async function checkAccount(client: SESClient, ask: AskSes): Promise<TransportFinding> {
  const check = 'account'
  const answer = await ask('GetAccountSendingEnabled', (options) => {
    return client.send(new GetAccountSendingEnabledCommand({}), options)
  })
  const what = 'whether the account may send'
  if (!answer.isKnown) return unknownFinding(check, what, answer)
  switch (answer.value.Enabled) {
    case true:
      return { check, status: 'ok', detail: 'ses: the account may send in this region' }
    case false: {
      const remedy = 'See the account’s reputation in the SES console, then resume sending.'
      return { check, status: 'failed', detail: 'ses: sending is paused for the account', remedy }
    }
    case undefined: {
      const remedy = 'Look at the endpoint: this is not what Amazon SES answers.'
      return { check, status: 'warning', detail: `ses: unknown ${what}: it did not say`, remedy }
    }
  }
}
