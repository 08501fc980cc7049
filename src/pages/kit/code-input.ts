import { type Html, html, withAssets } from '../html.ts'
import { pointers, type TextFieldOptions } from './text-field.ts'

const STYLES = `
input.code {
  direction: ltr; max-inline-size: 14rem; font-family: var(--mono); font-size: 1.5rem;
  letter-spacing: .25em; text-align: center; font-variant-numeric: tabular-nums;
}
`

/**
 * Six digits out of a mail. Phones offer the code above the keyboard. Blanks are allowed, since
 * codes are often pasted with them, and the length is not cut, since that would cut a pasted code:
 * the server takes the blanks out, and reads the digits of Arabic and Persian keyboards.
 */
export function codeInput(
  options: Pick<TextFieldOptions, 'id' | 'label' | 'hint' | 'problemId'>,
): Html {
  const { id, label, hint } = options
  const markup = html`<div class="field">
<label for="${id}">${label}</label>
<input class="code" id="${id}" name="${id}" type="text" required inputmode="numeric" autocomplete="one-time-code" pattern="\\s*(?:[0-9٠-٩۰-۹]\\s*){6}" autocapitalize="off" spellcheck="false"${pointers(options)}>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`
  return withAssets(markup, ASSET)
}

const ASSET = { styles: STYLES } as const
