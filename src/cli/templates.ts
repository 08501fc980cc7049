import { type Command, parseCommandLine, parseWhole, UsageError } from './command.ts'
import { untilSignal } from './runtime.ts'
import { checkTemplates } from './templates/check.ts'
import { openPreview } from './templates/preview.ts'

const PORT = '4400'

export const templatesCommand: Command = {
  usage: `usage: doorkey templates check [--json] [--config FILE]
       doorkey templates preview [--port N] [--config FILE]

check renders every email in every language, ours and those of the folders that sources name under
emails: { templates }, and tells each fault with its file, template and language. Ends with 0 when
there is none, with 1 when there is one.

preview serves a gallery of them on 127.0.0.1, with sample data and the brand of a source, and
shows a change as its file is saved. Ctrl-C ends it.

  --json           one JSON object a line, the last one the sum
  --port N         0 to 65535, default ${PORT}; 0 takes a free one
  --config FILE    default doorkey.config.ts, or DOORKEY_CONFIG, if it is there

  doorkey templates check
  doorkey templates preview --port 4401`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        port: { type: 'string' },
        config: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [action, ...others] = positionals
    const configFile = values.config
    if (others.length > 0) throw new UsageError(`expected one action, got ${others.join(' ')} too`)
    if (action === 'check') {
      if (values.port !== undefined) throw new UsageError('check: expected no --port, got one')
      return checkTemplates({ configFile, isJson: values.json, say: (line) => console.log(line) })
    }
    if (action !== 'preview') {
      throw new UsageError(`expected check or preview, got ${action ?? 'neither'}`)
    }
    if (values.json) throw new UsageError('preview: expected no --json, got it')
    const port = parseWhole('port', values.port ?? PORT, 0, 65_535)
    const preview = await openPreview({ port, configFile })
    console.log(`doorkey: every email is shown at ${preview.url}/ (Ctrl-C ends it)`)
    await untilSignal()
    await preview.close()
    return 0
  },
}
