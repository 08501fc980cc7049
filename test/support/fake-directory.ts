import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** One `setPassword` that arrived. */
export interface DirectoryCall {
  readonly userId: string
  /** See `fingerprint`. */
  readonly password: string
}

/** What goes wrong with a call. `take-*` and `hold` set the password, the others do not. */
export type DirectoryFault =
  /** Refuses with this HTTP status; see `http-directory.ts` for what it is taken for. */
  | { readonly kind: 'answer'; readonly status: number }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Sets the password and never answers. */
  | { readonly kind: 'take-and-hang' }
  /** Sets the password, then cuts the connection instead of answering. */
  | { readonly kind: 'take-and-cut' }
  /** Refuses, and repeats the password in its answer, as careless servers do. */
  | { readonly kind: 'echo' }
  /** Waits for `release`, then sets the password and answers. */
  | { readonly kind: 'hold' }

/** An identity provider's admin API on loopback that remembers which passwords it was given. */
export interface FakeDirectory {
  readonly url: string
  /** Every call, oldest first. */
  readonly calls: readonly DirectoryCall[]
  /** Fingerprints of the passwords that were set for a user, oldest first. */
  passwordsOf(userId: string): readonly string[]
  /** The most calls about one user that were in hand at the same time. */
  atOnceMax(): number
  /** Resolves once `count` calls have arrived. */
  whenCalled(count: number): Promise<void>
  /** Spends one fault on each of the next calls, in order. */
  failNext(...faults: readonly DirectoryFault[]): void
  /** Fails each call that fits, until the returned function is called. */
  failWhen(fits: (call: DirectoryCall) => boolean, fault: DirectoryFault): () => void
  /** Lets every call go on that is on hold. */
  release(): void
  close(): Promise<void>
}

/** How passwords are compared without keeping them. */
export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

/** How long the fake takes, so that calls at once overlap. */
const LATENCY_MS = 5

const readCall = (json: unknown) =>
  Value.Parse(Type.Object({ userId: Type.String(), password: Type.String() }), json)

interface State {
  readonly calls: DirectoryCall[]
  readonly taken: DirectoryCall[]
  readonly inHand: Map<string, number>
  atOnceMax: number
  readonly next: DirectoryFault[]
  readonly rules: Set<{ fits(call: DirectoryCall): boolean; fault: DirectoryFault }>
  readonly held: (() => void)[]
  readonly waiters: Set<() => void>
}

export async function startFakeDirectory(): Promise<FakeDirectory> {
  const state: State = {
    calls: [],
    taken: [],
    inHand: new Map(),
    atOnceMax: 0,
    next: [],
    rules: new Set(),
    held: [],
    waiters: new Set(),
  }
  const server = createServer((request, response) => {
    void handle(request, response, state).catch(() => request.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    ...controls(state),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function controls(state: State): Omit<FakeDirectory, 'url' | 'close'> {
  return {
    calls: state.calls,
    passwordsOf: (userId) =>
      state.taken.filter((call) => call.userId === userId).map(({ password }) => password),
    atOnceMax: () => state.atOnceMax,
    async whenCalled(count) {
      while (state.calls.length < count) {
        await new Promise<void>((resolve) => state.waiters.add(resolve))
      }
    },
    failNext: (...faults) => void state.next.push(...faults),
    failWhen(fits, fault) {
      const rule = { fits, fault }
      state.rules.add(rule)
      return () => void state.rules.delete(rule)
    },
    release() {
      for (const go of state.held.splice(0)) go()
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): Promise<void> {
  const { userId, password } = readCall(JSON.parse(await textOf(request)))
  const call = { userId, password: fingerprint(password) }
  const fault = state.next.shift() ?? [...state.rules].find(({ fits }) => fits(call))?.fault
  const inHand = (state.inHand.get(userId) ?? 0) + 1
  state.inHand.set(userId, inHand)
  state.atOnceMax = Math.max(state.atOnceMax, inHand)
  // A caller that was killed is gone, and does not count any more.
  response.once('close', () => state.inHand.set(userId, (state.inHand.get(userId) ?? 1) - 1))
  state.calls.push(call)
  for (const wake of state.waiters) wake()
  state.waiters.clear()
  await act(fault, state, call, request, response, password)
}

async function act(
  fault: DirectoryFault | undefined,
  state: State,
  call: DirectoryCall,
  request: IncomingMessage,
  response: ServerResponse,
  password: string,
): Promise<void> {
  switch (fault?.kind) {
    case 'answer':
      response.writeHead(fault.status).end()
      return
    case 'echo':
      response.writeHead(500).end(`could not set ${password}`)
      return
    case 'hang':
      return
    case 'take-and-hang':
      state.taken.push(call)
      return
    case 'take-and-cut':
      state.taken.push(call)
      request.socket.resetAndDestroy()
      return
    case 'hold':
      await new Promise<void>((resolve) => state.held.push(resolve))
      state.taken.push(call)
      response.writeHead(204).end()
      return
    case undefined:
      await sleep(LATENCY_MS)
      state.taken.push(call)
      response.writeHead(204).end()
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function urlOf(server: Server): string {
  const address = server.address()
  if (typeof address !== 'object' || address === null) {
    throw new Error('fake directory: expected a TCP port, got none')
  }
  return `http://127.0.0.1:${address.port}`
}
