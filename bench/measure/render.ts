import { faultList } from '../../emails/email-faults.ts'
import { readEmails } from '../../emails/read-emails.ts'
import { renderParts } from '../../emails/renderer.ts'
import { fullInput, SAMPLE_BRAND } from '../../emails/sample.ts'
import { type Spread, spread } from '../statistics.ts'
import type { Setting } from './setting.ts'

const LOCALES = ['en', 'ar', 'ja']

/** Milliseconds of CPU that one mail takes, from a compiled template to subject, HTML and text. */
export interface Render {
  readonly templates: number
  readonly locales: readonly string[]
  readonly cpuMs: Spread
}

/** Every template in three languages, in turn; a batch of each round is one measurement. */
export async function measureRender({ plan, say }: Setting): Promise<Render> {
  say(`render: ${plan.renderBatches} batches of every template in ${LOCALES.join(', ')}`)
  const { faults, report } = faultList()
  const { templates, catalogues, find } = await readEmails({}, report)
  if (faults.length > 0) throw new Error('bench: expected sound templates, got faults')
  const mails = LOCALES.flatMap((locale) => templates.map((id) => ({ locale, id })))
  const renderAll = (): void => {
    for (const { locale, id } of mails) {
      const [template, catalogue] = [find(id), catalogues.get(locale)]
      if (!template || !catalogue) throw new Error(`bench: expected ${id} in ${locale}, got none`)
      renderParts(template, catalogue, fullInput(template.template, SAMPLE_BRAND))
    }
  }
  const batch = (): number => {
    const before = process.cpuUsage()
    for (let round = 0; round < plan.renderRounds; round += 1) renderAll()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000 / (plan.renderRounds * mails.length)
  }
  batch()
  const cpuMs = spread(Array.from({ length: plan.renderBatches }, batch))
  return { templates: templates.length, locales: LOCALES, cpuMs }
}
