import type { Pool } from 'pg'
import { batched } from '../database/batched.ts'

/** Addresses that must not be mailed. */
export interface Suppressions {
  /** Why `address` must not be mailed; `undefined` where it may. Capitals make no difference. */
  reasonFor(address: string): Promise<string | undefined>
}

export function createSuppressions({ pool }: { readonly pool: Pool }): Suppressions {
  const reason = batched((addresses: readonly string[]) => reasons(pool, addresses))
  return { reasonFor: (address) => reason(address.toLowerCase()) }
}

async function reasons(
  pool: Pool,
  addresses: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const { rows } = await pool.query<{ address: string; reason: string }>({
    name: 'suppressions',
    text: 'SELECT address, reason FROM suppression WHERE address = ANY($1::text[])',
    values: [addresses],
  })
  const byAddress = new Map(rows.map(({ address, reason }) => [address, reason]))
  return addresses.map((address) => byAddress.get(address))
}
