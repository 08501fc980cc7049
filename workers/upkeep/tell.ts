import { type OutboxParts, planDeliveries } from '../../src/lifecycle/outbox.ts'

/** Statements per turn, so that a flood of changes cannot hold up the other chores. */
const ROUNDS_MAX = 10

/** Plans a delivery of every change that subscribers are to be told of; gives how many it took. */
export async function tell(parts: OutboxParts): Promise<number> {
  let taken = 0
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const count = await planDeliveries(parts)
    taken += count
    if (count === 0) break
  }
  return taken
}
