import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { monotonicMs } from '../monotonic.ts'
import { answer, checked } from './answer.ts'
import { listenOnFreePort } from '../ports.ts'

const UNTIL = Type.Object({ count: Type.Integer(), timeoutMs: Type.Number() })

const XMLNS = 'http://ses.amazonaws.com/doc/2010-12-01/'
const ACCEPTED =
  `<SendRawEmailResponse xmlns="${XMLNS}"><SendRawEmailResult><MessageId>bench</MessageId>` +
  '</SendRawEmailResult></SendRawEmailResponse>'
/** A rate far above this machine's, so that mails take their turns and none waits for one. */
const QUOTA =
  `<GetSendQuotaResponse xmlns="${XMLNS}"><GetSendQuotaResult><MaxSendRate>1000000</MaxSendRate>` +
  '<Max24HourSend>-1</Max24HourSend></GetSendQuotaResult></GetSendQuotaResponse>'

interface Mail {
  readonly to: string
  readonly atMs: number
}

let mails: Mail[] = []
let wake: () => void = () => {}

/** Notes who a mail is for and when it was there in full; reads nothing else of it. */
function take(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.on('end', () => {
    const form = Buffer.concat(chunks).toString('latin1')
    response.writeHead(200, { 'content-type': 'text/xml' })
    if (form.includes('Action=GetSendQuota')) return void response.end(QUOTA)
    response.end(ACCEPTED)
    const to = /Destinations\.member\.1=([^&]*)/.exec(form)?.[1] ?? ''
    mails.push({ to: decodeURIComponent(to), atMs: monotonicMs() })
    wake()
  })
}

answer({
  async start() {
    return { port: await listenOnFreePort(createServer({ keepAliveTimeout: 60_000 }, take)) }
  },
  /** The mails since the last question, once there are `count`. */
  async until(input) {
    const { count, timeoutMs } = checked(UNTIL, input)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    wake = () => {
      if (mails.length >= count) resolve()
    }
    const fault = () => reject(new Error(`expected ${count} mails, got ${mails.length}`))
    const late = setTimeout(fault, timeoutMs)
    wake()
    await promise.finally(() => clearTimeout(late))
    const taken = mails
    mails = []
    return taken
  },
})
