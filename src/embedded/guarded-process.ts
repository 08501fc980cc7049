import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { RunAs } from './run-command.ts'

/**
 * Interrupts the program when standard input ends, which is when the process that started it stops
 * it or dies, however it dies. `$0` is the program.
 */
const GUARD = `
exec 3<&0
"$0" "$@" 3<&- &
program=$!
(while read -r line <&3; do :; done; kill -INT $program) 2>/dev/null &
guard=$!
exec 3<&-
wait $program
code=$?
kill $guard 2>/dev/null
exit $code`

export type GuardedProcess = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * A program that ends with us: by SIGINT once `stdin` ends. It has a process group of its own, so
 * Ctrl-C does not reach it before those who use it. The exit code is 127 where there is no such
 * program.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string
    readonly user: RunAs | undefined
    /** Empty unless given: neither the locale nor settings of the shell may matter. */
    readonly env?: Readonly<Record<string, string>>
  },
): GuardedProcess {
  return spawn('/bin/sh', ['-c', GUARD, command, ...args], {
    cwd: options.cwd,
    env: options.env ?? {},
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.user,
  })
}
