import { existsSync } from 'node:fs'
import type { DirectoryGuide } from '../directories/directory.ts'
import type { ProviderGuide } from '../events/provider.ts'
import { EXAMPLE_URL, type GuidedProvider, guidedProviders } from './guided-providers.ts'
import { sampleSections } from './provider-sample.ts'

const TOP = new URL('../../', import.meta.url)

const RESETS: Readonly<Record<ProviderGuide['reset'], string>> = {
  event: 'yes, an event of its own',
  mail: "by taking over the provider's mail",
  sender: 'your own code posts it',
  none: 'no',
}

/** `docs/providers/<id>.md`: how to set the provider up, and what it can and cannot do. */
export async function providerPage(guided: GuidedProvider): Promise<string> {
  const { id, factory, guide, provider, variables } = guided
  const samples = await sampleSections(guided)
  const events = guide.events.map(
    ({ type, becomes, note }) => `| \`${type}\` | ${becomes} | ${cell(note ?? '')} |`,
  )
  const methods = (provider.methods ?? ['POST']).join(' and ')
  const needed = variables.map((name) => `\`${name}\``).join(', ')
  return `# ${guide.name}

<!-- Written by \`npm run generate\` from webhooks/providers/${id}.ts; do not edit. -->

## Set it up

${guide.setup.map((step, index) => `${index + 1}. ${indentedStep(step)}`).join('\n')}

In \`doorkey.config.ts\`${needed === '' ? '' : `, with ${needed} in the environment`}:

\`\`\`ts
import { ${factory} } from 'doorkey/providers/${id}'

// under sources, as the value of a source's provider:
${guide.config.replaceAll('<url>', EXAMPLE_URL)}
\`\`\`

## Events

| the provider's type | becomes | note |
| --- | --- | --- |
${events.join('\n')}

All other types are ignored. A requested reset: ${RESETS[guide.reset]}.

- **Who made the user:** ${guide.origin}
- **Requests:** ${methods} with ${(provider.contentTypes ?? ['application/json']).join(' or ')};
  success is answered with ${provider.successStatus ?? 202}.
- **Retries:** ${guide.retries}

## Samples

\`doorkey simulate <source> <type>\` posts these.

${samples}

## Limits

${guide.limits.map((limit) => `- ${limit}`).join('\n')}

## Where this comes from

Tested against: ${guide.testedAgainst}.

${guide.sources.map((source) => `- ${source}`).join('\n')}
`
}

/** The README's table of providers. */
export async function providerTable(): Promise<string> {
  const rows = await Promise.all((await guidedProviders()).map(tableRow))
  return [
    '| provider | created event | requested reset | change forced at login | its retries | tested against |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

async function tableRow({ id, guide }: GuidedProvider): Promise<string> {
  const typesOf = (wanted: string): string => {
    const types = guide.events.filter(({ becomes }) => becomes === wanted)
    return types.map(({ type }) => `\`${type}\``).join(', ')
  }
  const reset = typesOf('password.reset_requested')
  const cells = [
    `[${guide.name}](docs/providers/${id}.md)`,
    typesOf('user.created'),
    reset === '' ? 'no' : `${RESETS[guide.reset]}: ${reset}`,
    await mustChangeOf(id),
    firstSentence(guide.retries),
    guide.testedAgainst,
  ]
  return `| ${cells.map(cell).join(' | ')} |`
}

/** What the directory of the same name says; a provider may have none. */
async function mustChangeOf(id: string): Promise<string> {
  const file = new URL(`src/directories/${id}.ts`, TOP)
  if (!existsSync(file)) return 'by the directory you choose'
  const { guide }: { readonly guide?: DirectoryGuide } = await import(file.href)
  return guide ? firstSentence(guide.mustChange) : 'by the directory you choose'
}

function firstSentence(text: string): string {
  return /^.*?[.;](?=\s)/s.exec(text)?.[0].slice(0, -1) ?? text.replace(/\.$/, '')
}

/** A step may hold code of several lines, which belongs under its number. */
function indentedStep(step: string): string {
  return step.replaceAll('<url>', EXAMPLE_URL).replaceAll('\n', '\n   ')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
