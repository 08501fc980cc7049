import { AppError } from '../src/core/app-error.ts'
import { contrast, longHex, moveToContrast } from '../src/core/contrast.ts'

/** The colours of a mail that follow from the brand's one colour. */
export interface Accent {
  readonly accent: string
  /** On `accent`. */
  readonly accentText: string
  /** For links on white. */
  readonly accentLink: string
  /** For links on the dark card. */
  readonly accentLinkDark: string
}

const DARK_CARD = '#1a1f27'
const INK = '#0b1220'
const WHITE = '#ffffff'
const BLACK = '#000000'
/** WCAG 2.2, 1.4.3: normal text. */
const CONTRAST_MIN = 4.5

/**
 * Derives readable colours from `#rgb` or `#rrggbb`: every pair has a contrast of at least 4.5.
 * Throws `MAIL_INVALID` for anything else, which could otherwise add styles to the page.
 */
export function accentOf(color: string): Accent {
  const accent = longHex(color)
  if (accent === undefined) {
    throw new AppError('MAIL_INVALID', 'mail: expected the brand color as #rrggbb, got another')
  }
  const onWhite = { background: WHITE, pole: BLACK, ratio: CONTRAST_MIN }
  const onDark = { background: DARK_CARD, pole: WHITE, ratio: CONTRAST_MIN }
  return {
    accent,
    // White or black always has 4.58; the softer ink goes first where it is enough.
    accentText: [WHITE, INK].find((text) => contrast(accent, text) >= CONTRAST_MIN) ?? BLACK,
    accentLink: moveToContrast(accent, onWhite),
    accentLinkDark: moveToContrast(accent, onDark),
  }
}
