import { AppError } from '../src/core/app-error.ts'

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
  return {
    accent,
    // White or black always has 4.58; the softer ink goes first where it is enough.
    accentText: [WHITE, INK].find((text) => contrast(accent, text) >= CONTRAST_MIN) ?? BLACK,
    accentLink: readable(accent, WHITE, BLACK),
    accentLinkDark: readable(accent, DARK_CARD, WHITE),
  }
}

/** WCAG contrast ratio of two `#rrggbb` colours, 1–21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

/** `color`, moved towards `pole` in steps of 5 % until it can be read on `background`. */
function readable(color: string, background: string, pole: string): string {
  for (let step = 0; step < 20; step += 1) {
    const mixed = mix(color, pole, step / 20)
    if (contrast(mixed, background) >= CONTRAST_MIN) return mixed
  }
  return pole
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, index) => {
    const other = target[index] ?? value
    return Math.round(value + (other - value) * share)
  })
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
}

function longHex(color: string): string {
  if (!/^#(?:[0-9a-f]{3}){1,2}$/i.test(color)) {
    throw new AppError('MAIL_INVALID', 'mail: expected the brand color as #rrggbb, got another')
  }
  const hex = color.slice(1).toLowerCase()
  return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`
}
