/** The look of the gallery: system fonts, light and dark, 320 px and up. */
export const GALLERY_STYLES = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --text: #171a20; --muted: #5a6270; --line: #dfe3e8;
  --mark: #1a56db; --on-mark: #fff; --bad: #b42318; --bad-soft: #fef1f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1115; --card: #181b21; --text: #eceef2; --muted: #a3abb8; --line: #2b303a;
    --mark: #9dbcff; --on-mark: #0f1115; --bad: #ffb0a8; --bad-soft: #361a19;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
header { background: var(--card); border-block-end: 1px solid var(--line); }
.bar {
  display: flex; flex-wrap: wrap; gap: .75rem 2rem; align-items: center;
  justify-content: space-between; padding: 1.125rem clamp(1rem, 2.5vw, 2.25rem) .5rem;
}
h1 { margin: 0; font-size: 1.25rem; font-weight: 650; letter-spacing: -.015em; }
form { display: flex; flex-wrap: wrap; gap: .625rem 1rem; align-items: center; }
label { display: flex; gap: .5rem; align-items: center; color: var(--muted); font-size: .875rem; }
select, button {
  min-block-size: 2.25rem; padding: .25rem .625rem; font: inherit; font-size: .875rem;
  color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
}
select { max-inline-size: 15rem; }
button { cursor: pointer; font-weight: 600; }
.has-script button { display: none; }
nav {
  display: flex; gap: .25rem; overflow-x: auto; scrollbar-width: none;
  padding: .375rem clamp(.5rem, 2vw, 1.75rem) .75rem;
}
nav a {
  flex: none; padding: .375rem .75rem; border-radius: 999px; color: var(--muted);
  font-size: .875rem; text-decoration: none;
}
nav a:hover { color: var(--text); background: var(--page); }
nav a[aria-current] { color: var(--on-mark); background: var(--mark); font-weight: 600; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
main { padding: 1.75rem clamp(1rem, 2.5vw, 2.25rem) 4rem; }
section + section { margin-block-start: 3rem; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.35; font-weight: 600; text-wrap: balance; }
.tag {
  display: inline-block; margin-inline-end: .375rem; padding: 0 .5rem; color: var(--muted);
  border: 1px solid var(--line); border-radius: .375rem; background: var(--card);
  font-size: .8125rem; font-weight: 500; line-height: 1.5rem; vertical-align: .1em;
}
.file { margin: .25rem 0 1rem; color: var(--muted); font-size: .8125rem; overflow-wrap: anywhere; }
.looks { display: grid; gap: 1.25rem; }
@media (min-width: 70rem) {
  .looks { grid-template-columns: minmax(0, 4fr) minmax(0, 4fr) minmax(0, 3fr); }
}
@media (min-width: 48rem) and (max-width: 69.99rem) {
  .looks { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .looks > :last-child { grid-column: 1 / -1; }
  .looks > :last-child pre { block-size: auto; }
}
figure { margin: 0; min-inline-size: 0; }
figcaption { margin-block-end: .375rem; color: var(--muted); font-size: .8125rem; font-weight: 600; }
iframe, pre {
  display: block; inline-size: 100%; block-size: 48rem; margin: 0;
  border: 1px solid var(--line); border-radius: .75rem; background: var(--card);
}
pre {
  padding: 1.25rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
@media (max-width: 47.99rem) {
  pre { block-size: auto; }
  iframe { block-size: 42rem; }
  label { inline-size: 100%; justify-content: space-between; }
  select { flex: none; inline-size: min(15rem, 70vw); max-inline-size: none; min-block-size: 2.75rem; }
  form { inline-size: 100%; }
  nav a { padding-block: .625rem; }
}
.faults {
  margin-block-end: 2rem; padding: 1rem 1.25rem; background: var(--bad-soft);
  border: 1px solid var(--bad); border-radius: .75rem;
}
.faults h2 { color: var(--bad); }
.faults ul { margin: .5rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
.faults li { padding-block: .5rem; overflow-wrap: anywhere; }
.faults li + li { border-block-start: 1px solid var(--line); }
.faults span, small { color: var(--muted); }
.none { padding: 1.25rem; border: 1px dashed var(--line); border-radius: .75rem; color: var(--muted); }
`

/** Shows a change as it is saved; a choice in a list is shown without a button. */
export const GALLERY_SCRIPT = `
document.documentElement.classList.add('has-script')
for (const select of document.querySelectorAll('select')) {
  select.addEventListener('change', () => select.form.requestSubmit())
}
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
new EventSource('/changes').addEventListener('change', () => location.reload())
`

/** Keeps the place of a brand's logo, which is not fetched. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="264" height="64" viewBox="0 0 264 64">
<rect x="1" y="1" width="262" height="62" rx="10" fill="#8b95a5" fill-opacity=".18" stroke="#8b95a5" stroke-width="2" stroke-dasharray="8 6"/>
<text x="132" y="40" text-anchor="middle" font-family="system-ui, sans-serif" font-size="22" fill="#7b8696">logo</text>
</svg>
`

/** An envelope. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect x="2" y="6" width="28" height="20" rx="4" fill="#1a56db"/>
<path d="M5 10l11 8 11-8" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
</svg>
`
