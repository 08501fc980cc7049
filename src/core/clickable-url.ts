const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * The URL in `text` if a mail may show it: https, or http on this machine, without user info. A
 * password link must not cross a network in the clear.
 */
export function clickableUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username !== '' || url.password !== '') return undefined
  const isLocal = url.protocol === 'http:' && LOOPBACK.test(url.hostname)
  return url.protocol === 'https:' || isLocal ? url : undefined
}
