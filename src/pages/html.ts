/** What a part of a page brings along: constants of ours, sent once for each page that uses them. */
export interface Asset {
  /** Runs at the end of the body, in a scope of its own. */
  readonly script?: string
  readonly styles?: string
}

/** Markup that is safe to send as it is, with what it needs to work. */
export class Html {
  readonly #text: string
  readonly assets: ReadonlySet<Asset>

  /** Only the `html` tag makes one; anything else would go past the escaping. */
  constructor(text: string, assets: Iterable<Asset> = []) {
    this.#text = text
    this.assets = new Set(assets)
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
  return new Html(parts.join(''), values.flatMap(assetsOf))
}

/** `markup`, and what it needs: a page that holds it anywhere loads `assets`, and no other does. */
export function withAssets(markup: Html, ...assets: readonly Asset[]): Html {
  return new Html(markup.toString(), [...markup.assets, ...assets])
}

function assetsOf(value: HtmlValue): readonly Asset[] {
  if (value instanceof Html) return [...value.assets]
  return typeof value === 'object' && value !== null ? value.flatMap(assetsOf) : []
}

function printed(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(String).join('')
  return String(value)
    .replace(OVERRIDES, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
