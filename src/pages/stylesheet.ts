/**
 * The look of every page: system fonts, light and dark, 320 px and up, either direction. Parts bring
 * their own styles. `accent.ts` adds the brand's colours and counts on `--page` and `--card`.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #16191f; --muted: #5a6270; --line: #e2e5ea;
  --control: #858d9a; --shadow: 0 1px 2px rgb(16 24 40 / .05), 0 12px 32px rgb(16 24 40 / .05);
  --bad: #b42318; --bad-soft: #fef1f0; --good: #0a6b3d; --good-soft: #eaf7f0;
  --warn: #8a4b00; --warn-soft: #fdf4e3; --warn-mark: #c26a00;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1115; --card: #181b21; --text: #eceef2; --muted: #a3abb8; --line: #2b303a;
    --control: #737c8b; --shadow: none;
    --bad: #ffb0a8; --bad-soft: #361a19; --good: #86dbae; --good-soft: #132a1e;
    --warn: #f2c57c; --warn-soft: #2e2311; --warn-mark: #f2c57c;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-block-size: 100dvh; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-font-smoothing: antialiased;
}
main { max-inline-size: 28.5rem; margin-inline: auto; padding: 1.5rem 1rem 3rem; }
main.wide { max-inline-size: 78rem; }
@media (min-width: 40rem) {
  main { padding: 2.5rem 1.5rem 4rem; }
  main:not(.wide) { padding-block-start: clamp(2.5rem, 11vh, 7rem); }
}
.card {
  padding: clamp(1.25rem, 6vw, 2.25rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow);
}
.card > :last-child, form > :last-child, .notice div > :last-child { margin-block-end: 0; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
h2 { margin: 2.25rem 0 .875rem; font-size: 1.0625rem; line-height: 1.35; font-weight: 600; }
/* Letters that join, as in Arabic, would come apart. */
[dir=ltr] h1 { letter-spacing: -.018em; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.card > h1:not(:has(+ .lead, + p)) { margin-block-end: 1.5rem; }
.lead { margin-block-end: 1.75rem; color: var(--muted); }
.muted { color: var(--muted); }
/* A link that stands by itself is as large as a finger needs. */
.alone { margin-block-start: 1rem; }
.alone a { display: inline-block; padding-block: .25rem; }
p + .button { margin-block-start: .5rem; }
a { color: var(--accent-text); text-underline-offset: .15em; }
code { font-family: var(--mono); font-size: .9em; }

.field { margin-block-end: 1.5rem; }
label { display: block; margin-block-end: .5rem; font-weight: 600; font-size: .9375rem; }
.hint { margin: .5rem 0 0; color: var(--muted); font-size: .875rem; line-height: 1.5; }
input:not([type=hidden], [type=checkbox], [type=radio]) {
  inline-size: 100%; min-block-size: 3rem; padding: .5rem .875rem; font: inherit; color: inherit;
}
input:not([type=hidden], [type=checkbox], [type=radio]), .input {
  background: var(--card); border: 1px solid var(--control); border-radius: .625rem;
}
input[aria-invalid], .input:has([aria-invalid]) {
  border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad);
}
/* Written from left to right in every language, and at the side where a line begins. */
input:is(.secret, [type=email]) { direction: ltr; }
[dir=rtl] input:is(.secret, [type=email]) { text-align: right; }

button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: .5rem;
  min-block-size: 3rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; line-height: 1.3;
  text-align: center; text-decoration: none; cursor: pointer; border-radius: .625rem;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent-edge);
  transition: filter .15s, background-color .15s;
}
.main, .button { inline-size: 100%; }
.main:hover, .button:hover { filter: brightness(1.06); }
button[aria-disabled=true] { opacity: .65; cursor: progress; }
button.quiet {
  min-block-size: 2.5rem; padding: .25rem .875rem; font-weight: 500; font-size: .875rem;
  color: var(--text); background: var(--card); border-color: var(--control);
}
button.quiet:hover { background: var(--page); }
.icon { flex: none; display: block; }
.quiet .icon { inline-size: 1.0625rem; block-size: 1.0625rem; }
:focus-visible, .input:has(input:focus-visible) {
  outline: 2px solid var(--accent-text); outline-offset: 2px;
}

.notice {
  display: flex; gap: .75rem; margin-block-end: 1.5rem; padding: .875rem 1rem;
  border-radius: .625rem; font-size: .9375rem; background: var(--page);
}
.notice > .icon { margin-block-start: .125rem; }
.notice > div { min-inline-size: 0; }
.notice.bad { color: var(--bad); background: var(--bad-soft); }
.notice.warn { color: var(--warn); background: var(--warn-soft); }
.notice.good { color: var(--good); background: var(--good-soft); }
.notice p:not(:only-child) { margin-block-end: .25rem; font-weight: 600; }
.notice ul { margin: 0; padding-inline-start: 1.125rem; }

.visually-hidden:not(:focus) {
  position: absolute; inline-size: 1px; block-size: 1px; min-block-size: 0; margin: -1px;
  padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition: none !important; } }
`
