import { simpleParser } from 'mailparser'
import type { Emails } from '../../emails/load-emails.ts'
import type { RenderRequest } from '../../emails/render-request.ts'
import { passwordChanged } from '../../emails/templates/password-changed.ts'
import { passwordIssued } from '../../emails/templates/password-issued.ts'
import { passwordResetCode } from '../../emails/templates/password-reset-code.ts'
import { passwordResetPassword } from '../../emails/templates/password-reset-password.ts'
import { passwordReset } from '../../emails/templates/password-reset.ts'
import { revealLink } from '../../emails/templates/reveal-link.ts'
import { setupLink } from '../../emails/templates/setup-link.ts'

type Overrides = Partial<Omit<RenderRequest, 'template' | 'variables'>>

const ENVELOPE = {
  locale: 'en',
  brand: {
    name: 'Acme',
    color: '#0f9f6e',
    supportEmail: 'help@acme.test',
    loginUrl: 'https://login.acme.test/',
  },
  from: 'Acme <no-reply@acme.test>',
  to: 'ada@example.com',
  messageId: 'msg_0193',
  date: new Date('2026-11-23T14:00:00Z'),
} as const

/** The sample mail of every built-in template, by id, with the envelope's fields replaced. */
export const sampleMails = (overrides: Overrides = {}) => {
  const envelope = { ...ENVELOPE, ...overrides }
  return {
    'password-issued': passwordIssuedMail({}, overrides),
    'password-reset': {
      ...envelope,
      template: 'password-reset' as const,
      variables: passwordReset.sample,
    },
    'password-reset-code': {
      ...envelope,
      template: 'password-reset-code' as const,
      variables: passwordResetCode.sample,
    },
    'password-reset-password': {
      ...envelope,
      template: 'password-reset-password' as const,
      variables: passwordResetPassword.sample,
    },
    'reveal-link': {
      ...envelope,
      template: 'reveal-link' as const,
      variables: revealLink.sample,
    },
    'setup-link': {
      ...envelope,
      template: 'setup-link' as const,
      variables: setupLink.sample,
    },
    'password-changed': {
      ...envelope,
      template: 'password-changed' as const,
      variables: passwordChanged.sample,
    },
  } satisfies Record<RenderRequest['template'], RenderRequest>
}

/** A `password-issued` mail with some of its variables replaced. */
export function passwordIssuedMail(
  variables: Partial<typeof passwordIssued.sample> = {},
  overrides: Overrides = {},
): RenderRequest {
  return {
    ...ENVELOPE,
    ...overrides,
    template: 'password-issued',
    variables: { ...passwordIssued.sample, ...variables },
  }
}

/** Renders, and reads the bytes back with a parser by other hands. */
export async function renderAndParse(emails: Emails, mail: RenderRequest) {
  const { bytes, subject } = await emails.render(mail)
  const raw = bytes.reveal()
  const parsed = await simpleParser(raw)
  return {
    raw: raw.toString('latin1'),
    subject,
    parsed,
    html: parsed.html || '',
    text: parsed.text ?? '',
  }
}
