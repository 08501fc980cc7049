import { AppError } from '../src/core/app-error.ts'
import { clickableUrl } from '../src/core/clickable-url.ts'

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Marks that reorder or hide what the reader sees; joiners stay, since names and emoji need them. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu
const UNSAFE_IN_SECRET = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
/** A name longer than this, or one that holds an address, is a message and not a name. */
const NAME_LENGTH_MAX = 64
const NOT_A_NAME = /[/@:\\]|\p{L}\.\p{L}{2,}|\p{N}{4,}|www/iu

/** Text that is safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character)
}

/** One line without control characters and without marks that reorder text. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(BIDI_CONTROLS, '').replace(CONTROLS, ' ').trim()
}

/** A secret exactly as it is. Throws `MAIL_INVALID` where a mail could not show it faithfully. */
export function faithful(text: string): string {
  if (text === '' || UNSAFE_IN_SECRET.test(text) || !text.isWellFormed()) {
    throw new AppError('MAIL_INVALID', 'mail: expected a printable secret, got another')
  }
  return text
}

/** A person's name, or `null` for what could pass for a message or a link. */
export function plausibleName(text: string): string | null {
  const name = cleanText(text)
  return name === '' || name.length > NAME_LENGTH_MAX || NOT_A_NAME.test(name) ? null : name
}

/** A URL to click: https, or http on this machine. Throws `MAIL_INVALID`, which never quotes it. */
export function safeUrl(text: string): string {
  const url = clickableUrl(text)
  if (!url) {
    throw new AppError('MAIL_INVALID', 'mail: expected an https link, got another address')
  }
  return url.href
}
