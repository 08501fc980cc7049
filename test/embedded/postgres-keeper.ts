import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'

// Run as a process of its own, to be killed: starts a server, says where, and stays.
const server = await startEmbeddedPostgres({ directory: process.argv[2] ?? '', log: () => {} })
process.stdout.write(`${server.url.reveal()}\n`)
