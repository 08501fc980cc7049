import type { MailBrand } from './render-request.ts'
import type { RenderInput } from './renderer.ts'
import type { Template } from './template.ts'

/** When the mail of a sample is made: the samples' expiries lie minutes or days behind it. */
const SAMPLE_DATE = new Date('2026-11-23T14:00:00Z')

/** A brand with everything that one may have. */
export const SAMPLE_BRAND: MailBrand = {
  name: 'Example',
  color: '#1a56db',
  logoUrl: 'https://brand.example/logo.png',
  loginUrl: 'https://brand.example/login',
  supportEmail: 'help@brand.example',
}

/** A template's sample as a mail of `brand`. */
export function fullInput({ sample }: Template, brand: MailBrand): RenderInput {
  return { brand, date: SAMPLE_DATE, variables: sample }
}

/** The sample's mail, and that of each other form. */
export function everyForm({ sample, forms }: Template, brand: MailBrand): readonly RenderInput[] {
  return [{}, ...Object.values(forms)].map((form) => {
    const variables: RenderInput['variables'] = Object.assign({}, sample, form)
    return { brand, date: SAMPLE_DATE, variables }
  })
}

/** The sample with every fact false and everything that may be absent absent. */
export function bareInput(template: Template): RenderInput {
  const variables = Object.entries(template.sample).map(([name, value]) => {
    const kind = template.variables[name]
    if (kind === 'fact') return [name, false] as const
    return [name, kind === 'name' || kind === 'expiry' ? null : value] as const
  })
  const { name, color } = SAMPLE_BRAND
  return { brand: { name, color }, date: SAMPLE_DATE, variables: Object.fromEntries(variables) }
}
