/** Forms in the console: choices, boxes, and what shows only with its choice. */
export const USER_FORM_STYLES = `
.narrow { max-inline-size: 36rem; }
.narrow h1 { margin-block-end: 1.5rem; }
.choice { margin-block-end: 1.5rem; }
.choice div { display: flex; flex-wrap: wrap; gap: .625rem; }
select {
  min-block-size: 2.5rem; padding: .25rem .875rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--control); border-radius: .625rem;
}
.facts { margin-block-end: 1.5rem; }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; min-inline-size: 0; }
legend { margin-block-end: .5rem; padding: 0; font-weight: 600; font-size: .9375rem; }
label.option {
  display: flex; align-items: flex-start; gap: .75rem; margin: 0; padding-block: .5rem;
  font-weight: 400; cursor: pointer;
}
.option input { flex: none; inline-size: 1.125rem; block-size: 1.125rem; margin: .1875rem 0 0; accent-color: var(--accent); }
.option:has(:disabled) { color: var(--muted); cursor: default; }
.option .hint { display: block; margin: 0; }
.typed { margin: .5rem 0 1rem 1.875rem; }
.typed .field { margin: 0; }
form:has([name=setup]:checked):not(:has(#setup-typed:checked)) .typed,
form:has(#setup-link:checked, #setup-none:checked) .boxes { display: none; }
details { margin-block-end: 1.5rem; }
summary { margin-block-end: 1rem; font-weight: 600; font-size: .9375rem; cursor: pointer; }
`
