import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request that arrived. */
export interface VendorCall {
  readonly method: string
  /** Without the query, and as sent: still escaped. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** A JSON body, or the fields of a form; `undefined` without one. */
  readonly body: unknown
  /** The body as it was sent. */
  readonly text: string
  /** The caller's port: equal for calls over one connection. */
  readonly fromPort: number | undefined
}

/** What the stand-in answers; without `json` the body is empty. */
export interface VendorAnswer {
  readonly status: number
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What goes wrong with a call. Those that begin with `take` let the stand-in act first. */
export type VendorFault =
  /** Answers this instead of acting. */
  | { readonly kind: 'answer'; readonly answer: VendorAnswer }
  /** Never answers; `met` is called once the call is there. */
  | { readonly kind: 'hang'; readonly met?: () => void }
  /** Resets the connection. */
  | { readonly kind: 'reset' }
  /** Acts, then resets the connection instead of answering. */
  | { readonly kind: 'take-and-reset' }
  /** Acts, then resets the connection in the middle of the answer. */
  | { readonly kind: 'take-and-cut' }
  /** Acts, then answers with more than anybody should read. */
  | { readonly kind: 'take-and-flood' }
  /** Answers 500 and quotes the request, as careless servers do. */
  | { readonly kind: 'echo' }

/** A vendor's API on loopback, which shows faults on demand. */
export interface VendorServer {
  readonly url: string
  /** Every call, oldest first, faulty ones too. */
  readonly calls: readonly VendorCall[]
  /** Spends one fault on each of the next calls that fit, in order. */
  failNext(fits: (call: VendorCall) => boolean, ...faults: readonly VendorFault[]): void
  /** How many faults have not been met yet. */
  openFaults(): number
  close(): Promise<void>
}

const FLOOD_BYTES = 4_194_304

/** Serves `handle` at a free port, whatever the method and path. */
export async function startVendorServer(
  handle: (call: VendorCall) => VendorAnswer | Promise<VendorAnswer>,
): Promise<VendorServer> {
  const calls: VendorCall[] = []
  const faults: { fits(call: VendorCall): boolean; fault: VendorFault }[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request)
    const call = readCall(request, text)
    calls.push(call)
    const index = faults.findIndex(({ fits }) => fits(call))
    const [met] = index === -1 ? [] : faults.splice(index, 1)
    await act(met?.fault, async () => handle(call), text, request, response)
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A bug of the stand-in must not look like a fault of a vendor.
      response.writeHead(599).end(String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('expected a TCP port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    failNext: (fits, ...more) => void faults.push(...more.map((fault) => ({ fits, fault }))),
    openFaults: () => faults.length,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function act(
  fault: VendorFault | undefined,
  handle: () => Promise<VendorAnswer>,
  text: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return answer(response, await handle())
    case 'answer':
      return answer(response, fault.answer)
    case 'hang':
      fault.met?.()
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'take-and-reset':
      await handle()
      request.socket.resetAndDestroy()
      return
    case 'take-and-cut':
      await handle()
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"half":', () => request.socket.destroy())
      return
    case 'take-and-flood':
      await handle()
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`"${'x'.repeat(FLOOD_BYTES)}"`)
      return
    case 'echo': {
      const message = `could not do ${request.url} with ${text}`
      answer(response, { status: 500, json: { error: message, errorSummary: message, message } })
    }
  }
}

function answer(response: ServerResponse, { status, json, headers }: VendorAnswer): void {
  if (json === undefined) {
    response.writeHead(status, headers).end()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(json))
}

function readCall(request: IncomingMessage, text: string): VendorCall {
  const { method = '', url = '', headers } = request
  const [path = '', query = ''] = url.split('?')
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  const body: unknown = isForm
    ? Object.fromEntries(new URLSearchParams(text))
    : text === ''
      ? undefined
      : JSON.parse(text)
  const fromPort = request.socket.remotePort
  return { method, path, query: new URLSearchParams(query), headers, body, text, fromPort }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
