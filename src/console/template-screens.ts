import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Source } from '../config/doorkey-config.ts'
import { sendPage } from '../pages/layout.ts'
import type { AdmitToConsole } from './admit.ts'
import {
  type MailLook,
  type SampleMail,
  type TemplateChoice,
  templatesPage,
} from './template-views.ts'
import { noticePage } from './views.ts'

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = ['700', '320'] as const
const FIRST_LOCALE = 'en'

/** The templates that this process sends from, filled with sample data. */
export interface MailTemplates {
  readonly templates: readonly string[]
  /** BCP 47 tags. */
  readonly locales: readonly string[]
  /** `undefined` for an unknown template or language. */
  sample(
    choice: Pick<Source, 'brand' | 'templateFolders'> & {
      readonly template: string
      readonly locale: string
    },
  ): SampleMail | undefined
}

export interface TemplateScreensParts {
  readonly sources: ReadonlyMap<string, Source>
  readonly emails: () => Promise<MailTemplates>
  readonly admit: AdmitToConsole
}

type Query = Readonly<Record<string, unknown>>

/** `/console/templates`: every mail of every source, in every language, with sample data. */
export function registerTemplateScreens(
  scope: FastifyInstance,
  { sources, emails, admit }: TemplateScreensParts,
): void {
  const read = async (query: Query) => {
    const library = await emails()
    const { templates, locales } = library
    const choice: TemplateChoice = {
      sources: [...sources.keys()],
      templates,
      locales,
      look: {
        source: chosen(query, 'source', [...sources.keys()]),
        template: chosen(query, 'template', templates),
        locale: chosen(query, 'locale', locales, FIRST_LOCALE),
        scheme: chosen(query, 'scheme', SCHEMES),
        width: chosen(query, 'width', WIDTHS),
      },
    }
    const { source: name, template, locale } = choice.look
    const source = sources.get(name ?? '')
    const isKnown = Object.values(choice.look).every((value) => value !== undefined)
    if (!isKnown || !source || template === undefined || locale === undefined) return { choice }
    const { brand, templateFolders } = source
    return { choice, source, mail: library.sample({ brand, templateFolders, template, locale }) }
  }
  scope.get<{ Querystring: Query }>('/console/templates', async (request, reply) => {
    if (!(await admit(request, reply, 'read'))) return reply
    const { choice, source, mail } = await read(request.query)
    const shown = source && mail && { ...mail, from: source.from }
    return sendPage(reply, shown ? 200 : 404, templatesPage(choice, shown))
  })
  scope.get<{ Querystring: Query }>('/console/templates/mail', async (request, reply) => {
    if (!(await admit(request, reply, 'read'))) return reply
    const { choice, source, mail } = await read(request.query)
    if (!source || !mail) {
      return sendPage(reply, 404, noticePage('No such mail', 'Choose one on the page Templates.'))
    }
    return sendMail(reply, mail.html(choice.look.scheme ?? 'light'), source.brand.logoUrl)
  })
}

/** The first one where nothing was asked for; `undefined` where what was asked for is unknown. */
function chosen<Value extends string>(
  query: Query,
  name: keyof MailLook,
  values: readonly Value[],
  first: string | undefined = values[0],
): Value | undefined {
  const asked = query[name] ?? first
  return values.find((value) => value === asked)
}

/** One HTML part, which runs nothing, leads nowhere, and fetches its brand's logo alone. */
function sendMail(reply: FastifyReply, mail: string, logoUrl: string | undefined): FastifyReply {
  const images = logoUrl === undefined ? "'none'" : new URL(logoUrl).origin
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}; base-uri 'none'; ` +
        "form-action 'none'; frame-ancestors 'self'; sandbox",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    })
    .send(mail)
}
