import pg from 'pg'
import { Type } from 'typebox'
import { openPlainQueue } from '../servers/plain-queue.ts'
import { answer, checked } from './answer.ts'
import { listenOnFreePort } from '../ports.ts'
import { createPlainReceiver } from './plain-receiver.ts'

const START = Type.Object({
  secret: Type.String(),
  databaseUrl: Type.String(),
  redisUrl: Type.Union([Type.String(), Type.Null()]),
})

const INSERT = `INSERT INTO naive_event (id, source, body, received_at) VALUES ($1, $2, $3, now())
  ON CONFLICT DO NOTHING`

// What one writes first: each request inserts its row and adds its job, then answers.
answer({
  async start(input) {
    const { secret, databaseUrl, redisUrl } = checked(START, input)
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
    const { queue } = openPlainQueue('naive', { databaseUrl, redisUrl })
    const app = createPlainReceiver(secret, async ({ id, source, body }) => {
      await pool.query(INSERT, [id, source, body.toString()])
      await queue.add('issue-password', { id }, { jobId: id, removeOnComplete: true })
    })
    await app.ready()
    return { port: await listenOnFreePort(app.server) }
  },
})
