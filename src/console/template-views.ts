import { type Html, html, withAssets } from '../pages/html.ts'
import { notice } from '../pages/kit/notice.ts'
import type { Page } from '../pages/layout.ts'
import { TEMPLATE_STYLES } from './template-styles.ts'
import { header, page } from './views.ts'

/** What is to be looked at; `undefined` where something unknown was asked for. */
export interface MailLook {
  readonly source: string | undefined
  readonly template: string | undefined
  readonly locale: string | undefined
  readonly scheme: 'light' | 'dark' | undefined
  /** Of the frame, in CSS pixels. */
  readonly width: '700' | '320' | undefined
}

/** What there is to choose from, and what was chosen. */
export interface TemplateChoice {
  readonly sources: readonly string[]
  readonly templates: readonly string[]
  readonly locales: readonly string[]
  readonly look: MailLook
}

/** A mail with sample data. */
export interface SampleMail {
  readonly subject: string
  readonly preheader: string
  readonly text: string
  readonly html: (scheme: 'light' | 'dark') => string
  readonly direction: 'ltr' | 'rtl'
  /** Where its HTML comes from. */
  readonly file: string
}

const TITLE = 'Templates'
const WORDS: Readonly<Record<keyof MailLook, string>> = {
  source: 'The configuration names no source like this.',
  template: 'This version has no template of this name.',
  locale: 'There are no mails in this language.',
  scheme: 'The colour scheme is light or dark.',
  width: 'The width is 700 or 320.',
}

/** One mail as HTML beside its text part; without one, what is wrong with the choice. */
export function templatesPage(
  choice: TemplateChoice,
  mail: (SampleMail & { readonly from: string }) | undefined,
): Page {
  const { source, locale, template } = choice.look
  const wrong = FIELDS.filter((name) => choice.look[name] === undefined)
  const query = queryOf(choice.look)
  const body = html`${header(TITLE, false)}
<p class="muted">What each source sends, with its brand, its own templates and sample data. This process has read them once: a changed file is shown, and sent, after a restart. <code>doorkey templates preview</code> shows it at each save.</p>
${wrong.length > 0 && notice('bad', html`${wrong.map((name) => html`<p id="${problemId(name)}">${WORDS[name]}</p>`)}`)}
${picker(choice)}
${
  mail &&
  html`<div class="card envelope"><dl>
<dt>From</dt><dd><bdi>${mail.from}</bdi></dd>
<dt>Subject</dt><dd><bdi lang="${locale}" class="subject">${mail.subject}</bdi></dd>
<dt>Preheader</dt><dd><bdi lang="${locale}">${mail.preheader}</bdi></dd>
<dt>File</dt><dd><code>${mail.file}</code></dd>
</dl></div>
<div class="looks">
<section><h2>HTML</h2>
<iframe sandbox class="w${choice.look.width}" src="/console/templates/mail?${query}" title="${template} in ${locale} for ${source}"></iframe></section>
<section><h2>Text</h2>
<pre lang="${locale}" dir="${mail.direction}" tabindex="0">${mail.text}</pre></section>
</div>`
}`
  const more = { isWide: true, hasFrames: mail !== undefined }
  return page(TITLE, withAssets(body, { styles: TEMPLATE_STYLES }), more)
}

const FIELDS = ['source', 'template', 'locale', 'scheme', 'width'] as const

const problemId = (name: keyof MailLook): string => `${name}-problem`

/** Without the width, which is no concern of the mail's. */
function queryOf({ source = '', template = '', locale = '', scheme = 'light' }: MailLook): string {
  return new URLSearchParams({ source, template, locale, scheme }).toString()
}

function picker({ sources, templates, locales, look }: TemplateChoice): Html {
  const choose = (name: keyof MailLook, label: string, options: readonly Html[]) =>
    html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}"${look[name] === undefined && html` aria-invalid="true" aria-describedby="${problemId(name)}"`}>${options}</select></div>`
  const option = (name: keyof MailLook, value: string, label: string, more: Html = html``) =>
    html`<option value="${value}"${more}${value === look[name] && html` selected`}>${label}</option>`
  const languages = locales.map((tag) =>
    option('locale', tag, `${ownName(tag)} (${tag})`, html` lang="${tag}"`),
  )
  return html`<form class="pick" method="get" action="/console/templates">
${choose(
  'source',
  'Source',
  sources.map((name) => option('source', name, name)),
)}
${choose(
  'template',
  'Template',
  templates.map((id) => option('template', id, id)),
)}
${choose('locale', 'Language', languages)}
${choose('scheme', 'Scheme', [option('scheme', 'light', 'Light'), option('scheme', 'dark', 'Dark')])}
${choose('width', 'Width', [option('width', '700', 'Up to 700 px'), option('width', '320', '320 px')])}
<button type="submit">Show</button>
</form>`
}

/** What a language calls itself, as a name begins. */
function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
}
