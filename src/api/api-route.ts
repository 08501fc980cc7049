import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { ErrorCode } from '../core/error-codes.ts'
import type { Operator } from '../operators/operator.ts'
import type { Scope } from '../operators/scopes.ts'

/** What a handler is given: all of it validated, and asked by somebody who may. */
export interface ApiCall<Params, Query, Body> {
  readonly operator: Operator
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: FastifyRequest
  /** For a status or a header other than the declared; answers are returned. */
  readonly reply: FastifyReply
}

/** An answer that is no `Error`, or an error with more fields. */
export interface ApiAnswer {
  readonly description: string
  readonly schema: TSchema
}

/** What a route says of itself; validation and the OpenAPI document are made from the same schemas. */
export interface ApiRouteFacts {
  readonly method: 'GET' | 'POST'
  /** As Fastify writes it: `/v1/events/:id`. */
  readonly path: `/v1/${string}`
  readonly scope: Scope
  /** The operation's id in the document: `listEvents`. */
  readonly id: string
  /** One line. */
  readonly summary: string
  /** More than one line, where one does not do. */
  readonly description?: string
  /** Takes `Idempotency-Key`. */
  readonly isIdempotent?: boolean
  /** By status. The first one is what a handler's value is answered with. */
  readonly answers: Readonly<Record<number, ApiAnswer>>
  /** Errors of its own, beside those of every route. */
  readonly errors?: readonly ErrorCode[]
}

/** One route of `/v1`. Path and query are texts; numbers and flags in them are converted first. */
export interface ApiRoute<Params extends TSchema, Query extends TSchema, Body extends TSchema>
  extends ApiRouteFacts {
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  handle(call: ApiCall<Static<Params>, Static<Query>, Static<Body>>): Promise<unknown>
}

/** A route as the document sees it. */
export interface DescribedRoute extends ApiRouteFacts {
  readonly params?: TSchema | undefined
  readonly query?: TSchema | undefined
  readonly body?: TSchema | undefined
}
