import type pg from 'pg'
import { expect } from 'vitest'
import type { DirectoryFault } from '../support/fake-directory.ts'
import type { SesFault } from '../../src/testing/ses-fault.ts'
import type { ProcessPlace } from '../support/doorkey-process.ts'

/** A point in time at which a process hangs, so that it can be killed right there. */
export interface Pause {
  reached(): Promise<void>
  /** Call it after the kill: what hung there is then undone, as a dead process leaves it. */
  end(): Promise<void>
}

/** Makes the next process hang at one point. */
export type PauseAt = (place: ProcessPlace) => Promise<Pause>

/** Any number that nothing else in the database locks. */
const KEY = 4_711
const WITHIN = { timeout: 60_000, interval: 10 }

/** Just before a row is written that fits `when`, in SQL about `NEW`. */
export function beforeRow(
  table: 'event' | 'credential' | 'message' | 'attempt',
  when: string,
): PauseAt {
  return async ({ store: { pool } }) => {
    const holder = await pool.connect()
    await holder.query(`SELECT pg_advisory_lock(${KEY})`)
    await pool.query(`
      CREATE OR REPLACE FUNCTION test_pause() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${KEY}); RETURN NEW; END $$;
      CREATE TRIGGER test_pause BEFORE INSERT OR UPDATE ON ${table}
        FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION test_pause()`)
    return {
      reached: () => expect.poll(() => waitingCount(pool), WITHIN).toBeGreaterThan(0),
      async end() {
        // A server notices the death of a client only when it next writes to it.
        await pool.query(`SELECT pg_terminate_backend(pid) ${WAITING}`)
        await pool.query(`DROP TRIGGER test_pause ON ${table}`)
        await holder.query(`SELECT pg_advisory_unlock(${KEY})`)
        holder.release()
      },
    }
  }
}

const WAITING = `FROM pg_locks WHERE locktype = 'advisory' AND objid = ${KEY} AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

async function waitingCount(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int ${WAITING}`)
  return rows[0]?.count ?? 0
}

/** While the directory has the next call in hand. */
export function atDirectory(fault: DirectoryFault): PauseAt {
  return async ({ directory }) => {
    const before = directory.calls.length
    directory.failNext(fault)
    return { reached: () => directory.whenCalled(before + 1), end: async () => {} }
  }
}

/** While SES has the next mail in hand. */
export function atSes(fault: SesFault): PauseAt {
  return async ({ ses }) => {
    const before = ses.calls.length
    ses.faults.next(fault)
    return {
      reached: () => expect.poll(() => ses.calls.length, WITHIN).toBe(before + 1),
      end: async () => {},
    }
  }
}
