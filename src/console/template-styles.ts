/** The gallery of mails: choices in a row, and a frame beside the text. */
export const TEMPLATE_STYLES = `
.pick {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem;
  align-items: end; margin-block-end: 1.75rem;
}
.pick :has(> #template) { grid-column: span 2; }
.pick select {
  inline-size: 100%; min-block-size: 2.75rem; padding: .25rem .625rem; font: inherit; color: inherit;
  text-overflow: ellipsis; background: var(--card); border: 1px solid var(--control); border-radius: .625rem;
}
.pick [aria-invalid] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.pick button { min-block-size: 2.75rem; }
.envelope { padding: clamp(1rem, 4vw, 1.5rem); }
.subject { font-weight: 600; }
.looks { display: grid; gap: 0 1.5rem; }
.looks section { min-inline-size: 0; }
iframe, pre {
  display: block; block-size: 46rem; margin: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem;
}
iframe { inline-size: 43.75rem; max-inline-size: 100%; }
iframe.w320 { inline-size: 20rem; }
pre {
  max-block-size: 46rem; block-size: auto; padding: 1.25rem; overflow: auto;
  white-space: pre-wrap; overflow-wrap: anywhere; font: .8125rem/1.6 var(--mono);
}
@media (max-width: 32rem) { .pick :has(> #source) { grid-column: span 2; } }
@media (min-width: 62rem) {
  .looks { grid-template-columns: auto minmax(18rem, 1fr); }
  .looks:has(.w700) { grid-template-columns: minmax(0, 43.75rem) minmax(18rem, 1fr); }
}
`
