/** WCAG contrast ratio of two `#rrggbb` colours, 1–21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

/** `color`, moved towards `pole` in steps of 5 % until it has `ratio` on `background`. */
export function moveToContrast(
  color: string,
  { background, pole, ratio }: { background: string; pole: string; ratio: number },
): string {
  for (let step = 0; step < 20; step += 1) {
    const mixed = mix(color, pole, step / 20)
    if (contrast(mixed, background) >= ratio) return mixed
  }
  return pole
}

/** `#rgb` or `#rrggbb` as lower-case `#rrggbb`; `undefined` for any other text. */
export function longHex(color: string): string | undefined {
  if (!/^#(?:[0-9a-f]{3}){1,2}$/i.test(color)) return undefined
  const hex = color.slice(1).toLowerCase()
  return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, index) => {
    const other = target[index] ?? value
    return Math.round(value + (other - value) * share)
  })
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Relative luminance, WCAG 2.2. */
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
