import type { Catalogue } from '../../../emails/catalogue.ts'
import type { EmailFault } from '../../../emails/email-faults.ts'
import { sampleMail } from '../../../emails/sample-mail.ts'
import { type Html, html } from '../../pages/html.ts'
import type { PreviewState } from './preview.ts'
import { ALL_LOCALES, queryOf, type Selection } from './selection.ts'

/** The gallery: one template in one language or in all of them, in both schemes and as text. */
export function galleryPage(selection: Selection, state: PreviewState): Html {
  const { library, faults } = state
  const { locale } = selection
  const catalogues = [...library.catalogues.values()]
  const shown = catalogues.filter(({ tag }) => locale === ALL_LOCALES || tag === locale)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${selection.template} · Doorkey mails</title>
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<link rel="stylesheet" href="/gallery.css">
<script src="/gallery.js" defer></script>
</head>
<body>
<header>
<div class="bar">
<h1>Mails</h1>
${picker(selection, state)}
</div>
<nav aria-label="Templates">${library.templates.map((id) => templateLink(id, selection))}</nav>
</header>
<main>
${faults.length > 0 && faultBox(faults)}
${shown.map((catalogue) => mailSection(catalogue, selection, state))}
</main>
</body>
</html>
`
}

function picker({ template, locale, source }: Selection, { library, sources }: PreviewState): Html {
  const names = new Intl.DisplayNames(['en'], { type: 'language' })
  const option = (value: string, label: string, chosen: string) => {
    return html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`
  }
  const tags = [...library.catalogues.keys()]
  return html`<form action="/" method="get">
<input type="hidden" name="template" value="${template}">
<label>Language <select name="locale">
${option(ALL_LOCALES, `All ${tags.length} languages`, locale)}
${tags.map((tag) => option(tag, `${names.of(tag) ?? tag} (${tag})`, locale))}
</select></label>
<label>Brand <select name="source">
${sources.map(({ name, brand }) => option(name, `${brand.name} (${name})`, source.name))}
</select></label>
<button>Show</button>
</form>`
}

function templateLink(id: string, selection: Selection): Html {
  const current = id === selection.template && html` aria-current="page"`
  return html`<a href="${queryOf({ ...selection, template: id })}"${current}>${id}</a>`
}

function mailSection(catalogue: Catalogue, selection: Selection, { library }: PreviewState): Html {
  const { template, source } = selection
  const { tag, direction } = catalogue
  const mail = sampleMail(library, { ...source, template, locale: tag })
  if (!mail) {
    return html`<p class="none">${template} in ${tag} cannot be shown until its fault is corrected.</p>`
  }
  const query = queryOf({ template, locale: tag, source })
  const frame = (scheme: string) => html`<figure>
<figcaption>${scheme === 'dark' ? 'Dark' : 'Light'}</figcaption>
<iframe sandbox loading="${selection.locale === ALL_LOCALES ? 'lazy' : 'eager'}" src="/mail${query}&scheme=${scheme}"
 title="${template} in ${tag}, ${scheme}"></iframe>
</figure>`
  return html`<section>
<h2><span class="tag">${tag}</span> <bdi lang="${tag}">${mail.subject}</bdi></h2>
<p class="file">${mail.file}</p>
<div class="looks">
${frame('light')}
${frame('dark')}
<figure>
<figcaption>Text</figcaption>
<pre lang="${tag}" dir="${direction}" tabindex="0">${mail.text}</pre>
</figure>
</div>
</section>`
}

function faultBox(faults: readonly EmailFault[]): Html {
  return html`<section class="faults" role="alert">
<h2>${faults.length === 1 ? 'One fault' : `${faults.length} faults`}</h2>
<ul>${faults.map(({ file, line, template, locale, message, remedy }) => {
    const place = line === undefined ? file : `${file}:${line}`
    return html`<li><code>${place}</code> ${template && html`<span>${template}</span>`}
 ${locale && html`<span>${locale}</span>`}<br>${message}<br><small>${remedy}</small></li>`
  })}</ul>
</section>`
}
