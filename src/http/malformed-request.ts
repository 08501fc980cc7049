import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { AppError } from '../core/app-error.ts'
import { errorBody } from './error-body.ts'

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
const BAD_REQUEST = '400 Bad Request'

/** Answers what is not HTTP at all: in our shape, with a line in the log. */
export function answerMalformed(log: Logger) {
  return (fault: Error & { readonly code?: string }, socket: Socket): void => {
    // Nobody is there to be told.
    if (fault.code === 'ECONNRESET' || socket.destroyed) return
    const requestId = randomUUID()
    const error = new AppError('REQUEST_INVALID', 'http: expected an HTTP request, got other bytes')
    const status = STATUS[fault.code ?? ''] ?? BAD_REQUEST
    log.info({ requestId, status: Number(status.slice(0, 3)), reason: error.message }, 'request')
    const body = JSON.stringify(errorBody(error, requestId))
    const head = [
      `HTTP/1.1 ${status}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
    else socket.destroy()
  }
}
