import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** The top folder of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const OXLINT = join(ROOT, 'node_modules/oxlint/bin/oxlint')

const Report = Type.Object({
  diagnostics: Type.Array(
    Type.Object({
      code: Type.String(),
      filename: Type.String(),
      message: Type.String(),
      help: Type.Optional(Type.String()),
    }),
  ),
  number_of_files: Type.Integer(),
})

/** What one run of the linter found. */
export interface LintReport {
  readonly exitCode: number | null
  readonly files: number
  readonly findings: readonly LintFinding[]
}

export interface LintFinding {
  /** `eslint(no-console)`. */
  readonly code: string
  /** Relative to the folder that was linted. */
  readonly file: string
  readonly text: string
}

/** Runs the linter in `folder`, with the configuration that lies there. */
export function lint(folder: string, paths: readonly string[]): LintReport {
  const run = spawnSync(process.execPath, [OXLINT, '--format', 'json', ...paths], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (run.status !== 0 && run.status !== 1) {
    throw new Error(`oxlint: expected exit code 0 or 1, got ${run.status}: ${run.stderr}`)
  }
  if (run.stdout.startsWith('No files found')) {
    return { exitCode: run.status, files: 0, findings: [] }
  }
  const report = Value.Parse(Report, JSON.parse(run.stdout))
  return {
    exitCode: run.status,
    files: report.number_of_files,
    findings: report.diagnostics.map(({ code, filename, message, help = '' }) => ({
      code,
      file: filename,
      text: `${message} ${help}`,
    })),
  }
}

/** The files of the checkout that the linter would read, relative to its top folder. */
export function filesToLint(): readonly string[] {
  const options = { cwd: ROOT, encoding: 'utf8' } as const
  const { stdout } = spawnSync(process.execPath, [OXLINT, '--debug=files'], options)
  return stdout.split('\n').filter(Boolean)
}
