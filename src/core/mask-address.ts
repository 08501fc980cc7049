/** `ada@example.com` as `a…@example.com`; a text without an `@` as it is. */
export function maskAddress(text: string): string {
  const at = text.lastIndexOf('@')
  if (at < 0) return text
  const [first = ''] = Array.from(text.slice(0, at))
  return `${first}…${text.slice(at)}`
}
