import { existsSync } from 'node:fs'
import { AppError } from '../src/core/app-error.ts'
import { Secret } from '../src/core/secret.ts'
import { faultList } from './email-faults.ts'
import { composeMime } from './mime.ts'
import { type EmailFolders, readEmails } from './read-emails.ts'
import type { RenderRequest } from './render-request.ts'
import { renderParts } from './renderer.ts'
import { type SampleChoice, type SampleMail, sampleMail } from './sample-mail.ts'
import type { TemplateId } from './template.ts'

const TEMPLATES = new URL('./templates/', import.meta.url)

/** Every email that Doorkey can send, checked and compiled. */
export interface Emails {
  /** Sorted. */
  readonly templates: readonly string[]
  /** Sorted BCP 47 tags. */
  readonly locales: readonly string[]
  /**
   * The exact bytes of one mail. Throws `ADDRESS_INVALID` for the recipient, sender or support
   * address, and `MAIL_INVALID` for a value that a mail cannot show.
   */
  render(mail: RenderRequest): Promise<{ readonly bytes: Secret<Buffer>; readonly subject: string }>
  /** A mail with sample data; `undefined` for an unknown template or language. Throws as `render`. */
  sample(choice: SampleChoice): SampleMail | undefined
}

/**
 * Loads, compiles and checks every template in every language, so that a broken one stops the start
 * and not a mail. Throws the first fault: `TEMPLATE_INVALID` naming file and line, or
 * `LOCALE_INVALID` naming file and key.
 */
export async function loadEmails(folders: EmailFolders = {}): Promise<Emails> {
  const { faults, report } = faultList()
  const library = await readEmails(folders, report)
  const { templates, catalogues, find } = library
  const [fault] = faults
  if (fault) throw fault.error
  return {
    templates,
    locales: [...catalogues.keys()],
    async render(mail) {
      const template = find(mail.template, mail.templateFolders)
      const catalogue = catalogues.get(mail.locale)
      if (!template || !catalogue) {
        const got = `${mail.template} in ${mail.locale}`
        throw new AppError('MAIL_INVALID', `mail: expected a known template and locale, got ${got}`)
      }
      const { subject, html, text } = renderParts(template, catalogue, mail)
      const { from, to, messageId, date, locale } = mail
      const bytes = await composeMime({ subject, html, text, from, to, messageId, date, locale })
      return { bytes: new Secret(bytes), subject }
    },
    sample: (choice) => sampleMail(library, choice),
  }
}

/**
 * `loadEmails` for all parts of a process that need it: whoever asks first waits, and all get the
 * same. After a fault the next one reads again.
 */
export function loadEmailsOnce(folders: EmailFolders): () => Promise<Emails> {
  let loaded: Promise<Emails> | undefined
  return () =>
    (loaded ??= loadEmails(folders).catch((error: unknown) => {
      loaded = undefined
      throw error
    }))
}

/** Whether `id`, read from a row, is a template of this version. */
export function isTemplateId(id: string): id is TemplateId {
  return /^[a-z]+(?:-[a-z]+)*$/.test(id) && existsSync(new URL(`${id}.mjml`, TEMPLATES))
}
