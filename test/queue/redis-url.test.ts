import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { parseRedisUrl } from '../../src/queue/redis-url.ts'

const parse = (url: string) => parseRedisUrl(new Secret(url))

describe('parseRedisUrl', () => {
  it('reads one server, its database and its credentials', () => {
    expect(parse('redis://ada:p%40ss%3A1@redis.example:6380/2')).toEqual({
      isCluster: false,
      nodes: [{ host: 'redis.example', port: 6380 }],
      options: { username: 'ada', password: 'p@ss:1', db: 2 },
    })
  })

  it('takes the default port and a password without a user', () => {
    expect(parse('redis://:secret@[::1]')).toEqual({
      isCluster: false,
      nodes: [{ host: '::1', port: 6379 }],
      options: { password: 'secret' },
    })
  })

  it('turns TLS on for rediss', () => {
    expect(parse('rediss://redis.example').options).toEqual({ tls: {} })
  })

  it('reads the nodes of a cluster, with TLS', () => {
    expect(parse('rediss+cluster://user:pw@one:7000,two,[::1]:7002')).toEqual({
      isCluster: true,
      nodes: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      options: { username: 'user', password: 'pw', tls: {} },
    })
  })

  const refused = [
    'http://redis.example',
    'redis://',
    'redis://one,two',
    'redis://one:0',
    'redis://one:70000',
    'redis://one:port',
    'redis+cluster://one,two/1',
    'redis://user:%E0%A4%A@one',
    'redis://canary-password@one?family=6',
  ]
  for (const url of refused) {
    it(`refuses ${url} without quoting it`, () => {
      expect(() => parse(url)).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.not.stringContaining('canary-password'),
        }),
      )
    })
  }
})
