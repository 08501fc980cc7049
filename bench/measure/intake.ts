import pg from 'pg'
import { Type } from 'typebox'
import { median, ratios, type Spread, spread } from '../statistics.ts'
import { type Design, startHmacOnly, startNaive, startReceiver } from './designs.ts'
import { CLOSED_LOOP } from './replies.ts'
import type { Setting } from './setting.ts'
import { INTAKE_SOURCES } from './sources.ts'

/** One design over all rounds. */
export interface IntakeOfDesign {
  readonly perSecond: Spread
  /** Medians over the rounds. */
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Intake {
  readonly hmac: IntakeOfDesign
  readonly naive: IntakeOfDesign
  readonly doorkey: IntakeOfDesign
  readonly doorkeyToNaive: Spread
  readonly doorkeyToHmac: Spread
}

interface Round {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

interface Contestant {
  readonly design: Design
  readonly rounds: Round[]
}

/**
 * Requests per second of three designs, in turn. No worker runs beside any of them, so that the two
 * that store are compared in nothing but storing and enqueueing. A round of theirs ends when every
 * event that was answered has its row and its job, both counted; then tables and queues are emptied.
 */
export async function measureIntake(setting: Setting): Promise<Intake> {
  const { plan, load, secret, say } = setting
  const pool = new pg.Pool({ connectionString: setting.servers.databaseUrl, max: 2 })
  setting.atEnd(() => pool.end())
  const enter = (design: Design): Contestant => ({ design, rounds: [] })
  const hmac = enter(await startHmacOnly(setting))
  const naive = enter(await startNaive(setting, pool))
  const doorkey = enter(await startReceiver(setting, pool))
  const requests = { sources: INTAKE_SOURCES, first: 0, count: plan.intakeRequests, secret }
  await load.ask('prepare', requests, Type.Null())

  const contestants = [hmac, naive, doorkey]
  for (const { design } of contestants) await runRound(setting, design, plan.warmUpMs)
  for (let round = 0; round < plan.rounds; round += 1) {
    say(`intake: round ${round + 1} of ${plan.rounds}`)
    // Each begins a round in its turn, so that none always follows the same one.
    const first = round % contestants.length
    const order = [...contestants.slice(first), ...contestants.slice(0, first)]
    for (const { design, rounds } of order) {
      rounds.push(await runRound(setting, design, plan.intakeMs))
    }
  }
  for (const { design } of contestants) {
    // What is left would be worked on beside what is measured next.
    await design.clear()
    await design.stop()
  }
  return {
    hmac: overall(hmac),
    naive: overall(naive),
    doorkey: overall(doorkey),
    doorkeyToNaive: ratios(rates(doorkey), rates(naive)),
    doorkeyToHmac: ratios(rates(doorkey), rates(hmac)),
  }
}

async function runRound(
  { plan, load }: Setting,
  design: Design,
  durationMs: number,
): Promise<Round> {
  const { port } = design
  const { intakeConnections: connections } = plan
  await design.clear()
  const result = await load.ask('closedLoop', { port, connections, durationMs }, CLOSED_LOOP)
  if (result.refused > 0 || result.answered === 0) {
    throw new Error(`bench: expected 202 each time, got ${result.refused} other answers`)
  }
  const queuedAtMs = await design.settle(result.answered)
  const elapsedMs = Math.max(queuedAtMs ?? 0, result.endedAtMs) - result.startedAtMs
  const perSecond = (result.answered * 1_000) / elapsedMs
  return { perSecond, p50Ms: result.p50Ms, p99Ms: result.p99Ms }
}

function rates({ rounds }: Contestant): readonly number[] {
  return rounds.map(({ perSecond }) => perSecond)
}

function overall(contestant: Contestant): IntakeOfDesign {
  return {
    perSecond: spread(rates(contestant)),
    p50Ms: median(contestant.rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(contestant.rounds.map(({ p99Ms }) => p99Ms)),
  }
}
