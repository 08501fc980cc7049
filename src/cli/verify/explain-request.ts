import { toAppError } from '../../core/app-error.ts'
import type { ParsedEvent } from '../../events/identity-event.ts'
import type { Provider, SignedRequest } from '../../events/provider.ts'
import { checkParsedEvent } from '../../../webhooks/parsed-event.ts'
import { checkContentType, checkMethod, checkSize } from '../../../webhooks/request-checks.ts'

/** How one step of the receiver judged the request. No secret, no body and no address in it. */
export interface Step {
  readonly step: 'method' | 'content type' | 'size' | 'check of the URL' | 'signature' | 'shape'
  readonly isPassed: boolean
  /** The error's code, where it is refused. */
  readonly code?: string
  /** What was found, in words. */
  readonly found: string
  readonly remedy?: string
}

export interface Explanation {
  /** In the receiver's order, up to the first that refuses. */
  readonly steps: readonly Step[]
  readonly events: readonly ParsedEvent[]
}

/** Takes a request through the receiver's steps, storing nothing. */
export async function explainRequest(
  provider: Provider,
  request: SignedRequest,
): Promise<Explanation> {
  const steps: Step[] = []
  let events: readonly ParsedEvent[] = []
  const run = async (step: Step['step'], found: string, work: () => unknown): Promise<boolean> => {
    try {
      await work()
      steps.push({ step, isPassed: true, found })
      return true
    } catch (error) {
      const { code, message, remedy } = toAppError(error)
      steps.push({ step, isPassed: false, code, found: message, remedy })
      return false
    }
  }
  const contentType = request.headers['content-type']
  const isWellSent =
    (await run('method', request.method, () => checkMethod(provider, request.method))) &&
    (await run('content type', request.method === 'GET' ? 'not needed' : 'as expected', () =>
      checkContentType(provider, request.method, contentType),
    )) &&
    (await run('size', `${request.body.length} bytes`, () => checkSize(provider, request.body)))
  if (!isWellSent) return { steps, events }

  let isHandshake = false
  const isChecked = await run('check of the URL', 'not one', () => {
    isHandshake = provider.handshake?.(request) !== undefined
  })
  if (!isChecked) return { steps, events }
  if (isHandshake) return { steps: [...steps.slice(0, -1), ANSWERED], events }

  const isSigned = await run('signature', 'right', () => provider.verify(request))
  if (!isSigned) return { steps: await withSlip(provider, request, steps), events }
  await run('shape', 'readable', () => {
    const parsed = provider.parse(request)
    for (const event of parsed) checkParsedEvent(provider.id, event)
    events = parsed
  })
  return { steps, events }
}

const ANSWERED: Step = {
  step: 'check of the URL',
  isPassed: true,
  found: 'it only checks the URL, and is answered',
}

/** Says so where the signature is right for what was probably sent: saving a body may change it. */
async function withSlip(
  provider: Provider,
  request: SignedRequest,
  steps: readonly Step[],
): Promise<readonly Step[]> {
  const failed = steps.at(-1)
  if (failed?.code !== 'SIGNATURE_MISMATCH') return steps
  for (const { what, body } of slips(request.body)) {
    const isRight = await passes(() => provider.verify({ ...request, body }))
    if (!isRight) continue
    const remedy = `Save the body again without changing it: ${what}.`
    return [...steps.slice(0, -1), { ...failed, remedy }]
  }
  return steps
}

function slips(body: Buffer): readonly { readonly what: string; readonly body: Buffer }[] {
  const text = body.toString('latin1')
  const variants = [
    { what: 'the file ends in a line break that was not sent', text: text.replace(/\r?\n$/, '') },
    { what: 'the file has CR LF where LF was sent', text: text.replaceAll('\r\n', '\n') },
    {
      what: 'the file begins with a byte order mark',
      text: text.replace(/^\u00ef\u00bb\u00bf/, ''),
    },
  ]
  return variants
    .filter((variant) => variant.text !== text)
    .map(({ what, text: bytes }) => ({ what, body: Buffer.from(bytes, 'latin1') }))
}

async function passes(work: () => unknown): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false
  }
}
