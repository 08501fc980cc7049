import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SampleEvent } from '../events/provider.ts'
import { type Command, parseCommandLine, parseWhole, UsageError } from './command.ts'
import { findSource } from './find-source.ts'
import { postSample } from './post-sample.ts'

const COUNT_MAX = 100_000
const RATE_MAX = 1_000

export const simulateCommand: Command = {
  usage: `usage: doorkey simulate <source> <type> [options]

  --email ADDRESS  who it is about; default a new user at example.com
  --user ID        the user's id at the provider; default a new one
  --name NAME      --locale TAG
  --count N        1–${COUNT_MAX}, default 1; each about a new user, unless --user is given
  --rate R         per second, 1–${RATE_MAX}, default 10
  --url URL        default PUBLIC_URL, or this machine at PORT
  --json           one JSON object a line
  --config FILE    default doorkey.config.ts, or DOORKEY_CONFIG

  doorkey simulate acme user.created --email ada@example.com --locale de
  doorkey simulate demo password.reset_requested --user u_1 --email ada@example.com`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        user: { type: 'string' },
        name: { type: 'string' },
        locale: { type: 'string' },
        count: { type: 'string', default: '1' },
        rate: { type: 'string', default: '10' },
        url: { type: 'string' },
        json: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    })
    const { source, url } = await findSource(positionals[0], values)
    const { provider } = source
    const type = provider.sampleTypes.find((one) => one === positionals[1])
    if (!type) {
      const types = provider.sampleTypes.join(', ')
      throw new UsageError(`expected one of ${types}, got ${positionals[1] ?? 'none'}`)
    }
    const count = parseWhole('count', values.count, 1, COUNT_MAX)
    const rate = parseWhole('rate', values.rate, 1, RATE_MAX)
    let refused = 0
    for (let index = 0; index < count; index += 1) {
      const event = sampleEvent(type, values)
      const answer = await postSample(url, source.name, provider, event)
      if (answer.status >= 300) refused += 1
      console.log(values.json ? JSON.stringify({ ...answer, userId: event.userId }) : line(answer))
      if (index + 1 < count) await sleep(1_000 / rate)
    }
    return refused === 0 ? 0 : 1
  },
}

function sampleEvent(
  type: SampleEvent['type'],
  values: { email?: string; user?: string; name?: string; locale?: string },
): SampleEvent {
  const suffix = randomBytes(4).toString('hex')
  return {
    type,
    eventId: randomUUID(),
    userId: values.user ?? `user-${suffix}`,
    email: values.email ?? `user-${suffix}@example.com`,
    occurredAt: new Date(),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.locale === undefined ? {} : { locale: values.locale }),
  }
}

function line({ outcome, eventId, status }: Awaited<ReturnType<typeof postSample>>): string {
  // Some providers read the answer, which then has no room for our id.
  const isTaken = status < 300
  return `${outcome.padEnd(10)} ${eventId ?? (isTaken ? 'taken' : `refused with ${status}`)}`
}
