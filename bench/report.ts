import type { Intake } from './measure/intake.ts'
import type { Latency } from './measure/latency.ts'
import type { Render } from './measure/render.ts'
import type { Resets } from './measure/resets.ts'
import type { WholePath } from './measure/whole-path.ts'
import type { Spread } from './statistics.ts'

/** What one run found, and without what it was stopped before; `--json` prints it. */
export interface Report {
  readonly machine: {
    readonly node: string
    readonly cpus: number
    readonly cpu: string
    readonly postgres: string
    /** The Redis server, or that BullMQ kept its queues in Postgres. */
    readonly queue: string
  }
  readonly isQuick: boolean
  readonly rounds: number
  readonly connections: number
  readonly intake?: Intake
  readonly wholePath?: WholePath
  readonly latency?: Latency
  readonly resets?: Resets
  readonly render?: Render
  readonly elapsedMs: number
}

/** What Doorkey promises of itself on two cores with Redis. */
export interface Target {
  readonly name: string
  readonly wanted: string
  readonly got: number
  readonly isMet: boolean
}

/** Those of what was measured. */
export function targetsOf({ intake, wholePath, latency, render }: Report): readonly Target[] {
  const atLeast = (name: string, least: number, got: number | undefined): readonly Target[] =>
    got === undefined ? [] : [{ name, wanted: `≥ ${least}`, got, isMet: got >= least }]
  const atMost = (name: string, most: number, got: number | undefined): readonly Target[] =>
    got === undefined ? [] : [{ name, wanted: `≤ ${most}`, got, isMet: got <= most }]
  return [
    ...atLeast('intake ÷ naive', 1.75, intake?.doorkeyToNaive.median),
    ...atLeast('whole path ÷ argon2id', 0.5, wholePath?.builtinToArgon2.median),
    ...atMost('POST to mail, p50 in ms', 40, latency?.mail.p50Ms),
    ...atMost('POST to mail, p99 in ms', 120, latency?.mail.p99Ms),
    ...atMost('rendering a mail, CPU in ms', 0.2, render?.cpuMs.median),
  ]
}

/** The report for people. */
export function formatReport(report: Report): string {
  const { machine, rounds, intake, wholePath, latency, resets, render } = report
  return [
    `${machine.cpus} CPUs (${machine.cpu}), Node ${machine.node}`,
    `${machine.postgres}; queue: ${machine.queue}`,
    ...(intake ? intakeLines(intake, report) : []),
    ...(wholePath ? pathLines(wholePath, rounds) : []),
    ...(latency ? latencyLines(latency) : []),
    ...(resets ? resetLines(resets) : []),
    ...(render ? renderLines(render) : []),
    '',
    'targets (two cores with Redis):',
    ...table(
      targetsOf(report).map(({ name, wanted, got, isMet }) => {
        return [name, wanted, got.toFixed(got < 10 ? 2 : 0), isMet ? 'met' : 'missed']
      }),
    ),
    ...(report.isQuick ? ['', 'A quick run: it shows that the bench works, not how fast.'] : []),
  ].join('\n')
}

function intakeLines(intake: Intake, { rounds, connections }: Report): readonly string[] {
  return [
    '',
    `intake, ${connections} connections, 1.4 KB bodies, ${rounds} rounds in turn, no workers:`,
    'median (lowest–highest)',
    ...table([
      ['', 'requests/s', 'p50 ms', 'p99 ms'],
      intakeRow('Fastify, HMAC and JSON.parse only', intake.hmac),
      intakeRow('naive: one INSERT, one Queue.add each', intake.naive),
      intakeRow('doorkey start --only receiver', intake.doorkey),
    ]),
    `  Doorkey ÷ naive ${spreadOf(intake.doorkeyToNaive, 2)}`,
    `  Doorkey ÷ HMAC only ${spreadOf(intake.doorkeyToHmac, 2)}`,
    '  Every event of the naive design and of Doorkey had its row, and was in a job, in that time.',
  ]
}

function pathLines(wholePath: WholePath, rounds: number): readonly string[] {
  return [
    '',
    `whole path, webhook to mail at SES, ${rounds} rounds in turn:`,
    ...table([
      ['', 'events/s', '÷ argon2id'],
      ['argon2id alone', spreadOf(wholePath.argon2, 0), ''],
      pathRow('built-in directory', wholePath.builtin, wholePath.builtinToArgon2),
      pathRow('directory by HTTP', wholePath.http, wholePath.httpToArgon2),
    ]),
  ]
}

function latencyLines({ perSecond, count, answer, mail }: Latency): readonly string[] {
  return [
    '',
    `latency at ${perSecond}/s, Poisson, ${count} webhooks, built-in directory:`,
    ...table([
      ['', 'p50 ms', 'p99 ms'],
      ['POST to its answer', ...percentilesOf(answer)],
      ['POST to its mail at SES', ...percentilesOf(mail)],
    ]),
  ]
}

function resetLines({ count, known, unknown, knownToUnknown }: Resets): readonly string[] {
  return [
    '',
    `forgotten passwords, POST to its answer, ${count} requests of each kind in random order:`,
    ...table([
      ['', 'p50 ms', 'p99 ms'],
      ['somebody has the address', ...percentilesOf(known)],
      ['nobody has it', ...percentilesOf(unknown)],
    ]),
    `  known ÷ unknown ${knownToUnknown.toFixed(2)}`,
  ]
}

function renderLines({ templates, locales, cpuMs }: Render): readonly string[] {
  return [
    '',
    `rendering a mail, ${templates} compiled templates in ${locales.join(', ')}, without MIME:`,
    `  CPU ms ${spreadOf(cpuMs, 3)}`,
  ]
}

function intakeRow(name: string, { perSecond, p50Ms, p99Ms }: Intake['hmac']): readonly string[] {
  return [name, spreadOf(perSecond, 0), ...percentilesOf({ p50Ms, p99Ms })]
}

function pathRow(name: string, perSecond: Spread, ratio: Spread): readonly string[] {
  return [name, spreadOf(perSecond, 0), spreadOf(ratio, 2)]
}

function percentilesOf({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): readonly string[] {
  return [p50Ms.toFixed(1), p99Ms.toFixed(1)]
}

function spreadOf({ median, min, max }: Spread, digits: number): string {
  const show = (value: number): string => value.toFixed(digits)
  return `${show(median)} (${show(min)}–${show(max)})`
}

/** Columns as wide as their widest cell; all but the first are flush right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    return `  ${cells.join('   ')}`.trimEnd()
  })
}
