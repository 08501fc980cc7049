/** Refusals of SES v1 by their code on the wire, as its documentation words them. */
export const SES_ERRORS = {
  AccessDenied: [403, 'User is not authorized to perform ses:SendRawEmail.'],
  AccountSendingPausedException: [400, 'Email sending is disabled for your account.'],
  ConfigurationSetDoesNotExist: [400, 'Configuration set does not exist.'],
  ConfigurationSetSendingPausedException: [400, 'Sending is paused for this configuration set.'],
  ExpiredToken: [403, 'The security token included in the request is expired.'],
  IncompleteSignature: [400, 'The request signature does not conform to AWS standards.'],
  InternalFailure: [500, 'We encountered an internal error.'],
  InvalidAction: [400, 'Could not find the operation.'],
  InvalidClientTokenId: [403, 'The security token included in the request is invalid.'],
  InvalidParameterValue: [400, 'Message length is more than 10485760 bytes long.'],
  LimitExceededException: [400, 'A resource limit was exceeded.'],
  MailFromDomainNotVerifiedException: [400, 'The custom MAIL FROM domain is not verified.'],
  MessageRejected: [400, 'Message contains illegal content.'],
  MissingAuthenticationToken: [403, 'The request must contain a valid access key.'],
  OptInRequired: [403, 'The access key needs a subscription for the service.'],
  RequestExpired: [400, 'The request reached the service too late.'],
  RequestThrottled: [400, 'Rate exceeded.'],
  RequestTimeout: [408, 'The request was not read in time.'],
  RequestTimeTooSkewed: [403, 'The times of the request and of the server differ too much.'],
  ServiceUnavailable: [503, 'Service is unable to handle the request.'],
  SignatureDoesNotMatch: [403, 'The request signature does not match.'],
  Throttling: [400, 'Maximum sending rate exceeded.'],
  ThrottlingException: [400, 'Rate exceeded.'],
  TooManyRequestsException: [429, 'Too many requests.'],
  UnrecognizedClientException: [403, 'The security token included in the request is invalid.'],
  ValidationError: [400, 'The input fails to satisfy the constraints.'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>

/** Whether SES has kept the mail by the time that something goes wrong. */
export type AcceptedOrNot = 'before-accepting' | 'after-accepting'

/** What goes wrong with a call. The mail is kept by `slow`, and by what is `after-accepting`. */
export type SesFault =
  /** The account's sending rate is exceeded. */
  | { readonly kind: 'throttle' }
  /** The account's mails for 24 hours are used up; the same code as `throttle`, other words. */
  | { readonly kind: 'daily-quota' }
  /** A refusal in the wire form of SES; status and message by `SES_ERRORS`, else 400 and none. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly status?: number
      readonly message?: string
    }
  /** Any status and body, such as a proxy's HTML page. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** No answer, ever. */
  | { readonly kind: 'hang'; readonly when: AcceptedOrNot }
  /** The connection is cut instead of an answer. */
  | { readonly kind: 'reset'; readonly when: AcceptedOrNot }
  /** The connection is ended in order, without an answer. */
  | { readonly kind: 'close'; readonly when: AcceptedOrNot }
  /** The answer comes after `ms`. */
  | { readonly kind: 'slow'; readonly ms: number }

/** An answer that refuses. */
export interface Refusal {
  readonly code: string
  readonly status: number
  readonly message: string
}

/** The wire form of a fault that is a refusal of SES. */
export function refusalOf(
  fault: Extract<SesFault, { readonly kind: 'throttle' | 'daily-quota' | 'error' }>,
): Refusal {
  switch (fault.kind) {
    case 'throttle':
      return refusal('Throttling')
    case 'daily-quota':
      return { ...refusal('Throttling'), message: 'Daily message quota exceeded.' }
    case 'error': {
      const { code, status, message } = fault
      const usual = refusal(code)
      return { code, status: status ?? usual.status, message: message ?? usual.message }
    }
  }
}

function refusal(code: string): Refusal {
  const known: Readonly<Record<string, readonly [number, string]>> = SES_ERRORS
  const [status, message] = known[code] ?? [400, '']
  return { code, status, message }
}
