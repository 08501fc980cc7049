import type { Source } from '../config/doorkey-config.ts'
import type { RequestedDelivery } from '../database/schema.ts'
import type { DirectoryCapabilities } from '../directories/directory.ts'
import type { Refusal, UserAsk } from './user-ask.ts'

/** What decides, beside the ask itself. */
export interface AskSetting {
  readonly source: Pick<Source, 'deliver' | 'allowLastingPassword'>
  readonly capabilities: DirectoryCapabilities
  /** `users.showPassword` of the configuration. */
  readonly maySeePasswords: boolean
}

/** Everything that can be said of an ask without asking anybody: each rule is one function. */
export function judgeAsk(ask: UserAsk, setting: AskSetting): readonly Refusal[] {
  return RULES.flatMap((rule) => rule(ask, setting) ?? [])
}

/**
 * | asked for | becomes |
 * | --- | --- |
 * | no password, `setup-link` | a link by which the user chooses one |
 * | a password, sent | `deliver`, else that of the source, else a link that shows it once |
 * | neither | nothing is mailed |
 */
export function deliveryAsked(ask: UserAsk, { deliver }: Pick<Source, 'deliver'>) {
  if (ask.password === null) return ask.deliver === 'setup-link' ? 'setup-link' : 'none'
  if (!ask.sendPassword) return 'none'
  const wanted = ask.deliver ?? deliver
  return (wanted === 'setup-link' ? 'reveal-link' : wanted) satisfies RequestedDelivery
}

type Rule = (ask: UserAsk, setting: AskSetting) => Refusal | undefined

const RULES: readonly Rule[] = [
  (ask, { maySeePasswords }) =>
    ask.showPassword && !maySeePasswords
      ? {
          code: 'SHOW_NOT_ALLOWED',
          field: 'showPassword',
          message: 'The configuration does not let operators see passwords.',
        }
      : undefined,
  (ask, { capabilities }) =>
    ask.act === 'create-user' && !capabilities.createsUsers
      ? {
          code: 'DIRECTORY_CANNOT_CREATE',
          field: 'source',
          message: 'The directory of this source does not let Doorkey create users.',
        }
      : undefined,
  passwordAbsent,
  (ask) =>
    ask.password === 'generate' && !ask.sendPassword && !ask.showPassword
      ? {
          code: 'PASSWORD_WOULD_BE_LOST',
          field: 'sendPassword',
          message: 'Nobody would ever see the password: it would be neither sent nor shown.',
        }
      : undefined,
  (ask, { capabilities }) =>
    ask.password !== null && ask.mustChange && !capabilities.mustChange
      ? {
          code: 'MUST_CHANGE_NOT_SUPPORTED',
          field: 'mustChange',
          message: 'The directory of this source cannot ask for a change at the next login.',
        }
      : undefined,
  (ask, setting) =>
    ask.password !== null && !ask.mustChange && mustBeChanged(setting)
      ? {
          code: 'LASTING_PASSWORD_NOT_ALLOWED',
          field: 'mustChange',
          message: `The password would last for ever: ${
            setting.capabilities.mustChange
              ? 'the directory does not expire it, so a change at the next login must be asked for.'
              : 'the directory neither expires it nor asks for a change.'
          }`,
        }
      : undefined,
  (ask, { capabilities }) =>
    ask.act === 'create-user' &&
    (ask.validFrom !== undefined || ask.validUntil !== undefined) &&
    capabilities.validity !== true
      ? {
          code: 'VALIDITY_NOT_SUPPORTED',
          field: 'validFrom',
          message: 'The directory of this source keeps no period in which an account is valid.',
        }
      : undefined,
  deliveryNotAllowed,
]

/** True where a password that need not be changed would last, and the source allows none that do. */
export function mustBeChanged({
  source,
  capabilities,
}: Pick<AskSetting, 'source' | 'capabilities'>): boolean {
  return !capabilities.expiry && !source.allowLastingPassword
}

function passwordAbsent(ask: UserAsk): Refusal | undefined {
  if (ask.password !== null) return undefined
  const absent = (field: 'password' | 'sendPassword' | 'mustChange', message: string) =>
    ({ code: 'PASSWORD_ABSENT', field, message }) as const
  if (ask.act === 'reset-password') {
    return absent('password', 'There is no password to set; type one or have one generated.')
  }
  if (ask.sendPassword) {
    return absent('sendPassword', 'There is no password to send; a setup link is `deliver`.')
  }
  if (ask.mustChange) {
    return absent('mustChange', 'There is no password that the user could be asked to change.')
  }
  return undefined
}

function deliveryNotAllowed(ask: UserAsk, { source }: AskSetting): Refusal | undefined {
  const refused = (message: string) =>
    ({ code: 'DELIVERY_NOT_ALLOWED', field: 'deliver', message }) as const
  switch (ask.deliver) {
    case undefined:
      return undefined
    case 'setup-link':
      return ask.password === null
        ? undefined
        : refused('With a setup link users choose their own password; none is set before.')
    case 'password':
    case 'reveal-link':
      if (ask.password === null) return refused('There is no password to deliver.')
      if (!ask.sendPassword)
        return refused('A way of sending is named for a password that is not to be sent.')
      return ask.deliver === 'password' && source.deliver !== 'password'
        ? refused('This source does not mail passwords in the clear.')
        : undefined
  }
}
