import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { waitForServer } from '../../src/core/wait-for-server.ts'
import { openDatabase } from '../../src/database/database.ts'
import { pingDatabase } from '../../src/database/ping-database.ts'
import { errorFrom } from '../support/error-of.ts'
import { freePort } from '../support/redis-server.ts'

describe('waitForServer', () => {
  it('says that it waits, then gives up without repeating the URL', async () => {
    const url = `postgres://doorkey:hunter2@127.0.0.1:${await freePort()}/doorkey`
    const database = openDatabase({ url: new Secret(url), onError: () => {} })
    const lines: string[] = []
    const ask = () => pingDatabase(database.kysely)
    const error = await errorFrom(waitForServer(0.5, ask, (line) => void lines.push(line)))
    await database.close()
    expect(error.code).toBe('DATABASE_UNREACHABLE')
    expect(error.message).toContain('ECONNREFUSED')
    expect(lines).toEqual([`${error.message}; trying again`])
    expect(JSON.stringify([error.message, lines])).not.toContain('hunter2')
  })

  it('goes on once the server answers', async () => {
    const answers = [new Error('down'), undefined]
    let asked = 0
    const ask = async (): Promise<void> => {
      const answer = answers[asked]
      asked += 1
      if (answer) throw answer
    }
    const lines: string[] = []
    await waitForServer(30, ask, (line) => void lines.push(line))
    expect(asked).toBe(2)
    expect(lines).toHaveLength(1)
  })
})
