import type { TemplateId, TemplateVariables } from './template.ts'

/** Who a mail comes from, as the reader sees it. */
export interface MailBrand {
  readonly name: string
  /** https; the mail asks for nothing from elsewhere without it. */
  readonly logoUrl?: string
  /** `#rgb` or `#rrggbb`. */
  readonly color: string
  readonly supportEmail?: string
  readonly loginUrl?: string
}

interface MailEnvelope {
  /** A tag of `emails.locales`. */
  readonly locale: string
  readonly brand: MailBrand
  /** Folders with templates that go before ours, nearest first; `loadEmails` was given the same. */
  readonly templateFolders?: readonly string[]
  /** `Name <address>` or an address. */
  readonly from: string
  /** One bare address. */
  readonly to: string
  /** Our own id, `msg_…`; goes into `X-Doorkey-Message`. */
  readonly messageId: string
  /** When the mail is made: the `Date` header, and what "within 72 hours" counts from. */
  readonly date: Date
}

/** One mail to render; `template` decides which `variables` the compiler asks for. */
export type RenderRequest = {
  [Id in TemplateId]: MailEnvelope & {
    readonly template: Id
    readonly variables: TemplateVariables<Id>
  }
}[TemplateId]
