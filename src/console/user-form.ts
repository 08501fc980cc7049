import { type Static, Type } from 'typebox'
import type { PasswordAsk, Refusal, UserAsk } from '../accounts/user-ask.ts'
import { Secret } from '../core/secret.ts'
import { bodyReader } from '../http/request-body.ts'

const Text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

const Form = Type.Object(
  {
    source: Type.String({ maxLength: 100 }),
    key: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
    email: Text(320),
    name: Text(200),
    locale: Text(35),
    setup: Type.Union([
      Type.Literal('typed'),
      Type.Literal('generate'),
      Type.Literal('link'),
      Type.Literal('none'),
    ]),
    password: Text(1_024),
    send: Text(2),
    mustChange: Text(2),
    show: Text(2),
    /** The button that was pressed instead of the main one. */
    generate: Type.Optional(Type.Literal('1')),
    validFrom: Text(40),
    validUntil: Text(40),
  },
  { additionalProperties: false },
)

/** What an operator filled in, as the browser sent it. */
export type UserForm = Static<typeof Form>

/** Reads a form. Throws `REQUEST_INVALID` for one that is none of ours. */
export const readUserForm = bodyReader(Form)

/** What is wrong with what was filled in, beside what `UserChanges` refuses. */
export type FormFault = Pick<Refusal, 'message' | 'violations'> & { readonly field: string }

/** The ask that a form stands for, or what cannot be read of it. */
export function askOf(
  form: UserForm,
  userId: string | undefined,
): { readonly ask: UserAsk } | { readonly faults: readonly FormFault[] } {
  const { source, email = '', name = '', locale = '' } = form
  const [validFrom, validUntil] = [timeOf(form.validFrom), timeOf(form.validUntil)]
  const faults: FormFault[] = []
  const fault = (field: string, message: string): void => void faults.push({ field, message })
  if (form.setup === 'typed' && !form.password) fault('password', 'Type a password.')
  if (locale.trim() !== '' && !isLanguageTag(locale.trim())) {
    fault('locale', 'This is no language tag, such as en or de-AT.')
  }
  if (hasControls(name) || hasControls(email)) fault('name', 'These are one line each.')
  if (validFrom === 'none' || validUntil === 'none') fault('validFrom', 'This is no time.')
  if (validFrom instanceof Date && validUntil instanceof Date && validFrom >= validUntil) {
    fault('validFrom', 'The account would end before it begins.')
  }
  if (faults.length > 0) return { faults }
  if (userId !== undefined) {
    return { ask: { act: 'reset-password', source, userId, ...passwordOf(form) } }
  }
  return {
    ask: {
      act: 'create-user',
      source,
      email: email.trim() === '' ? null : email.trim(),
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(locale.trim() !== '' && { locale: locale.trim() }),
      ...(validFrom instanceof Date && { validFrom }),
      ...(validUntil instanceof Date && { validUntil }),
      ...passwordOf(form),
    },
  }
}

/** The boxes stand under *When a password is set*; without one they ask for nothing. */
function passwordOf({ setup, password = '', send, mustChange, show }: UserForm): PasswordAsk {
  const isAsked = mustChange !== undefined
  switch (setup) {
    case 'typed':
      return {
        password: new Secret(password),
        sendPassword: send !== undefined,
        mustChange: isAsked,
        showPassword: false,
      }
    case 'generate':
      return {
        password: 'generate',
        sendPassword: true,
        mustChange: isAsked,
        showPassword: show !== undefined,
      }
    case 'link':
      return { ...NO_PASSWORD, deliver: 'setup-link' }
    case 'none':
      return NO_PASSWORD
  }
}

const NO_PASSWORD = {
  password: null,
  sendPassword: false,
  mustChange: false,
  showPassword: false,
} as const

/** `datetime-local` has no zone; the form says that it means UTC. */
function timeOf(text: string | undefined): Date | 'none' | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/.test(text)
  const time = new Date(`${text}Z`)
  return isTime && !Number.isNaN(time.getTime()) ? time : 'none'
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
