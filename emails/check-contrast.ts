import type { AppError } from '../src/core/app-error.ts'
import { contrast } from '../src/core/contrast.ts'
import type { Catalogue } from './catalogue.ts'
import { templateFault } from './compile-template.ts'
import { type CompiledTemplate, renderParts } from './renderer.ts'
import { everyForm, SAMPLE_BRAND } from './sample.ts'
import { styledTexts } from './styled-texts.ts'

/** WCAG 2.2, 1.4.3: normal text. */
const CONTRAST_MIN = 4.5
/** What a brand's colour may be at its extremes, since links and buttons follow it. */
const BRAND_COLORS = ['#1a56db', '#ffe14d', '#000000', '#ffffff', '#808080']
const EXCERPT_CHARACTERS = 40

/**
 * Checks that every text of every form of the mail can be read in the light and the dark scheme,
 * whatever the brand's colour. Faults are `TEMPLATE_INVALID`, naming the file and the text.
 */
export function checkContrast(
  compiled: CompiledTemplate,
  catalogue: Catalogue,
  report: (fault: AppError) => void,
): void {
  for (const color of BRAND_COLORS) {
    // A logo has its own colours; the brand's name in its place has ours.
    const { logoUrl: _, ...brand } = { ...SAMPLE_BRAND, color }
    const pages = everyForm(compiled.template, brand).map((input) => {
      return renderParts(compiled, catalogue, input).html
    })
    for (const scheme of ['light', 'dark'] as const) {
      const texts = pages.flatMap((html) => styledTexts(html, scheme))
      for (const { text, color: ink, background } of texts) {
        const ratio = contrast(ink, background)
        if (ratio >= CONTRAST_MIN) continue
        const got = Number.isNaN(ratio)
          ? `${ink} on ${background}, not as #rrggbb`
          : `${Math.floor(ratio * 100) / 100} (${ink} on ${background})`
        const where = text.slice(0, EXCERPT_CHARACTERS)
        const expected = `a contrast of ${CONTRAST_MIN} in the ${scheme} scheme`
        report(templateFault(compiled.file, 1, `expected ${expected}, got ${got} of “${where}”`))
      }
    }
  }
}
