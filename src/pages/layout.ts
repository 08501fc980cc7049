import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { Html, html } from './html.ts'
import { STYLESHEET } from './stylesheet.ts'

/** The mark of Doorkey itself, on pages that belong to no source. */
const ACCENT_DEFAULT = '#1a56db'
const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** One page: what is on it, without what every page has. */
export interface Page {
  /** BCP 47. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  readonly body: Html
  /** Whose page it is; shown in text only, since nothing is loaded from elsewhere. */
  readonly brand?: { readonly name: string; readonly color?: string }
  /** A constant of ours; runs at the end of the body. */
  readonly script?: string
  /** A constant of ours, added to the common one. */
  readonly styles?: string
  /** For tables instead of a form. */
  readonly isWide?: boolean
  /** Load again by itself after so many seconds. */
  readonly refreshSeconds?: number
  /** `same-origin` where a form must tell its origin; default `no-referrer`. */
  readonly referrerPolicy?: 'same-origin'
}

/**
 * Answers with `page`: nothing from elsewhere, no script but ours, no frame around it, no copy kept,
 * no trace in a Referer or a search engine.
 */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  const script = page.script === undefined ? '' : ` script-src 'nonce-${nonce}';`
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'nonce-${nonce}';${script} form-action 'self'; ` +
        "frame-ancestors 'none'; base-uri 'none'",
      'cache-control': 'no-store',
      'referrer-policy': page.referrerPolicy ?? 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      vary: 'accept-language',
    })
    .send(layout(page, nonce).toString())
}

function layout(page: Page, nonce: string): Html {
  const { locale, direction, title, body, brand } = page
  const styles = new Html(accentStyle(brand?.color) + STYLESHEET + (page.styles ?? ''))
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}${brand && ` · ${brand.name}`}</title>
${page.refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${page.refreshSeconds}">`}
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<main${page.isWide === true && html` class="wide"`}>
${brand && html`<p class="brand"><bdi>${brand.name}</bdi></p>`}
${body}
</main>
${page.script !== undefined && html`<script nonce="${nonce}">${new Html(page.script)}</script>`}
</body>
</html>
`
}

/** The brand's colour, with black or white on it: one of the two always reads (contrast ≥ 4.5). */
function accentStyle(color: string | undefined): string {
  const accent = color !== undefined && HEX_COLOR.test(color) ? color : ACCENT_DEFAULT
  const onAccent = luminance(accent) > 0.179 ? '#000' : '#fff'
  return `html:root { --accent: ${accent}; --on-accent: ${onAccent}; }`
}

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const digits = color.slice(1)
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
