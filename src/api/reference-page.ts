import type { TSchema } from 'typebox'
import { type Html, html, withAssets } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { SCOPES } from '../operators/scopes.ts'
import type { DescribedRoute } from './api-route.ts'
import { type Field, fieldsOf } from './schema-fields.ts'

/** `/v1` for people: each route with its scope, what it takes and what it answers. */
export function referencePage(routes: readonly DescribedRoute[]): Page {
  const groups = Map.groupBy(routes, ({ path }) => path.split('/')[2] ?? 'v1')
  const body = html`<h1>The API of Doorkey</h1>
<p class="lead">Send <code>Authorization: Bearer dk_…</code> with every request. Lists are newest first;
<code>nextCursor</code> asks for the next page. The same as an OpenAPI document:
<a href="/openapi.json">openapi.json</a>.</p>
<nav aria-label="Resources">${[...groups.keys()].map((name) => html`<a href="#${name}">${name}</a>`)}</nav>
<h2 id="scopes">Scopes</h2>
<div class="sheet"><dl class="scopes">${Object.entries(SCOPES).map(
    ([scope, meaning]) => html`<dt><code>${scope}</code></dt><dd>${meaning}</dd>`,
  )}</dl></div>
${[...groups].map(
  ([name, group]) => html`<section aria-labelledby="${name}"><h2 id="${name}">${name}</h2>
${group.map(operation)}</section>`,
)}`
  return {
    locale: 'en',
    direction: 'ltr',
    title: 'API · Doorkey',
    body: withAssets(body, { styles: STYLES }),
    isWide: true,
  }
}

function operation(route: DescribedRoute): Html {
  const { id, method, path, summary, description, scope, isIdempotent } = route
  return html`<article class="sheet" id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name"><a href="#${id}"><b>${method}</b> <code>${path}</code></a></h3>
<p>${summary}. Needs <code>${scope}</code>.${isIdempotent && html` Takes <code>Idempotency-Key</code>.`}
${description}</p>
${route.params && fields('In the path', route.params)}
${route.query && fields('In the query', route.query)}
${route.body && fields('In the body', route.body)}
${Object.entries(route.answers).map(([status, answer]) =>
  fields(`${status} ${answer.description}`, answer.schema),
)}
</article>`
}

function fields(title: string, schema: TSchema): Html {
  const rows = fieldsOf(schema)
  return html`<details><summary>${title}</summary>
<ul>${rows.map(field)}</ul></details>`
}

function field({ name, type, isRequired, description }: Field): Html {
  return html`<li><code>${name}</code> <span class="muted">${type}${!isRequired && ', optional'}</span>
${description !== undefined && html`<div>${description}</div>`}</li>`
}

const STYLES = `
main > nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
main > nav a { padding-block: .25rem; }
.sheet { padding: 1rem 1.25rem; margin-block-end: .75rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
.sheet p { margin-block-end: .75rem; }
h3 { margin: 0 0 .5rem; font-size: 1rem; font-weight: 500; overflow-wrap: anywhere; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h3 b { display: inline-block; min-inline-size: 3.25rem; color: var(--accent-text); font-weight: 650; }
.scopes { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.5rem; margin: 0; }
.scopes dd { margin: 0; }
details { border-block-start: 1px solid var(--line); }
summary { padding-block: .5rem; cursor: pointer; font-size: .9375rem; }
details ul { margin: 0 0 .75rem; padding: 0; list-style: none; font-size: .875rem; }
details li { padding: .375rem 0; overflow-wrap: anywhere; }
`
