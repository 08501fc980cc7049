import { contrast, longHex, moveToContrast } from '../core/contrast.ts'

/** The mark of Doorkey itself, on pages that belong to no source. */
const DEFAULT = '#1a56db'

/**
 * The background on which a colour has the hardest time in each scheme: a light page is a little
 * darker than its cards, a dark card a little lighter than its page. `stylesheet.ts` has the same.
 */
export const HARDEST = { light: '#f6f7f9', dark: '#181b21' } as const
/** WCAG 2.2: 1.4.3 for text, 1.4.11 for the edge of a control. */
const TEXT_RATIO = 4.5
const EDGE_RATIO = 3

const WHITE = '#ffffff'
const INK = '#0b1220'
const BLACK = '#000000'

/** The colours of a page that follow from the brand's one colour, in one scheme. */
export interface Accent {
  /** The brand's own colour: what a button is filled with. */
  readonly fill: string
  /** Text on `fill`. */
  readonly onFill: string
  /** Links and the focus ring, on page and card. */
  readonly text: string
  /** The edge of what is filled, so that a white button is seen on a white card. */
  readonly edge: string
}

/** Derives readable colours from `#rgb` or `#rrggbb`; any other text gives those of Doorkey. */
export function accentOf(color: string | undefined, scheme: 'light' | 'dark'): Accent {
  const fill = longHex(color ?? DEFAULT) ?? DEFAULT
  const background = HARDEST[scheme]
  const pole = scheme === 'light' ? BLACK : WHITE
  return {
    fill,
    // White or black always has 4.58; the softer ink goes first where it is enough.
    onFill: [WHITE, INK].find((text) => contrast(fill, text) >= TEXT_RATIO) ?? BLACK,
    text: moveToContrast(fill, { background, pole, ratio: TEXT_RATIO }),
    edge: moveToContrast(fill, { background, pole, ratio: EDGE_RATIO }),
  }
}

/** The custom properties that the stylesheet builds on, for both schemes. */
export function accentStyle(color: string | undefined): string {
  const [light, dark] = [accentOf(color, 'light'), accentOf(color, 'dark')]
  return `:root { ${properties(light)} }
@media (prefers-color-scheme: dark) { :root { ${properties(dark)} } }
`
}

function properties({ fill, onFill, text, edge }: Accent): string {
  return `--accent: ${fill}; --on-accent: ${onFill}; --accent-text: ${text}; --accent-edge: ${edge};`
}
