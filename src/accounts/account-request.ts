import type { Selectable } from 'kysely'
import type { AccountRequestTable } from '../database/schema.ts'

/** The provider of events that Doorkey makes of what it is asked itself; no webhook is called so. */
export const OWN_PROVIDER = 'doorkey'

export type AccountRequestRow = Selectable<AccountRequestTable>

export type AccountAct = AccountRequestRow['act']

/** What a request's typed or generated password is sealed for. */
export function requestPasswordContext(eventId: string): string {
  return `account_request.password:${eventId}`
}
