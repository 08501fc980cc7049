import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { accentStyle } from './accent.ts'
import { type Asset, Html, html } from './html.ts'
import { brandHeader } from './kit/brand-header.ts'
import { STYLESHEET } from './stylesheet.ts'

/** One page: what is on it, without what every page has. */
export interface Page {
  /** BCP 47. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  /** Brings the scripts and styles of the parts it is made of. */
  readonly body: Html
  /** Whose page it is. */
  readonly brand?: { readonly name: string; readonly color?: string }
  /** For tables instead of a form. */
  readonly isWide?: boolean
  /** `same-origin` where a form must tell its origin; default `no-referrer`. */
  readonly referrerPolicy?: 'same-origin'
  /** For a page that shows another one of ours in a frame. */
  readonly hasFrames?: boolean
}

/**
 * Answers with `page`: nothing from elsewhere, no script but ours, no frame around it, no copy kept,
 * no trace in a Referer or a search engine.
 */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  const hasScript = [...page.body.assets].some((asset) => asset.script !== undefined)
  const script = hasScript ? ` script-src 'nonce-${nonce}';` : ''
  const frames = page.hasFrames === true ? " frame-src 'self';" : ''
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'nonce-${nonce}';${script}${frames} form-action 'self'; ` +
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
  const header = brand && brandHeader(brand.name)
  const assets = new Set([...(header?.assets ?? []), ...body.assets])
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}${brand && ` · ${brand.name}`}</title>
<style nonce="${nonce}">${styles(brand?.color, assets)}</style>
</head>
<body>
<main${page.isWide === true && html` class="wide"`}>
${header}
${body}
</main>
${scripts(assets, nonce)}
</body>
</html>
`
}

function styles(color: string | undefined, assets: Iterable<Asset>): Html {
  const own = Array.from(assets, (asset) => asset.styles ?? '')
  return new Html(accentStyle(color) + STYLESHEET + own.join(''))
}

/** One element each: what one breaks, the others do not miss. */
function scripts(assets: Iterable<Asset>, nonce: string): readonly Html[] {
  return Array.from(assets).flatMap(({ script }) =>
    script === undefined ? [] : [html`<script nonce="${nonce}">{${new Html(script)}}</script>`],
  )
}
