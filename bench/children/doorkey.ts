import { startCommand } from '../../src/cli/start.ts'

// `doorkey start` as it is, but it also stops when the bench is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
process.exitCode = await startCommand.run(process.argv.slice(2))
