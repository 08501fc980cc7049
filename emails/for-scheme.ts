/**
 * The mail as a client with one colour scheme shows it, whatever the scheme of the browser around:
 * the other scheme's rules never hold, and this one's always do.
 */
export function forScheme(html: string, scheme: 'light' | 'dark'): string {
  return html
    .replace(/@media\s*\(prefers-color-scheme:\s*(\w+)\)/g, (_, wanted) => {
      return wanted === scheme ? '@media all' : '@media not all'
    })
    .replace(/(<meta name="(?:supported-)?color-schemes?" content=")[^"]*/g, `$1${scheme}`)
    .replace(/((?:supported-)?color-schemes?:\s*)light dark/g, `$1${scheme}`)
}
