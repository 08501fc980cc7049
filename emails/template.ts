import type { Secret } from '../src/core/secret.ts'

/** What a variable of each kind holds. `null` means: not so, and the mail must not say it. */
export interface ValueOfKind {
  /** A password or code: shown alone, in monospace, never changed. */
  readonly secret: Secret
  /** An address that opens something; https, or http on loopback. */
  readonly link: Secret
  /** An email address or another login name. */
  readonly address: string
  /** What a person is called; left out where it could pass for a message of its own. */
  readonly name: string | null
  /** A point in time. */
  readonly moment: Date
  /**
   * When something stops working, only if that is enforced. A variable `expiresAt` also gives the
   * slot `expiresIn`, the time left when the mail is made.
   */
  readonly expiry: Date | null
  /** Decides a block: `<!-- when mustChange -->`. */
  readonly fact: boolean
}

export type VariableKind = keyof ValueOfKind
export type VariableKinds = Readonly<Record<string, VariableKind>>
export type VariablesOf<Kinds extends VariableKinds> = {
  readonly [Name in keyof Kinds]: ValueOfKind[Kinds[Name]]
}

/** One email: its variables, its text part, and a sample for checks and previews. */
export interface Template<Kinds extends VariableKinds = VariableKinds> {
  readonly kind: 'template'
  readonly variables: Kinds
  /** Facts that follow from the variables, for blocks and ICU `select`. */
  facts(variables: VariablesOf<Kinds>): Readonly<Record<string, boolean>>
  readonly sample: VariablesOf<Kinds>
  /** What differs from the sample in other mails that it is sent for, by name; checked as well. */
  readonly forms: Readonly<Record<string, Partial<VariablesOf<Kinds>>>>
  /** The middle of the text part; the same slots and blocks as the `.mjml` beside it. */
  readonly text: string
}

/**
 * Every template's type by its id. Each file in `emails/templates/` adds itself by declaration
 * merging, so the compiler knows the variables of each mail without a list that someone must edit.
 */
export interface Templates {}

export type TemplateId = keyof Templates
export type TemplateVariables<Id extends TemplateId> =
  Templates[Id] extends Template<infer Kinds> ? VariablesOf<Kinds> : never

/** Gives a template its type. `<id>.ts` exports the result; its layout is `<id>.mjml`. */
export function defineTemplate<const Kinds extends VariableKinds>(input: {
  readonly variables: Kinds
  readonly facts?: (variables: VariablesOf<Kinds>) => Readonly<Record<string, boolean>>
  readonly sample: VariablesOf<Kinds>
  readonly forms?: Readonly<Record<string, Partial<VariablesOf<Kinds>>>>
  readonly text: string
}): Template<Kinds> {
  return { kind: 'template', facts: () => ({}), forms: {}, ...input }
}
