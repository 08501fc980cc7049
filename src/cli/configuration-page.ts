import { configurationKeys } from './configuration-keys.ts'
import { SETTINGS, type Setting } from '../config/settings.ts'

/** `docs/configuration.md`: every environment variable, and where the file's keys are told of. */
export function configurationPage(): string {
  const rows = Object.values(SETTINGS).map(({ name, about, fallback, expected, example }) => {
    const assumed = fallback === undefined ? '' : code(fallback)
    return `| ${code(name)} | ${about} | ${expected} | ${assumed} | ${code(example)} |`
  })
  return `# Configuration

<!-- Written by \`npm run generate\` from src/config/settings.ts; do not edit. -->

Doorkey reads two things: environment variables, and one file that says what your sources are.

## Environment

Secrets come from the environment only. An unknown \`DOORKEY_*\` variable, a missing value or a bad
one stops the start, and all faults are reported together.

| variable | what it is | expected | default | example |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

\`AWS_REGION\`, \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\`, \`AWS_ENDPOINT_URL_SES\` and the other
\`AWS_*\` variables are read by the AWS SDK itself.

\`DATABASE_URL\`, \`DOORKEY_KEYS\` and \`PUBLIC_URL\` are required. With \`DOORKEY_EMBEDDED=1\` (set by
\`npm start\` and \`npm run demo\`, and refused with \`NODE_ENV=production\`) they and the secrets of the
two sample sources are made under \`.doorkey/\` where they are missing.

Make a sealing key with \`echo "k1:$(openssl rand -base64 32)"\`. To rotate, put the new key first and
keep the old one behind it.

## The file

\`doorkey.config.ts\` is TypeScript that Node runs as it is. \`defineConfig\` gives every key its type and
\`env('NAME')\` reads a secret. What \`provider\`, \`directory\` and \`transport\` take is on the page of
each. Your editor shows the same texts as you type.

${configurationKeys()}
`
}

/** \`.env.example\`: the same variables, ready to be copied. */
export function environmentExample(): string {
  const settings: readonly Setting<unknown>[] = Object.values(SETTINGS)
  const blocks = settings.map(({ name, about, fallback, example, isSecret }) => {
    const isOptional = fallback !== undefined || OPTIONAL.has(name)
    const value = isSecret ? '' : (fallback ?? example)
    return `# ${about}\n${isOptional ? '# ' : ''}${name}=${value}`
  })
  return `# Written by \`npm run generate\` from src/config/settings.ts; do not edit. Copy it to .env.

${blocks.join('\n\n')}

# Read by the AWS SDK itself.
# AWS_REGION=eu-west-1

# Secrets that doorkey.config.ts asks for by env().
# ACME_WEBHOOK_SECRET=
# DEMO_WEBHOOK_SECRET=
`
}

/** Not needed for a start. */
const OPTIONAL: ReadonlySet<string> = new Set([
  SETTINGS.redisUrl.name,
  SETTINGS.adminKey.name,
  SETTINGS.apiKey.name,
  SETTINGS.trustProxy.name,
])

function code(text: string): string {
  return `\`${text}\``
}
