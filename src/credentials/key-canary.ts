import type { Kysely } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import type { Sealer } from './sealer.ts'

const KEY = 'sealing_canary'
const CONTEXT = `setting.value:${KEY}`
const CANARY = 'these keys open what this database holds'

/**
 * Seals a canary on the first start and opens it on every later one, so that a process with the
 * wrong keys stops before it seals or burns anything. Throws `KEY_UNKNOWN` with what to put back.
 */
export async function checkKeyCanary(database: Kysely<Schema>, sealer: Sealer): Promise<void> {
  const fresh = sealer.seal(new Secret(CANARY), CONTEXT)
  await database
    .insertInto('setting')
    .values({ key: KEY, value: fresh })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const { value } = await database
    .selectFrom('setting')
    .select('value')
    .where('key', '=', KEY)
    .executeTakeFirstOrThrow()
  openCanary(sealer, value)
  // Moves on to the key that writes now, so that an old key can be retired some day.
  if (keyId(value) !== keyId(fresh)) {
    await database
      .updateTable('setting')
      .set({ value: fresh })
      .where('key', '=', KEY)
      .where('value', '=', value)
      .execute()
  }
}

function openCanary(sealer: Sealer, sealed: string): void {
  try {
    sealer.open(sealed, CONTEXT)
  } catch (cause) {
    throw new AppError(
      'KEY_UNKNOWN',
      `DOORKEY_KEYS: expected the key ${keyId(sealed)} that this database was sealed with, got ` +
        'none of that id or another key under it',
      { cause },
    )
  }
}

function keyId(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'))
}
