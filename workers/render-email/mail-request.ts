import type { RenderRequest } from '../../emails/render-request.ts'
import type { TemplateId } from '../../emails/template.ts'
import type { Source } from '../../src/config/doorkey-config.ts'
import { Secret } from '../../src/core/secret.ts'
import { pageUrl, type TokenPage } from '../../src/credentials/page-link.ts'
import type { MessageFacts } from '../../src/messages/message-facts.ts'
import type { MessageRow } from '../../src/messages/message-store.ts'

interface MailInput {
  readonly message: MessageRow
  readonly template: TemplateId
  readonly facts: Pick<MessageFacts, 'event' | 'credential'>
  /** The password, a page's token, a provider's link or a code; absent where the mail shows none. */
  readonly secret: Secret | undefined
  readonly source: Source
  readonly publicUrl: string
  readonly now: Date
}

/** Turns rows into what a template is filled with; says of a credential only what is so. */
export function mailRequest({
  message,
  template,
  facts: { event, credential },
  secret = new Secret(''),
  source,
  publicUrl,
  now,
}: MailInput): RenderRequest {
  const envelope = {
    locale: message.locale,
    ...senderOf(source),
    to: message.to_address,
    messageId: message.id,
    date: now,
  }
  const reader = { name: event.name, account: event.email ?? message.to_address }
  const expiresAt = credential?.expiry_enforced === true ? credential.expires_at : null
  const mustChange = credential?.must_change === true
  const isReset = credential?.purpose === 'reset'
  const pageLink = (page: TokenPage) =>
    credential ? pageUrl(publicUrl, page, credential.id, secret) : secret
  switch (template) {
    case 'password-issued':
    case 'password-reset-password':
      return {
        ...envelope,
        template,
        variables: { ...reader, password: secret, expiresAt, mustChange },
      }
    case 'reveal-link': {
      // Upkeep ends every credential at its expiry, so the link ends then whatever the directory does.
      const facts = { expiresAt: credential?.expires_at ?? null, mustChange, isReset }
      return { ...envelope, template, variables: { ...reader, link: pageLink('reveal'), ...facts } }
    }
    case 'setup-link': {
      const facts = { expiresAt, isRenewed: isReset }
      return { ...envelope, template, variables: { ...reader, link: pageLink('setup'), ...facts } }
    }
    case 'password-reset': {
      const isSingleUse = credential?.kind === 'reset-link'
      const link = isSingleUse ? pageLink('reset') : secret
      return { ...envelope, template, variables: { ...reader, link, expiresAt, isSingleUse } }
    }
    case 'password-reset-code':
      return { ...envelope, template, variables: { ...reader, code: secret, expiresAt } }
    case 'password-changed':
      return { ...envelope, template, variables: { ...reader, changedAt: message.planned_at } }
  }
}

/** What each mail of a source has in common. */
function senderOf({ brand, from, templateFolders }: Source) {
  return { brand, from, templateFolders }
}
