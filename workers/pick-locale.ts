/** Chooses the first candidate that a language exists for, and says which rule named it. */
export type PickLocale = (
  candidates: readonly { readonly tag: string | null | undefined; readonly rule: string }[],
) => { readonly locale: string; readonly rule: string }
