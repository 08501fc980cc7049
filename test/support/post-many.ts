import { postSample, type SampleAnswer } from '../../src/cli/post-sample.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Provider, SampleEvent } from '../../src/events/provider.ts'
import { authgear } from '../../webhooks/providers/authgear.ts'
import { standardWebhooks } from '../../webhooks/providers/standard-webhooks.ts'
import { type SourceName, WEBHOOK_SECRETS } from './signed-posts.ts'

const AT_ONCE = 32

/** The providers of the two sources, to sign with. */
export const PROVIDERS: Readonly<Record<SourceName, Provider>> = {
  acme: authgear({ secrets: [new Secret(WEBHOOK_SECRETS.acme)] }),
  demo: standardWebhooks({ secrets: [new Secret(WEBHOOK_SECRETS.demo)] }),
}

/** One event and what became of its post; `undefined` where no answer came. */
export interface Posted {
  readonly event: SampleEvent
  readonly answer: SampleAnswer | undefined
}

/**
 * Posts events, 32 at a time, to both sources in turn. `urlOf` is asked before each post; `onAnswer`
 * hears how many have been answered so far.
 */
export async function postMany(
  urlOf: () => string,
  events: readonly SampleEvent[],
  onAnswer: (answered: number) => void = () => {},
): Promise<readonly Posted[]> {
  const posted: Posted[] = []
  const queue = events.entries()
  let answered = 0
  const post = async (): Promise<void> => {
    for (const [index, event] of queue) {
      const source = index % 2 === 0 ? 'acme' : 'demo'
      const sent = postSample(urlOf(), source, PROVIDERS[source], event)
      // No answer is what a killed process gives.
      const answer = await sent.catch(() => undefined)
      posted.push({ event, answer })
      if (answer) onAnswer((answered += 1))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, post))
  return posted
}

/** Those that were answered 2xx: from then on they must not be lost. */
export function acceptedOf(posted: readonly Posted[]): readonly Posted[] {
  return posted.filter(({ answer }) => answer && answer.status >= 200 && answer.status < 300)
}
