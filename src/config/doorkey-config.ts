import type { Automation, AutomationInput } from '../automations/automation.ts'
import type { Secret } from '../core/secret.ts'
import type { Transport } from '../core/transport.ts'
import type { PasswordPolicy } from '../credentials/policy.ts'
import type { DirectoryFactory } from '../directories/directory.ts'
import type { IdentityEvent } from '../events/identity-event.ts'
import type { Provider } from '../events/provider.ts'

/** Who a mail comes from, as the reader sees it. */
export interface Brand {
  /** What your product or organisation is called. */
  readonly name: string
  /** https only; shown at the top of mails and pages. */
  readonly logoUrl?: string
  /** Accent colour, `#rgb` or `#rrggbb`. Default `#1a56db`. */
  readonly color?: string
  /** Whom users may ask; named in mails. */
  readonly supportEmail?: string
  /** Where the user logs in; the button in a mail leads there. */
  readonly loginUrl?: string
}

/** Where one's own emails are. */
export interface EmailsInput {
  /** A folder whose `<template>.mjml` and `<template>.txt` replace ours, from the file's own folder. */
  readonly templates?: string
}

/** One configured provider, as written in `doorkey.config.ts`. */
export interface SourceInput {
  /** Who posts to `/webhooks/<source>`, and how that is verified. */
  readonly provider: Provider
  /** Where passwords are set. Default: the built-in directory. */
  readonly directory?: DirectoryFactory
  /** Who is issued a password. Default `invited`: users whom an admin or an API created. */
  readonly issueTo?: 'invited' | 'everyone' | ((event: IdentityEvent) => boolean)
  /**
   * How a new user's credential reaches them: `password` (default) mails a temporary one,
   * `reveal-link` a link that shows it once, `setup-link` a link by which they choose their own.
   */
  readonly deliver?: 'password' | 'reveal-link' | 'setup-link'
  /**
   * What answers a reset request: `link` (default) mails a one-time link to the reset page, `code` six
   * digits. `password` sets a new temporary password where an admin asked; others get a link.
   */
  readonly onReset?: 'link' | 'code' | 'password'
  /** End the user's sessions once they have chosen a password after a reset. Default true. */
  readonly endSessions?: boolean
  /** What passwords are like, generated and chosen ones. */
  readonly policy?: PasswordPolicy
  /** How long an issued password may be used. 1–720, default 72. */
  readonly expiresAfterHours?: number
  /** Ask the user to change an issued password at the first login. Default true. */
  readonly mustChange?: boolean
  /** Permit mailing a password that neither expires nor must be changed. Default false. */
  readonly allowLastingPassword?: boolean
  /** Ask the directory for users whose webhook never came, and issue to them. Default false. */
  readonly reconcile?: boolean
  /** Who mails and pages speak for. */
  readonly brand: Brand
  /** The sender: `Name <address>` or an address. */
  readonly from: string
  /** Language where the event names none. Default `en`. */
  readonly locale?: string
  /** Templates of this source's own: `{ templates: './our-emails' }`. Default: those of all sources. */
  readonly emails?: EmailsInput
}

/** What `defineConfig` takes. */
export interface ConfigInput {
  /** Links in mails are built from this, never from a Host header. */
  readonly publicUrl: string | Secret
  /** By the last part of their URL, `/webhooks/<source>`. */
  readonly sources: Readonly<Record<string, SourceInput>>
  /** How mails leave. */
  readonly transport: Transport
  /** Templates in place of ours, for every source: `{ templates: './our-emails' }`. Default: ours. */
  readonly emails?: EmailsInput
  readonly unknown?: {
    /** How long an unanswered send waits for feedback. 5–1,440, default 15. */
    readonly afterMinutes?: number
    /** Then send the same bytes once more, or hold for an operator. Default `resend`. */
    readonly then?: 'resend' | 'hold'
  }
  readonly feedback?: {
    /** ARNs of the Amazon SNS topics that may post to `/feedback/ses`. Default none. */
    readonly topics?: readonly string[]
    /** Confirm the subscription of a listed topic when SNS asks. Default false. */
    readonly confirm?: boolean
  }
  readonly users?: {
    /** An operator who asks for it is shown the password that was generated. Default false. */
    readonly showPassword?: boolean
  }
  /** Mail bytes are destroyed this long after acceptance. 1–168, default 24. */
  readonly shredAfterHours?: number
  /** Own code that is told what happens, each made by `defineAutomation`. Default none. */
  readonly automations?: readonly AutomationInput[]
}

/** Gives the configuration its type; the file's default export is its result. */
export function defineConfig(input: ConfigInput): ConfigInput {
  return input
}

/** One source after validation: every default filled in. */
export interface Source {
  readonly name: string
  readonly provider: Provider
  readonly directory: DirectoryFactory
  readonly issueTo: 'invited' | 'everyone' | ((event: IdentityEvent) => boolean)
  readonly deliver: NonNullable<SourceInput['deliver']>
  readonly onReset: NonNullable<SourceInput['onReset']>
  readonly endSessions: boolean
  readonly policy: PasswordPolicy
  readonly expiresAfterMs: number
  readonly mustChange: boolean
  readonly allowLastingPassword: boolean
  readonly reconcile: boolean
  readonly brand: Brand & { readonly color: string }
  readonly from: string
  readonly locale: string
  /** Absolute paths of folders with templates that go before ours, nearest first. */
  readonly templateFolders: readonly string[]
}

/** The configuration after validation. */
export interface DoorkeyConfig {
  /** Without a trailing slash. */
  readonly publicUrl: string
  readonly sources: ReadonlyMap<string, Source>
  readonly transport: Transport
  readonly unknown: { readonly afterMs: number; readonly then: 'resend' | 'hold' }
  readonly feedback: { readonly topics: readonly string[]; readonly confirm: boolean }
  readonly users: { readonly showPassword: boolean }
  readonly shredAfterMs: number
  readonly automations: readonly Automation[]
}
