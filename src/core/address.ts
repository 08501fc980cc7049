import { domainToASCII } from 'node:url'
import { AppError } from './app-error.ts'

/** RFC 5321, section 4.5.3.1. */
const LOCAL_BYTES_MAX = 64
const ADDRESS_BYTES_MAX = 254

const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u
/** `0x7f.1` becomes 127.0.0.1, which is no domain. */
const NUMERIC_END = /\.\d+$/
/** Characters that end a header, start a second recipient or a group, or hide in a display. */
const FORBIDDEN = /[\p{C}\p{Z}\s,;:<>()[\]"\\]/u

/** A sender: the bare address, and the name that the reader sees. */
export interface Mailbox {
  readonly name: string | undefined
  readonly address: string
}

/**
 * The one bare address in `text`, its domain lower-cased and in Punycode. Refuses lists, groups,
 * display names, line breaks, quoted or non-ASCII local parts and domains without a dot, since each
 * of them can reach somebody else. Throws `ADDRESS_INVALID`, which never quotes the address.
 */
export function parseAddress(text: string): string {
  const at = text.lastIndexOf('@')
  if (at < 1) throw invalid('one address with an @', 'none')
  if (FORBIDDEN.test(text)) throw invalid('one bare address', 'a character that addresses lack')
  const local = text.slice(0, at)
  if (!DOT_ATOM.test(local)) throw invalid('an ASCII dot-atom before the @', 'something else')
  if (local.length > LOCAL_BYTES_MAX) throw invalid('at most 64 bytes before the @', 'more')
  const written = text.slice(at + 1)
  // domainToASCII reads a URL's host: `a.com#b.de` and `ex%61mple.com` would name another domain.
  if (!WRITTEN_DOMAIN.test(written)) throw invalid('letters, digits, dots and hyphens', 'others')
  const domain = domainToASCII(written)
  if (!DOMAIN.test(domain) || NUMERIC_END.test(domain))
    throw invalid('a domain name after the @', 'something else')
  const address = `${local}@${domain}`
  if (address.length > ADDRESS_BYTES_MAX) throw invalid('at most 254 bytes', 'more')
  return address
}

/** Reads `Name <address>`, `"Name" <address>` or an address. Throws `ADDRESS_INVALID`. */
export function parseMailbox(text: string): Mailbox {
  const match = /^\s*(?:"([^"\\\p{Cc}]*)"|([^"<>,;:\p{Cc}]*?))\s*<([^<>]*)>\s*$/u.exec(text)
  if (match === null) return { name: undefined, address: parseAddress(text.trim()) }
  const name = (match[1] ?? match[2] ?? '').trim()
  return { name: name === '' ? undefined : name, address: parseAddress(match[3] ?? '') }
}

function invalid(expected: string, got: string): AppError {
  return new AppError('ADDRESS_INVALID', `address: expected ${expected}, got ${got}`)
}
