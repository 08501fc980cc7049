import type { Kysely } from 'kysely'
import { toAppError } from '../core/app-error.ts'
import type { Schema } from '../database/schema.ts'
import type { AttemptLog } from '../messages/attempt-log.ts'
import type { StepLog } from '../ops/step-log.ts'
import type { OpenReset } from './open-reset.ts'

/** The user waits for it, and their password is changed already. */
const TIMEOUT_MS = 5_000

export interface EndSessionsParts {
  readonly database: Kysely<Schema>
  readonly attempts: AttemptLog
  readonly log: Pick<StepLog, 'failure'>
}

/**
 * Ends the sessions that were opened with the password before, once, where the source wants it and
 * its directory has a call for it. The change stands whatever comes of this: a failure is logged and
 * kept as an attempt of the credential.
 */
export async function endSessions(
  { database, attempts, log }: EndSessionsParts,
  { credentialId, event, running: { source, directory } }: OpenReset,
  userId: string,
): Promise<void> {
  if (!source.endSessions || !directory.endSessions) return
  try {
    const attemptId = await attempts.begin(database, 'end-sessions', credentialId)
    try {
      await directory.endSessions(userId, AbortSignal.timeout(TIMEOUT_MS))
    } catch (thrown) {
      await attempts.fail(database, attemptId, toAppError(thrown))
      throw thrown
    }
    await attempts.succeed(database, attemptId)
  } catch (thrown) {
    const ids = { event: event.id, source: event.source, credential: credentialId }
    log.failure('end-sessions', toAppError(thrown), ids)
  }
}
