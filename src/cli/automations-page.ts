import { LIFECYCLE_EVENTS } from '../lifecycle/catalogue.ts'

/** `docs/automations.md`: how own code is told what happens, and of what. */
export function automationsPage(): string {
  const rows = LIFECYCLE_EVENTS.map(({ type, description }) => `| \`${type}\` | ${description} |`)
  return `# Automations

Generated from \`src/lifecycle/catalogue/\` by \`npm run generate\`.

An automation is code of your own that is told what happens. It stands in the configuration:

\`\`\`ts
import { defineAutomation, defineConfig } from 'doorkey'

const tellSupport = defineAutomation({
  name: 'tell-support',
  on: ['message.bounced', 'credential.expired'],
  timeoutSeconds: 10,
  async run({ id, type, data }) {
    await fetch('https://chat.example/hook', {
      method: 'POST',
      headers: { 'idempotency-key': id },
      body: JSON.stringify({ text: \`\${type}: user \${data.userId} of \${data.source}\` }),
    })
  },
})

export default defineConfig({ /* sources, transport … */ automations: [tellSupport] })
\`\`\`

- **Told if and only if it happened.** Postgres notes each change of state in the transaction that makes it;
  upkeep plans a delivery for every automation that listens, within a second.
- **Once, unless a try died.** A run that rejects or takes longer than \`timeoutSeconds\` (1–45, default 15) is
  tried again with growing waits, seven times over up to 28 hours, and then ends as \`failed\`. A process that dies in a run
  is a try too, so one \`id\` may come twice: use it as an idempotency key. Order is not kept.
- **It cannot stop the mail.** Each automation runs in a thread of its own in the processes that work on the queue
  \`automations\`, with at most 256 MB; an endless loop is ended with its thread. The thread loads the
  configuration file for itself, so nothing that the file keeps in memory is shared.
- **Ids only.** An event holds no address, no name, no password, token or code. What your code throws is kept
  with the delivery for 30 days, its first 500 characters, and logged: keep secrets out of it.
- **From now on.** A new automation is told of what happens after the start of the upkeep that knows it. Its name is
  what its deliveries go by. One that leaves the configuration keeps its open deliveries waiting.

Each event is \`{ id, type, occurredAt, data }\`, where \`data\` has \`source\`, \`userId\`, \`event\` (\`id\`, \`type\`) and, where
there is one, \`credential\` (\`id\`, \`kind\`, \`expiresAt\`), \`message\` (\`id\`, \`template\`, \`locale\`) and \`code\`.

| type | told when |
| --- | --- |
${rows.join('\n')}
`
}
