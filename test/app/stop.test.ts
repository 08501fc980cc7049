import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pino from 'pino'
import { APP_PARTS, startApp } from '../../src/app.ts'
import type { Settings } from '../../src/config/settings.ts'
import { Secret } from '../../src/core/secret.ts'
import { QUEUE_NAMES } from '../../src/jobs.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testSource } from '../support/sources.ts'

describe('startApp', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.close())

  function settings(port: number): Settings {
    return {
      databaseUrl: new Secret(test.url),
      redisUrl: undefined,
      host: '127.0.0.1',
      port,
      publicUrl: 'http://127.0.0.1',
      configFile: 'none',
      keys: new Secret(`k1:${Buffer.alloc(32, 3).toString('base64')}`),
      adminKey: undefined,
      apiKey: undefined,
      logLevel: 'silent',
      trustProxy: undefined,
      embedded: false,
    }
  }

  function start(port = 0) {
    return startApp({
      settings: settings(port),
      config: {
        publicUrl: 'http://127.0.0.1',
        sources: new Map([['acme', testSource()]]),
        transport: { id: 'none', send: async () => ({ id: 'x' }), close: async () => {} },
        unknown: { afterMs: 1_000, then: 'resend' },
        feedback: { topics: [], confirm: false },
        users: { showPassword: false },
        shredAfterMs: 1_000,
        automations: [],
      },
      log: pino({ level: 'silent' }),
      parts: new Set(APP_PARTS),
      queues: new Set(QUEUE_NAMES),
      migrates: true,
    })
  }

  it('stops although clients keep connections open that say nothing or half of something', async () => {
    const app = await start()
    const port = Number(new URL(app.url).port)
    const silent = connect(port, '127.0.0.1')
    const half = connect(port, '127.0.0.1')
    await Promise.all([once(silent, 'connect'), once(half, 'connect')])
    half.write('POST /webhooks/acme HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{')
    // `once` would reject with the reset that one of them may see.
    const closed = [silent, half].map((socket) => {
      socket.on('error', () => {})
      return new Promise((resolve) => socket.once('close', resolve))
    })
    await app.stop()
    await app.stop()
    await Promise.all(closed)
    await expect(fetch(`${app.url}/livez`)).rejects.toThrow('fetch failed')
  })

  it('says that its port is taken, and leaves nothing running', async () => {
    const app = await start()
    const port = Number(new URL(app.url).port)
    await expect(start(port)).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' })
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
    await app.stop()
  })

  it('refuses another sealing key than the one that sealed what is stored', async () => {
    const app = await start()
    await app.stop()
    const other = {
      ...settings(0),
      keys: new Secret(`k2:${Buffer.alloc(32, 4).toString('base64')}`),
    }
    const wrong = startApp({
      settings: other,
      config: {
        publicUrl: 'http://127.0.0.1',
        sources: new Map(),
        transport: { id: 'none', send: async () => ({ id: 'x' }), close: async () => {} },
        unknown: { afterMs: 1_000, then: 'resend' },
        feedback: { topics: [], confirm: false },
        users: { showPassword: false },
        shredAfterMs: 1_000,
        automations: [],
      },
      log: pino({ level: 'silent' }),
      parts: new Set(),
      queues: new Set(),
      migrates: false,
    })
    await expect(wrong).rejects.toMatchObject({ code: 'KEY_UNKNOWN' })
  })
})
