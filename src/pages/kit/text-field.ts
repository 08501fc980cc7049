import { type Html, html } from '../html.ts'

export interface TextFieldOptions {
  /** Also the name under which the form sends it. */
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly value?: string
  readonly type?: 'text' | 'email'
  readonly autocomplete?: string
  /** The id of the notice that says what is wrong with it. */
  readonly problemId?: string
  /** Codes, links and addresses: written from left to right in every language, in a fixed width. */
  readonly isTechnical?: boolean
  readonly isOptional?: boolean
}

/** One line of text with its label and hint. */
export function textField(options: TextFieldOptions): Html {
  const { id, value, type = 'text', autocomplete = 'off' } = options
  return html`<div class="field" id="${id}-field">
<label for="${id}">${options.label}</label>
<input${options.isTechnical === true && html` class="secret"`} id="${id}" name="${id}" type="${type}"${value !== undefined && html` value="${value}"`}${options.isOptional !== true && html` required`} autocomplete="${autocomplete}" autocapitalize="off" spellcheck="false"${pointers(options)}>
${options.hint !== undefined && html`<p class="hint" id="${id}-hint">${options.hint}</p>`}
</div>`
}

/** Says which texts describe the field, the problem first, and whether it is wrong. */
export function pointers({
  id,
  hint,
  problemId,
}: Pick<TextFieldOptions, 'id' | 'hint' | 'problemId'>): Html {
  const ids = [problemId, hint !== undefined && `${id}-hint`].filter(
    (one) => typeof one === 'string',
  )
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${problemId !== undefined && html` aria-invalid="true"`}`
}
