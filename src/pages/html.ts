/** Markup that is safe to send as it is. */
export class Html {
  readonly #text: string

  /** Only the `html` tag makes one; anything else would go past the escaping. */
  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template; `undefined`, `null` and `false` leave nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined | null | false

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Bidirectional overrides, which make a text read as another one. */
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/gu

/**
 * A template whose values are escaped for text and for quoted attributes alike. Attributes are
 * always quoted; a value never stands in a script, a style or a URL attribute that a user chose.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = strings.map((text, index) => text + printed(values[index]))
  return new Html(parts.join(''))
}

function printed(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(String).join('')
  return String(value)
    .replace(OVERRIDES, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
