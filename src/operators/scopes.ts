/** What a key may do, each word with its meaning. */
export const SCOPES = {
  read: 'see events, messages and templates',
  replay: 'repeat what failed',
  users: 'create users, reset passwords, suppress addresses',
  verify: 'let an app log its users in and reset their passwords',
  admin: 'everything, keys and the audit log included',
} as const

export type Scope = keyof typeof SCOPES

/** Scopes whose every request names a source, so that a key can be limited to some. */
export const SOURCE_SCOPES: ReadonlySet<Scope> = new Set(['users', 'verify'])

/** True for one of the words above. */
export function isScope(text: string): text is Scope {
  return Object.hasOwn(SCOPES, text)
}
