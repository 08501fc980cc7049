import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { sampleMail } from '../../../emails/sample-mail.ts'
import { GALLERY_SCRIPT, GALLERY_STYLES, ICON, LOGO } from './gallery-assets.ts'
import { galleryPage } from './gallery-page.ts'
import { readSelection, type Selection } from './selection.ts'
import type { PreviewState } from './preview.ts'

/** The page loads from here alone, and a mail in it may not lead anywhere else. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface Answer {
  readonly type: string
  readonly body: string
  readonly status?: number
  readonly policy?: string
}

/** `announce` tells every open page that there is something new. */
export function createPreviewServer(state: () => PreviewState): {
  readonly server: Server
  announce(): void
} {
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!isOurs(request)) return send(response, text(421, 'Open it by 127.0.0.1 or localhost.'))
    if (request.method !== 'GET') return send(response, text(405, 'Expected GET.'))
    if (url.pathname !== '/changes') return send(response, answer(url, request, state()))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 1000\n\n')
    listeners.add(response)
    response.once('close', () => listeners.delete(response))
  })
  return {
    server,
    announce() {
      for (const response of listeners) response.write('event: change\ndata: 1\n\n')
    },
  }
}

/** Another name that leads here is a page elsewhere that wants to read these. */
function isOurs({ headers }: IncomingMessage): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '')
}

function answer(url: URL, { headers }: IncomingMessage, state: PreviewState): Answer {
  const selection = readSelection(url.searchParams, state)
  switch (url.pathname) {
    case '/':
      return { type: 'text/html', body: galleryPage(selection, state).toString() }
    case '/mail':
      return mail(selection, state, `http://${headers.host}`)
    case '/gallery.css':
      return { type: 'text/css', body: GALLERY_STYLES }
    case '/gallery.js':
      return { type: 'text/javascript', body: GALLERY_SCRIPT }
    case '/icon.svg':
      return { type: 'image/svg+xml', body: ICON }
    case '/logo.svg':
      return { type: 'image/svg+xml', body: LOGO }
    default:
      return text(404, 'There is no such page.')
  }
}

/** One mail as a client would show it. */
function mail(selection: Selection, { library }: PreviewState, origin: string): Answer {
  const { template, locale, scheme, source } = selection
  const { logoUrl, ...brand } = source.brand
  // The preview asks nobody else for anything: a logo's place is kept by a picture of our own.
  const shown = logoUrl === undefined ? brand : { ...brand, logoUrl: `${origin}/logo.svg` }
  const { templateFolders } = source
  const sample = sampleMail(library, { template, locale, brand: shown, templateFolders })
  if (!sample) return text(404, 'It has a fault, or does not exist.')
  return {
    type: 'text/html',
    body: sample.html(scheme),
    policy: [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      `img-src ${origin}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox',
    ].join('; '),
  }
}

function text(status: number, body: string): Answer {
  return { type: 'text/plain', status, body }
}

function send(response: ServerResponse, { type, body, status = 200, policy }: Answer): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy ?? PAGE_POLICY,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(body)
}
