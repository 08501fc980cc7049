import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Clock, systemClock } from '../core/clock.ts'
import { createFakeSns, type FakeSns } from './fake-sns.ts'
import { createFaultScript, type FaultScript, type SesFaults } from './fault-script.ts'
import { listenOnLoopback, type LoopbackServer } from './loopback-server.ts'
import { type MailText, readMime } from './read-mime.ts'
import {
  answerQuestion,
  createSesAccount,
  type SesAccount,
  type SesConfigurationSet,
  type SesIdentity,
} from './ses-account.ts'
import { readSesCall, type SesCall } from './ses-call.ts'
import { refusalOf, type SesFault } from './ses-fault.ts'
import { TOPIC } from './sns-signer.ts'
import { answerXml, errorXml, type SesQuota } from './ses-xml.ts'

/** One mail that the fake accepted: what was asked for, and what its reader sees. */
export interface AcceptedMail extends SesCall, MailText {
  /** The MessageId that was, or would have been, answered. */
  readonly id: string
  readonly acceptedAt: Date
}

/** Amazon SES v1 and the SNS topic of its feedback. Exported as `doorkey/testing`. */
export interface FakeSes extends Pick<LoopbackServer, 'stop' | 'restart'> {
  /** For `ses({ endpoint })` or `AWS_ENDPOINT_URL_SES`. */
  readonly url: string
  /** Accepted mails, oldest first. */
  readonly mails: readonly AcceptedMail[]
  /** Every `SendRawEmail` that arrived, accepted or not, oldest first. */
  readonly calls: readonly SesCall[]
  accepted(to?: string): readonly AcceptedMail[]
  /** Resolves once `count` mails were accepted, for one recipient where given. */
  whenAccepted(count: number, to?: string): Promise<readonly AcceptedMail[]>
  readonly faults: SesFaults
  /** What `GetSendQuota` answers from now on, or how it fails. Default: more than any test sends. */
  setQuota(quota: SesQuota | SesFault): void
  /** While sending is not enabled every mail is refused. Default true. */
  setSendingEnabled(isEnabled: boolean): void
  /** An address or a domain that the account has. Default: none; mails are taken without, too. */
  setIdentity(name: string, identity: SesIdentity): void
  /** A configuration set that the account has. Default: none; mails are taken without, too. */
  setConfigurationSet(name: string, set: SesConfigurationSet): void
  /** How a question about the account fails from now on, by its action: `GetIdentityDkimAttributes`. */
  failQuestion(action: string, fault: SesFault): void
  readonly sns: FakeSns
  /** Posts what became of mails to Doorkey's `/feedback/ses`, signed. */
  readonly feedback: FakeSns['feedback']
  /** Forgets mails, calls, faults and what the account is like. */
  reset(): void
  close(): Promise<void>
}

export type { SesCall, SesConfigurationSet, SesFault, SesIdentity }

interface State {
  readonly mails: AcceptedMail[]
  readonly calls: SesCall[]
  readonly faults: FaultScript
  readonly waiters: Set<() => void>
  readonly clock: Clock
  account: SesAccount
}

/** Starts it on a free port of 127.0.0.1. `topic` is an ARN; `clock` dates mails and signatures. */
export async function startFakeSes({
  topic = TOPIC,
  clock = systemClock,
}: {
  readonly topic?: string
  readonly clock?: Clock
} = {}): Promise<FakeSes> {
  const faults = createFaultScript()
  const account = createSesAccount()
  const state: State = { mails: [], calls: [], faults, waiters: new Set(), clock, account }
  const sns = createFakeSns(topic, clock)
  const server = createServer((request, response) => {
    void handle(request, response, state).catch(() => request.socket.destroy())
  })
  const { port, stop, restart } = await listenOnLoopback(server)
  return {
    url: `http://127.0.0.1:${port}`,
    ...controls(state, sns),
    sns,
    feedback: sns.feedback,
    stop,
    restart,
    async close() {
      await stop()
      await sns.close()
    },
  }
}

type Controls = Omit<FakeSes, 'url' | 'sns' | 'feedback' | 'stop' | 'restart' | 'close'>

function controls(state: State, sns: FakeSns): Controls {
  const accepted = (to?: string) => {
    return state.mails.filter(({ destinations }) => to === undefined || destinations.includes(to))
  }
  return {
    mails: state.mails,
    calls: state.calls,
    accepted,
    async whenAccepted(count, to) {
      while (accepted(to).length < count) {
        await new Promise<void>((resolve) => state.waiters.add(resolve))
      }
      return accepted(to)
    },
    faults: state.faults,
    setQuota(quota) {
      const { account } = state
      if ('kind' in quota) return void account.failing.set('GetSendQuota', quota)
      account.failing.delete('GetSendQuota')
      account.quota = quota
    },
    setSendingEnabled(isEnabled) {
      state.account.isEnabled = isEnabled
    },
    setIdentity: (name, identity) => void state.account.identities.set(name, identity),
    setConfigurationSet: (name, set) => void state.account.configurationSets.set(name, set),
    failQuestion: (action, fault) => void state.account.failing.set(action, fault),
    reset() {
      for (const list of [state.mails, state.calls]) list.length = 0
      state.faults.clear()
      state.account = createSesAccount()
      sns.reset()
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request))
  const action = form.get('Action') ?? ''
  if (action === 'SendRawEmail') {
    const call = readSesCall(form)
    state.calls.push(call)
    const accept = () => answerXml(action, { MessageId: acceptMail(call, state) })
    return obey(state.faults.take(call) ?? pausedOf(state), response, accept)
  }
  const told = answerQuestion(action, form, state.account)
  const refused = typeof told === 'string' ? undefined : told
  const tell = () => (typeof told === 'string' ? told : '')
  return obey(state.account.failing.get(action) ?? refused, response, tell)
}

function pausedOf({ account: { isEnabled } }: State): SesFault | undefined {
  return isEnabled ? undefined : { kind: 'error', code: 'AccountSendingPausedException' }
}

/** Answers with what `act` gives, unless the fault has it otherwise; `act` keeps the mail. */
async function obey(
  fault: SesFault | undefined,
  response: ServerResponse,
  act: () => string,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return answer(response, 200, act())
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return answer(response, 200, act())
    case 'throttle':
    case 'daily-quota':
    case 'error': {
      const { code, status, message } = refusalOf(fault)
      return answer(response, status, errorXml(code, message, status))
    }
    case 'answer':
      return answer(response, fault.status, fault.body)
    case 'hang':
    case 'reset':
    case 'close':
      if (fault.when === 'after-accepting') act()
      if (fault.kind === 'reset') response.socket?.resetAndDestroy()
      if (fault.kind === 'close') response.socket?.end()
  }
}

/** Gives its id. */
function acceptMail(call: SesCall, { mails, waiters, clock }: State): string {
  const id = `0102${randomUUID()}-000000`
  mails.push({ ...call, ...readMime(call.raw), id, acceptedAt: clock.now() })
  for (const wake of waiters) wake()
  waiters.clear()
  return id
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function answer(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': 'fake-request' }
  response.writeHead(status, headers).end(body)
}
